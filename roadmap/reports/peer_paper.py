"""The joint report on paper: made once and kept where both sides have signed."""

from django.template.loader import render_to_string
from django.utils.translation import override

from cities.actions.spelling import words_of
from cities.cyrillic import spelled
from roadmap.models import PeerPaper, PeerReview
from roadmap.reports import peer_report
from scorecard import pdf
from scorecard.actions import papers


def paper(review: PeerReview, language: str) -> bytes:
    """Return the PDF in one of the site's languages.

    Raises pdf.Unprintable with a sentence.
    """

    def make() -> bytes:
        with override(language), spelled(words_of(review.host_id)):
            context = {
                "report": peer_report.build(review),
                "foot": pdf.words_for_pages(),
            }
            html = render_to_string("roadmap/peer_report_pdf.html", context)
            return pdf.render(html)

    if not review.report.is_frozen:
        return make()
    return papers.kept(
        model=PeerPaper,
        wanted={"report": review.report, "language": language},
        make=make,
    )
