"""Words for the Cyrillic paper: what was typed in Latin and nobody can know."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cities.actions.spelling import words_of
from cities.requests import PersonRequest
from scorecard import permissions, reports
from scorecard.actions import spelling
from scorecard.forms.words import WordsForm
from scorecard.models import Assessment
from scorecard.reports.words import doubtful_words
from scorecard.views.found import find_assessment

WORDS_ON_A_PAGE = 20


@require_http_methods(["GET", "POST"])
def words(request: PersonRequest, pk: int) -> HttpResponse:
    """List the doubtful words of an assessment, and remember what is chosen."""
    assessment = find_assessment(request, pk)
    permissions.can_spell(request.user, assessment).enforce()
    report = reports.build(assessment, timezone.localdate())
    on_paper = spelling.words_on(assessment)
    remembered = words_of(assessment.city) if assessment.is_frozen else on_paper
    found = doubtful_words(report, on_paper, remembered)
    posted = request.POST if request.method == "POST" else None
    page = Paginator(found, WORDS_ON_A_PAGE).get_page(request.GET.get("page"))
    # What was sent is looked up among all words: others may have decided meanwhile.
    sent = [one for one in found if one.key in posted.values()] if posted else None
    form = WordsForm(list(page) if sent is None else sent, posted)
    if posted is not None and form.is_valid:
        _save(request, assessment, form)
        return redirect("scorecard:words", assessment.pk)
    context = {
        "assessment": assessment,
        "form": form,
        "page": page,
        "left": sum(not one.is_decided for one in found),
        "is_serbian": report.text_language == "sr",
        "steps": [
            (_("Home"), reverse("home")),
            (str(assessment), assessment.get_absolute_url()),
            (_("Report"), reverse("scorecard:report", args=[assessment.pk])),
            (_("Words for the Cyrillic paper"), None),
        ],
    }
    status = 422 if posted is not None else 200
    return render(request, "scorecard/words.html", context, status=status)


def _save(request: PersonRequest, assessment: Assessment, form: WordsForm) -> None:
    if not form.says_something:
        messages.info(request, _("Nothing was chosen, so nothing was changed."))
        return
    spelling.choose(
        assessment=assessment, forms=form.forms, forget=form.forget, by=request.user
    )
    number = len(form.forms)
    said = ngettext(
        "Saved: the spelling of %(number)s word holds for the whole city now.",
        "Saved: the spelling of %(number)s words holds for the whole city now.",
        number,
    )
    messages.success(request, said % {"number": number})
