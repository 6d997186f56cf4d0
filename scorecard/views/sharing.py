"""Pages on which a lead shares the work out, and keeps the city's departments."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cities.models import City, Membership
from cities.requests import PersonRequest
from cities.views.places import visible_city
from scorecard import permissions
from scorecard import sharing as pages
from scorecard.actions import departments as department_actions
from scorecard.actions import sharing as actions
from scorecard.actions.answers import Handed
from scorecard.forms.sharing import AgreeHowForm, DepartmentForm, HandOutForm
from scorecard.models import Assessment, Department
from scorecard.views.found import find_assessment, steps_to

DEPARTMENTS_A_PAGE = 20


@require_http_methods(["GET", "POST"])
def people(request: PersonRequest, pk: int) -> HttpResponse:
    """Hand indicators to people and departments, and show who has what."""
    assessment = _for_lead(request, pk)
    there = pages.team(assessment)
    found = pages.build(assessment, there)
    form = HandOutForm(
        request.POST if request.method == "POST" else None,
        people=there.people,
        departments=there.departments,
        essentials={row.code: row.essential.number for row in found.rows},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(request, form, assessment)
    ):
        return redirect(request.get_full_path())
    shown = request.GET.get("show", "all")
    return render(
        request,
        "scorecard/people.html",
        {
            "assessment": assessment,
            "form": form,
            "team": there,
            "can_give": bool(there),
            "shown": shown,
            "figures": found.figures,
            "parts": found.parts(shown),
            "steps": steps_to(assessment, _("Who answers what")),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def agree_how(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = _for_lead(request, pk)
    form = AgreeHowForm(request.POST)
    form.is_valid()
    actions.agree_how(assessment=assessment, by=request.user, **form.cleaned_data)
    messages.success(request, _("It was saved how you agree on levels."))
    return redirect("scorecard:people", pk)


@require_http_methods(["GET", "POST"])
def departments(request: PersonRequest, code: str) -> HttpResponse:
    """List the city's departments, and take usual ones over."""
    city = visible_city(request, code)
    may_change = permissions.can_share_out(request.user, city)
    if request.method == "POST":
        may_change.enforce()
        if _took_over(request, city):
            return redirect("scorecard:departments", code)
    own = Department.objects.of_city(city).prefetch_related("members").by_name()
    names = {one.name for one in own}
    usual = department_actions.usual()
    return render(
        request,
        "scorecard/departments.html",
        {
            "section": "cities",
            "city": city,
            "page": Paginator(own, DEPARTMENTS_A_PAGE).get_page(
                request.GET.get("page")
            ),
            "usual": [one for one in usual if one.name_sr not in names],
            "serving": {one.pk for one in _serving(city)},
            "may_change": may_change,
        },
    )


@require_http_methods(["GET", "POST"])
def department_new(request: PersonRequest, code: str) -> HttpResponse:
    return _department_page(request, code, None)


@require_http_methods(["GET", "POST"])
def department(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    return _department_page(request, code, pk)


@require_POST
def department_delete(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    city = visible_city(request, code)
    permissions.can_share_out(request.user, city).enforce()
    given_up = get_object_or_404(Department.objects.of_city(city), pk=pk)
    department_actions.give_up(department=given_up)
    messages.success(
        request,
        _("The department was deleted. What its people wrote stays."),
    )
    return redirect("scorecard:departments", code)


def _department_page(request: PersonRequest, code: str, pk: int | None) -> HttpResponse:
    city = visible_city(request, code)
    permissions.can_share_out(request.user, city).enforce()
    known = get_object_or_404(Department.objects.of_city(city), pk=pk) if pk else None
    serving = _serving(city)
    initial = {}
    if known:
        initial = {
            "name": known.name,
            "codes": ", ".join(known.competence),
            "members": [one.pk for one in known.members.all()],
        }
    posted = request.POST if request.method == "POST" else None
    form = DepartmentForm(posted, people=serving, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            department_actions.keep(city=city, department=known, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The department was saved."))
            return redirect("scorecard:departments", code)
    title = known.name if known else _("New department")
    return render(
        request,
        "scorecard/department.html",
        {
            "section": "cities",
            "city": city,
            "department": known,
            "form": form,
            "title": title,
            "steps": [
                (city.name, city.get_absolute_url()),
                (_("Departments"), reverse("scorecard:departments", args=[code])),
                (title, None),
            ],
        },
        status=422 if form.errors else 200,
    )


def _done(request: PersonRequest, form: HandOutForm, assessment: Assessment) -> bool:
    """Hand out or take back as the button says; else put the sentence on the form."""
    to, due, note = (form.cleaned_data[name] for name in ("to", "due", "note"))
    verb = request.POST.get("verb", "give")
    try:
        if verb == "competence":
            handed = actions.hand_out_by_competence(
                assessment=assessment, due=due, note=note
            )
            messages.success(request, _handed_words(handed))
        elif verb == "take":
            taken = actions.take_back(assessment=assessment, codes=form.codes, of=to)
            messages.success(request, _taken_words(taken))
        elif to is None:
            form.add_error("to", _("Choose to whom the indicators go."))
            return False
        else:
            handed = actions.hand_out(
                assessment=assessment, codes=form.codes, to=to, due=due, note=note
            )
            messages.success(request, _handed_words(handed))
    except ValidationError as error:
        for sentence in error.messages:
            form.add_error(None, sentence)
        return False
    return True


def _handed_words(handed: Handed) -> str:
    words = []
    if handed.new:
        words.append(
            ngettext(
                "%(number)s indicator was handed out.",
                "%(number)s indicators were handed out.",
                handed.new,
            )
            % {"number": handed.new}
        )
    if handed.renewed:
        words.append(
            ngettext(
                "%(number)s indicator was theirs already: date and note were renewed.",
                "%(number)s indicators were theirs already: date and note were "
                "renewed.",
                handed.renewed,
            )
            % {"number": handed.renewed}
        )
    return " ".join(words)


def _taken_words(taken: int) -> str:
    if not taken:
        return _("Nobody had these indicators: there was nothing to take back.")
    return ngettext(
        "%(number)s assignment was taken back. What was written stays.",
        "%(number)s assignments were taken back. What was written stays.",
        taken,
    ) % {"number": taken}


def _took_over(request: PersonRequest, city: City) -> bool:
    try:
        made = department_actions.take_over(city=city, keys=request.POST.getlist("key"))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(
        request,
        ngettext(
            "%(number)s department was taken over. Now say who is in it.",
            "%(number)s departments were taken over. Now say who is in them.",
            len(made),
        )
        % {"number": len(made)},
    )
    return True


def _serving(city: City) -> list:
    serving = Membership.objects.current().contributors_of(city)
    return [one.user for one in serving.select_related("user").by_role()]


def _for_lead(request: PersonRequest, pk: int) -> Assessment:
    """Return the assessment to those who work on it, refuse all but its lead."""
    assessment = find_assessment(request, pk)
    if not permissions.works_on(request.user, assessment):
        raise Http404
    permissions.can_answer(request.user, assessment).enforce()
    return assessment
