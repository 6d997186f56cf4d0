"""Which indicators of two editions ask the same, in the office."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from scorecard.actions import editions
from scorecard.admin.files import FileImport
from scorecard.admin.office import FocalPointAdmin, FocalPointInline
from scorecard.forms.editions import (
    MappingConfirmForm,
    MappingFileForm,
    MappingForm,
    PairForm,
    PairFormSet,
)
from scorecard.models import EditionMapping, SameQuestion
from scorecard.resources import PairResource


class PairInline(FocalPointInline):
    """Pairs by their codes; a mapping may change while assessments use its editions."""

    model = SameQuestion
    form = PairForm
    formset = PairFormSet
    fields = ["earlier_code", "later_code"]
    ordering = ["later__position"]
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[SameQuestion]:
        return super().get_queryset(request).select_related("earlier", "later")


@admin.register(EditionMapping)
class EditionMappingAdmin(FileImport, FocalPointAdmin):
    """A new mapping begins with the codes that both editions have."""

    form = MappingForm
    target = "mapping"
    resource_classes = [PairResource]
    import_form_class = MappingFileForm
    confirm_form_class = MappingConfirmForm
    change_form_template = "admin/scorecard/editionmapping/change_form.html"
    fields = ["earlier", "later"]
    list_display = ["id", "earlier", "later", "pairs"]
    list_display_links = ["earlier", "later"]
    list_select_related = ["earlier", "later"]
    inlines = [PairInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[EditionMapping]:
        return super().get_queryset(request).annotate(pair_count=Count("pairs"))

    @admin.display(description=_("indicators that stayed the same"))
    def pairs(self, row: Any) -> int:
        return row.pair_count

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["earlier", "later"] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [PairInline] if obj else []

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        mapping = kwargs.get("obj")
        if mapping:
            context["earlier_questions"] = mapping.earlier.questions.all()
            context["later_questions"] = mapping.later.questions.all()
        return super().render_change_form(request, context, *args, **kwargs)

    def save_formset(
        self, request: HttpRequest, form: Any, formset: Any, change: bool
    ) -> None:
        # The page's own record of changes asks for these.
        formset.new_objects, formset.deleted_objects = [], []
        formset.changed_objects = []
        self._map(form.instance, formset.pairs())

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            self._map(form.instance, None)

    def _map(
        self, mapping: EditionMapping, pairs: list[tuple[str, str]] | None
    ) -> None:
        editions.map_editions(earlier=mapping.earlier, later=mapping.later, pairs=pairs)
