"""What every page of the desk begins with: a focal point, and their selection."""

from django.http import Http404, HttpResponse

from cities.permissions import is_focal_point
from cities.requests import AnyRequest, PersonRequest
from mcr2030.national.figures import Selection
from mcr2030.national.forms import SelectionForm


def focal_point_or_404(request: AnyRequest) -> None:
    """Hide the desk from all but focal points."""
    if not is_focal_point(request.user):
        raise Http404


def find_selection(request: PersonRequest) -> tuple[SelectionForm, Selection]:
    """Return the filters with what is chosen; 404 where no edition was ever in use.

    The form says beside a field what of the address could not be understood.
    """
    form = SelectionForm(request.GET)
    selection = form.selection
    if selection is None:
        raise Http404
    return form, selection


def download(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Return a file that a browser keeps, and that nobody else does."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="mcr2030-{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
