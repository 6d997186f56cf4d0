"""National papers and files, and the city reports of a round as a bundle."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from cities.limits import limited
from cities.requests import PersonRequest
from mcr2030.national import bundling, everything, gathering, papers, sheets
from mcr2030.national.groups_form import EditionForm
from mcr2030.national.reports_form import BundleForm
from mcr2030.national.views.found import download, focal_point_or_404
from scorecard import exports, pdf
from scorecard.actions import bundles
from scorecard.models import Bundle, Questionnaire

LANGUAGES = dict(settings.LANGUAGES)
# Councils and the government work in Cyrillic, the official script.
PAPER_DEFAULT = "sr"
BUNDLES_A_PAGE = 10
WRITERS = {"xlsx": sheets.as_xlsx, "json": everything.as_json}


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    """Offer the papers, the files and the bundles."""
    focal_point_or_404(request)
    return _page(request, BundleForm(rounds=bundling.rounds()))


@require_safe
@limited("export")
def report_pdf(request: PersonRequest) -> HttpResponse:
    return _paper(request, papers.REPORT)


@require_safe
@limited("export")
def short_pdf(request: PersonRequest) -> HttpResponse:
    return _paper(request, papers.SHORT)


@require_safe
@limited("export")
def slides_pdf(request: PersonRequest) -> HttpResponse:
    return _paper(request, papers.SLIDES)


@require_safe
@limited("export")
def everything_file(request: PersonRequest, kind: str) -> HttpResponse:
    """Hand out all that stands, as a workbook or as JSON."""
    focal_point_or_404(request)
    edition = _edition(EditionForm(request.GET))
    if kind not in WRITERS or edition is None:
        raise Http404
    with override(_language(request, get_language() or PAPER_DEFAULT)):
        country = gathering.gather(edition, timezone.localdate())
        content = WRITERS[kind](country)
    name = f"national-{edition.code}-{edition.edition}.{kind}"
    return download(content, exports.FORMATS[kind], name)


@require_POST
@limited("export")
def ask_bundle(request: PersonRequest) -> HttpResponse:
    """Have the reports of a round put together, or find them put together already."""
    focal_point_or_404(request)
    form = BundleForm(request.POST, rounds=bundling.rounds())
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        bundle = bundling.ask(
            chosen=form.chosen,
            language=form.cleaned_data["language"],
            by=request.user,
        )
    except ValidationError as error:
        form.add_error("round", error)
        return _page(request, form, status=422)
    return redirect("national:bundle", bundle.pk)


@require_GET
def bundle(request: PersonRequest, pk: int) -> HttpResponse:
    """Show how far a bundle is; with htmx only the part that changes."""
    found = _bundle(request, pk)
    context = {
        "section": "country",
        "tab": "reports",
        "bundle": found,
        "name": _round_name(found, bundling.names()),
        "is_left": found.state == Bundle.State.RUNNING
        and not bundles.is_held(bundle=found),
        "has_waited": bundles.has_waited(bundle=found, now=timezone.now()),
    }
    template = "national/_bundle.html" if request.htmx else "national/bundle.html"
    return render(request, template, context)


@require_POST
def bundle_again(request: PersonRequest, pk: int) -> HttpResponse:
    """Take up a bundle that failed, or that a stopped worker left."""
    found = _bundle(request, pk)
    if not bundling.start_again(bundle=found):
        messages.info(request, _("Nothing to start: it is ready or being made."))
    return redirect("national:bundle", pk)


@require_safe
@limited("export")
def bundle_file(request: PersonRequest, pk: int) -> HttpResponse | FileResponse:
    """Hand out a bundle that is ready, 404 before."""
    found = _bundle(request, pk)
    if found.state != Bundle.State.DONE:
        raise Http404
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        file,
        as_attachment=True,
        filename=f"mcr2030-{found.instrument}-{found.year}-{found.language}.zip",
        content_type="application/zip",
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _page(
    request: PersonRequest, bundle_form: BundleForm, status: int = 200
) -> HttpResponse:
    form = EditionForm(request.GET)
    edition = _edition(form)
    known = Paginator(Bundle.objects.all(), BUNDLES_A_PAGE).get_page(
        request.GET.get("page")
    )
    names = bundling.names()
    context = {
        "section": "country",
        "tab": "reports",
        "form": form,
        "edition": edition,
        "bundle_form": bundle_form,
        "languages": settings.LANGUAGES,
        "page": known,
        "bundles": [(one, _round_name(one, names)) for one in known],
    }
    return render(request, "national/reports.html", context, status=status)


def _paper(request: PersonRequest, kind: str) -> HttpResponse:
    focal_point_or_404(request)
    edition = _edition(EditionForm(request.GET))
    language = _language(request, PAPER_DEFAULT)
    if edition is None:
        raise Http404
    try:
        content = papers.paper(edition, kind, language, timezone.localdate())
    except pdf.Unprintable as error:
        context = {"section": "country", "tab": "reports", "reason": str(error)}
        return render(request, "national/unprintable.html", context, status=503)
    name = f"national-{kind}-{edition.code}-{language}.pdf"
    response = download(content, "application/pdf", name)
    response["Content-Disposition"] = f'inline; filename="mcr2030-{name}"'
    return response


def _edition(form: EditionForm) -> Questionnaire | None:
    selection = form.selection
    return selection.questionnaire if selection else None


def _bundle(request: PersonRequest, pk: int) -> Bundle:
    focal_point_or_404(request)
    return get_object_or_404(Bundle, pk=pk)


def _round_name(one: Bundle, names: dict[str, str]) -> str:
    return f"{one.year}, {names.get(one.instrument, one.instrument)}"


def _language(request: PersonRequest, default: str) -> str:
    chosen = request.GET.get("paper", default)
    if chosen not in LANGUAGES:
        raise Http404
    return chosen
