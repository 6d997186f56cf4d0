"""The page on which a lead settles what people see differently."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from cities.models.numbers import VERSION_MAXIMUM, whole_number
from cities.requests import PersonRequest
from scorecard import disputes, permissions
from scorecard.actions import settling as actions
from scorecard.actions.answers import Conflict
from scorecard.forms.settling import SettleForm
from scorecard.models import Assessment
from scorecard.views.found import find_answer, find_assessment, steps_to


@require_GET
def page(request: PersonRequest, pk: int) -> HttpResponse:
    return _page(request, _for_lead(request, pk))


@require_POST
def settle(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    assessment = _for_lead(request, pk)
    answer = find_answer(request, pk, code)
    proposals = list(answer.proposals.given().select_related("by"))
    form = SettleForm(request.POST, answer=answer, proposals=proposals)
    if not form.is_valid():
        return _page(request, assessment, code=code, form=form, status=422)
    try:
        actions.settle(
            answer=answer,
            content=form.content,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            dissents=form.dissents,
            by=request.user,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, assessment, code=code, form=form, status=422)
    except Conflict:
        return _page(request, assessment, code=code, form=form, status=409)
    messages.success(request, _("%(code)s was settled.") % {"code": code})
    return redirect("scorecard:settle", pk)


@require_POST
def settle_alike(request: PersonRequest, pk: int) -> HttpResponse:
    """Take over the levels on which all who proposed agree, of the ticked ones."""
    assessment = _for_lead(request, pk)
    chosen = {}
    for ticked in request.POST.getlist("code"):
        code, _dot, version = ticked.partition("@")
        if (number := whole_number(version, VERSION_MAXIMUM)) is not None:
            chosen[code] = number
    settled, moved = actions.settle_alike(
        assessment=assessment, versions=chosen, by=request.user
    )
    if settled:
        messages.success(
            request,
            ngettext(
                "%(number)s indicator was settled as all proposed.",
                "%(number)s indicators were settled as all proposed.",
                len(settled),
            )
            % {"number": len(settled)},
        )
    if moved:
        messages.error(
            request,
            _("Meanwhile somebody changed %(codes)s: look again before you settle.")
            % {"codes": ", ".join(moved)},
        )
    if not settled and not moved:
        messages.error(request, _("Choose at least one indicator."))
    return redirect("scorecard:settle", pk)


def _page(
    request: PersonRequest,
    assessment: Assessment,
    *,
    code: str = "",
    form: SettleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = disputes.find(assessment)
    shown = disputes.ALIKE if request.GET.get("show") == "alike" else disputes.DIFFER
    codes = found.alike if shown == disputes.ALIKE else found.differ
    wanted = disputes.page_of(codes, code) if code else request.GET.get("page")
    if form is not None and code not in codes:
        # Somebody settled it meanwhile, or the last who differed came round.
        codes = [code, *codes]
        wanted = 1
    listed = disputes.page(assessment, codes, wanted)
    if form is not None:
        for one in listed:
            if one.code == code:
                one.choice = form.data.get("choice", "")
                one.reason = form.data.get("reason", "")
                one.stands = form.stands
                one.errors = [
                    str(text) for texts in form.errors.values() for text in texts
                ]
                one.is_conflict = status == 409
    return render(
        request,
        "scorecard/settle.html",
        {
            "assessment": assessment,
            "shown": shown,
            "found": found,
            "page": listed,
            "is_sent_back": form is not None,
            "steps": steps_to(assessment, pgettext("heading", "Settle")),
        },
        status=status,
    )


def _for_lead(request: PersonRequest, pk: int) -> Assessment:
    """Return the assessment to those who work on it, refuse all but its lead."""
    assessment = find_assessment(request, pk)
    if not permissions.works_on(request.user, assessment):
        raise Http404
    permissions.can_answer(request.user, assessment).enforce()
    return assessment
