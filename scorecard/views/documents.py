"""A city's library of evidence: the list, a document, its editions, what it proves."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from cities.models import City
from cities.requests import PersonRequest
from scorecard import library, permissions
from scorecard import proofs as proving
from scorecard.actions import documents
from scorecard.actions import evidence as proofs
from scorecard.forms.documents import (
    DocumentForm,
    FrozenDocumentForm,
    LibraryForm,
    ProofsForm,
)
from scorecard.models import Assessment, Evidence
from scorecard.views import files
from scorecard.views.found import find_named_assessment, steps_to

Steps = list[tuple[str, str | None]]
CARRIED_OVER = ("kind", "issuer", "kept", "description", "is_classified")


@require_GET
def document_list(request: PersonRequest, code: str) -> HttpResponse:
    city = _find_city(request, code)
    form = LibraryForm(request.GET)
    return render(
        request,
        "scorecard/library.html",
        {
            "section": "city",
            "city": city,
            "form": form,
            "page": library.page_of(city, form, request.GET.get("page")),
            "can_add": permissions.can_add_document(request.user, city),
            "steps": [(city.name, reverse("home")), (_("Documents"), None)],
        },
    )


@require_http_methods(["GET", "POST"])
def new(request: PersonRequest, code: str) -> HttpResponse:
    city = _find_city(request, code)
    permissions.can_add_document(request.user, city).enforce()
    form = DocumentForm(request.POST or None, request.FILES or None, city=city)
    if request.method == "POST" and form.is_valid():
        with files.keeping(form):
            added = documents.add(city=city, by=request.user, **form.particulars)
            messages.success(
                request, _("The document was added. Say now which answers it proves.")
            )
            return redirect("scorecard:document-link", added.pk)
    steps: Steps = [*_steps(city), (_("New document"), None)]
    return _form_page(request, city, form, _("New document"), steps)


@require_GET
def document(request: PersonRequest, pk: int) -> HttpResponse:
    found = find_document(request, pk)
    is_team = permissions.reads_library(request.user, found.city)
    may_change = permissions.can_change_document(request.user, found)
    steps = _steps(found.city) if is_team else [(found.city.name, reverse("home"))]
    return render(
        request,
        "scorecard/document.html",
        {
            "document": found,
            "validity": library.validity_words(found),
            "uses": library.uses(request.user, found),
            "editions": library.editions(request.user, found),
            "history": library.history(found) if is_team else [],
            "elsewhere": found.named_elsewhere() if is_team else [],
            "is_team": is_team,
            "can_change": may_change,
            "can_link": permissions.can_add_document(request.user, found.city),
            "can_delete": may_change and not found.is_named,
            "steps": [*steps, (found.title, None)],
        },
    )


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    found = find_document(request, pk)
    permissions.can_change_document(request.user, found).enforce()
    is_frozen = documents.stands_frozen(found)
    kind = FrozenDocumentForm if is_frozen else DocumentForm
    form = kind(
        request.POST or None,
        request.FILES or None,
        city=found.city_id,
        but=found,
        # Without the file: else the one that is kept would be taken for a new one.
        initial={
            name: getattr(found, name) for name in kind.base_fields if name != "file"
        },
    )
    if request.method == "POST" and form.is_valid():
        with files.keeping(form):
            documents.edit(evidence=found, **form.particulars)
            messages.success(request, _("The document was changed."))
            return redirect(found)
    steps: Steps = [*_steps_of(found), (_("Change"), None)]
    return _form_page(
        request,
        found.city,
        form,
        _("Change the document"),
        steps,
        {"document": found, "is_frozen": is_frozen},
    )


@require_http_methods(["GET", "POST"])
def edition(request: PersonRequest, pk: int) -> HttpResponse:
    """Add the document that takes this one's place."""
    old = find_document(request, pk)
    permissions.can_change_document(request.user, old).enforce()
    carried = {name: getattr(old, name) for name in CARRIED_OVER}
    form = DocumentForm(
        request.POST or None,
        request.FILES or None,
        city=old.city_id,
        initial=carried | {"title": old.title},
    )
    if request.method == "POST" and form.is_valid():
        with files.keeping(form):
            renewed = proofs.renew(old=old, by=request.user, **form.particulars)
            said = _(
                "The new edition was added: it stands in the open rounds from now on."
            )
            messages.success(request, said)
            return redirect(renewed)
    steps: Steps = [*_steps_of(old), (_("New edition"), None)]
    return _form_page(request, old.city, form, _("New edition"), steps, {"old": old})


@require_http_methods(["GET", "POST"])
def link(request: PersonRequest, pk: int) -> HttpResponse:
    """Let the document prove several answers of a round at once."""
    found = find_document(request, pk)
    permissions.can_add_document(request.user, found.city).enforce()
    rounds = library.open_rounds(found.city_id)
    assessment = _chosen(request, rounds)
    answers = library.provable(request.user, found, assessment) if assessment else []
    form = ProofsForm(request.POST or None, open_to=answers)
    if request.method == "POST" and form.is_valid():
        proofs.link_many(answers=form.chosen, evidence=found, by=request.user)
        messages.success(request, _("The document stands with these answers now."))
        tell_if_expired(request, found)
        return redirect(found)
    return render(
        request,
        "scorecard/document_link.html",
        {
            "document": found,
            "rounds": rounds,
            "assessment": assessment,
            "answers": answers,
            "form": form,
            "chosen": request.POST.getlist("answers"),
            "steps": [*_steps_of(found), (_("What it proves"), None)],
        },
        status=422 if form.is_bound else 200,
    )


@require_GET
def matrix(request: PersonRequest, pk: int) -> HttpResponse:
    """What proves what in an assessment, and what nothing proves."""
    assessment = find_named_assessment(request, pk)
    if not permissions.works_on(request.user, assessment):
        raise Http404
    essential, page = request.GET.get("essential", ""), request.GET.get("page")
    is_team = permissions.is_team(request.user, assessment)
    return render(
        request,
        "scorecard/proofs.html",
        {
            "assessment": assessment,
            "matrix": proving.matrix(request.user, assessment, essential, page),
            "is_team": is_team,
            "steps": steps_to(assessment, _("What proves what")),
        },
    )


@require_POST
def delete(request: PersonRequest, pk: int) -> HttpResponse:
    found = find_document(request, pk)
    permissions.can_change_document(request.user, found).enforce()
    documents.delete(evidence=found)
    messages.success(request, _("The document was deleted."))
    return redirect("scorecard:library", found.city.code)


def find_document(request: PersonRequest, pk: int) -> Evidence:
    """Return the document, or 404 for all whom it does not concern."""
    visible = Evidence.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("city", "added_by", "successor"), pk=pk
    )


def tell_if_expired(request: PersonRequest, evidence: Evidence) -> None:
    if evidence.valid_until and evidence.is_expired:
        day = date_format(evidence.valid_until, "SHORT_DATE_FORMAT")
        messages.warning(
            request,
            _(
                "Mind that it expired on %(date)s: add its new edition when there is "
                "one."
            )
            % {"date": day},
        )


def _find_city(request: PersonRequest, code: str) -> City:
    city = get_object_or_404(City.objects.visible_to(request.user), code=code)
    if not permissions.reads_library(request.user, city):
        raise Http404
    return city


def _chosen(request: PersonRequest, rounds: list[Assessment]) -> Assessment | None:
    """Return the open round that is asked for, or else the latest."""
    asked = request.POST.get("round") or request.GET.get("round", "")
    return next(
        (one for one in rounds if str(one.pk) == asked), next(iter(rounds), None)
    )


def _form_page(
    request: PersonRequest,
    city: City,
    form: DocumentForm,
    title: str,
    steps: Steps,
    more: dict[str, object] | None = None,
) -> HttpResponse:
    return render(
        request,
        "scorecard/document_edit.html",
        {
            "city": city,
            "form": form,
            "page_title": title,
            "steps": steps,
            **(more or {}),
        },
        status=422 if form.is_bound else 200,
    )


def _steps(city: City) -> Steps:
    library_page = reverse("scorecard:library", args=[city.code])
    return [(city.name, reverse("home")), (_("Documents"), library_page)]


def _steps_of(evidence: Evidence) -> Steps:
    return [*_steps(evidence.city), (evidence.title, evidence.get_absolute_url())]
