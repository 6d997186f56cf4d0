"""Editions in the office: edited, brought in and out, put in use, retired, copied."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.permissions import Refused
from scorecard.actions import editions
from scorecard.admin.files import FileImport
from scorecard.admin.office import PartAdmin, columns, latin, say_all
from scorecard.forms.editions import (
    CopyForm,
    QuestionnaireConfirmForm,
    QuestionnaireFileForm,
    WordedForm,
)
from scorecard.models import Questionnaire
from scorecard.resources import QuestionResource, Table, Workbook

TEXTS = ("name", "source_note", "draft_note")


@admin.register(Questionnaire)
class QuestionnaireAdmin(FileImport, PartAdmin):
    form = WordedForm
    target = "questionnaire"
    resource_classes = [QuestionResource]
    import_form_class = QuestionnaireFileForm
    confirm_form_class = QuestionnaireConfirmForm
    change_form_template = "admin/scorecard/questionnaire/change_form.html"
    texts = TEXTS
    fixed = ("code", "edition")
    fields = [("code", "edition"), "scale_maximum", "status", *columns(*TEXTS)]
    # The state moves by its own actions, which check what it asks for.
    readonly_fields = ["status", *latin(*TEXTS)]
    list_display = ["name", "code", "edition", "status", "indicators", "rounds"]
    list_filter = ["status"]
    search_fields = ["code", "edition", *columns("name")]
    actions = ["put_in_use", "retire", "copy", "to_workbook", "to_table"]

    def edition_of(self, row: Questionnaire) -> Questionnaire:
        return row

    def get_queryset(self, request: HttpRequest) -> QuerySet[Questionnaire]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                question_count=Count("questions", distinct=True),
                round_count=Count("assessment", distinct=True),
            )
        )

    @admin.display(description=gettext_lazy("indicators"))
    def indicators(self, row: Any) -> int:
        return row.question_count

    @admin.display(description=gettext_lazy("assessments that use it"))
    def rounds(self, row: Any) -> int:
        return row.round_count

    @admin.action(description=gettext_lazy("Put in use"), permissions=["change"])
    def put_in_use(
        self, request: HttpRequest, queryset: QuerySet[Questionnaire]
    ) -> None:
        for edition in queryset:
            try:
                editions.put_in_use(questionnaire=edition)
            except ValidationError as error:
                not_whole = _("%(edition)s is not whole yet:") % {"edition": edition}
                say_all(request, [not_whole, *error.messages], messages.ERROR)
            except Refused as error:
                say_all(request, [f"{edition}: {error}"], messages.ERROR)
            else:
                said = _("%(edition)s is in use.") % {"edition": edition}
                self._changed(request, edition, said)

    @admin.action(description=gettext_lazy("Retire"), permissions=["change"])
    def retire(self, request: HttpRequest, queryset: QuerySet[Questionnaire]) -> None:
        for edition in queryset:
            try:
                editions.retire(questionnaire=edition)
            except Refused as error:
                say_all(request, [f"{edition}: {error}"], messages.ERROR)
            else:
                said = _("%(edition)s is retired. Assessments that use it go on.")
                self._changed(request, edition, said % {"edition": edition})

    @admin.action(
        description=gettext_lazy("Copy as a new edition"), permissions=["add"]
    )
    def copy(
        self, request: HttpRequest, queryset: QuerySet[Questionnaire]
    ) -> HttpResponse | None:
        edition = self._only(request, queryset)
        if edition is None:
            return None
        form = CopyForm(request.POST if "edition" in request.POST else None)
        if form.is_valid():
            name = form.cleaned_data["edition"]
            try:
                twin = editions.copy(questionnaire=edition, edition=name)
            except ValidationError as error:
                form.add_error("edition", error)
            else:
                said = _(
                    "%(edition)s is a draft, mapped to the edition it was copied from."
                )
                self._changed(request, twin, said % {"edition": twin})
                page = "admin:scorecard_questionnaire_change"
                return HttpResponseRedirect(reverse(page, args=[twin.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Copy as a new edition"),
            "opts": self.opts,
            "original": edition,
            "form": form,
        }
        return TemplateResponse(
            request, "admin/scorecard/questionnaire/copy.html", context
        )

    @admin.action(description=gettext_lazy("Save as a workbook (XLSX)"))
    def to_workbook(
        self, request: HttpRequest, queryset: QuerySet[Questionnaire]
    ) -> HttpResponse | None:
        return self._file(request, queryset, Workbook())

    @admin.action(description=gettext_lazy("Save as a table (CSV)"))
    def to_table(
        self, request: HttpRequest, queryset: QuerySet[Questionnaire]
    ) -> HttpResponse | None:
        return self._file(request, queryset, Table())

    def _file(
        self,
        request: HttpRequest,
        queryset: QuerySet[Questionnaire],
        kind: Workbook | Table,
    ) -> HttpResponse | None:
        edition = self._only(request, queryset)
        if edition is None:
            return None
        name = f"{edition.code}-{edition.edition}.{kind.get_extension()}"
        return HttpResponse(
            kind.export_data(QuestionResource(edition).table()),
            content_type=kind.get_content_type(),
            headers={"Content-Disposition": content_disposition_header(True, name)},
        )

    def _only(
        self, request: HttpRequest, queryset: QuerySet[Questionnaire]
    ) -> Questionnaire | None:
        found = list(queryset[:2])
        if len(found) == 1:
            return found[0]
        say_all(request, [_("Choose one edition for this.")], messages.ERROR)
        return None

    def _changed(self, request: HttpRequest, edition: Questionnaire, said: str) -> None:
        self.log_change(request, edition, said)
        messages.success(request, said)
