"""How a file comes in through the office: looked at first, then whole or not at all."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from import_export.admin import ImportMixin
from import_export.results import RowResult

from scorecard import permissions
from scorecard.admin.office import say_all
from scorecard.resources import Table, Workbook


class FileImport(ImportMixin):
    """An import into one row, which the form asks for under the name `target`."""

    target: str
    import_formats = [Workbook, Table]
    import_template_name = "admin/scorecard/import.html"
    # A mark of the encoding, as spreadsheets write it, is no part of the first cell.
    from_encoding = "utf-8-sig"

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(permissions.can_keep_questionnaires(request.user))

    def get_import_form_initial(self, request: HttpRequest) -> dict[str, Any]:
        return {self.target: request.GET.get(self.target, "")}

    def get_confirm_form_initial(
        self, request: HttpRequest, import_form: Any
    ) -> dict[str, Any]:
        initial = super().get_confirm_form_initial(request, import_form)
        if import_form:
            initial[self.target] = import_form.cleaned_data[self.target].pk
        return initial

    def get_import_resource_kwargs(
        self, request: HttpRequest, **kwargs: Any
    ) -> dict[str, Any]:
        form: Any = kwargs.get("form")
        is_asked = form is not None and form.is_bound and form.is_valid()
        return {self.target: form.cleaned_data[self.target] if is_asked else None}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        # What passed the preview may have become wrong since: then nothing is saved.
        return super().get_import_data_kwargs(**kwargs) | {
            "rollback_on_validation_errors": True
        }

    def process_dataset(
        self, dataset: Any, form: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        result = super().process_dataset(dataset, form, request, **kwargs)
        result.target = form.cleaned_data[self.target]
        return result

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        if result.has_errors() or result.has_validation_errors():
            said = [str(one.error) for one in result.base_errors]
            said += [text for one in result.invalid_rows for text in one.error.messages]
            nothing = _("Nothing was saved. Bring the file in once more.")
            say_all(request, [nothing, *said], messages.ERROR)
            name = f"admin:{'_'.join(self.get_model_info())}_import"
            return HttpResponseRedirect(reverse(name))
        return super().process_result(result, request)

    def generate_log_entries(self, result: Any, request: HttpRequest) -> None:
        self.log_change(request, result.target, _("Brought in from a file."))

    def add_success_message(self, result: Any, request: HttpRequest) -> None:
        said = _("The file is in: %(new)s new, %(changed)s changed, %(same)s the same.")
        counts = {
            "new": result.totals[RowResult.IMPORT_TYPE_NEW],
            "changed": result.totals[RowResult.IMPORT_TYPE_UPDATE],
            "same": result.totals[RowResult.IMPORT_TYPE_SKIP],
        }
        messages.success(request, said % counts)
