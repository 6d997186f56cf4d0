"""All city reports of a round as one ZIP, made in the background by `manage.py work`.

The queue is in the same database, so a bundle and its job are there both or neither.
"""

import datetime as dt
import logging
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from cities.models import User
from scorecard import pdf, printing
from scorecard.actions import bundles
from scorecard.models import Assessment, Bundle, Paper, Questionnaire

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """A year's assessments with one instrument, of which some are accepted."""

    year: int
    instrument: str
    name: str
    reports: int

    @property
    def key(self) -> str:
        return f"{self.year}-{self.instrument}"


def rounds() -> list[Round]:
    """Return the rounds with something accepted, the latest first; two queries."""
    known = names()
    return [
        Round(year, code, known.get(code, code), reports)
        for year, code, reports in Assessment.objects.rounds()
    ]


def names() -> dict[str, str]:
    """Return the name of each instrument by its code."""
    return {one.code: one.name for one in Questionnaire.objects.not_draft()}


@transaction.atomic
def ask(*, chosen: Round, language: str, by: User) -> Bundle:
    """Return the round's bundle, put into the queue where it is to be made.

    Raises ValidationError with a sentence.
    """
    bundle, is_new = bundles.ask(
        year=chosen.year, instrument=chosen.instrument, language=language, by=by
    )
    if is_new:
        make_bundle.enqueue(bundle.pk)
    return bundle


@transaction.atomic
def start_again(*, bundle: Bundle) -> bool:
    """Put a bundle that failed or was left into the queue; false where none is due."""
    if not bundles.start_again(bundle=bundle):
        return False
    make_bundle.enqueue(bundle.pk)
    return True


def take_up() -> int:
    """Put into the queue what a stopped worker left; return how many."""
    left = list(Bundle.objects.unfinished())
    for bundle in left:
        make_bundle.enqueue(bundle.pk)
    return len(left)


@task()
def make_bundle(key: int) -> None:
    """Make a bundle, unless it is over or somebody else is at it."""
    bundle = Bundle.objects.select_related("asked_by").filter(pk=key).first()
    if bundle is None or not bundle.is_unfinished:
        return
    if not bundles.take(bundle=bundle):
        _look_again(bundle)
        return
    try:
        with override(bundle.asked_by.language):
            _make(bundle)
    finally:
        bundles.give_back(bundle=bundle)


def _look_again(bundle: Bundle) -> None:
    """Come back when the lease has run out, should its holder have stopped."""
    if make_bundle.get_backend().supports_defer:
        later = timezone.now() + dt.timedelta(seconds=bundles.LEASE_SECONDS)
        make_bundle.using(run_after=later).enqueue(bundle.pk)


def _make(bundle: Bundle) -> None:
    of_round = Assessment.objects.of_round(bundle.year, bundle.instrument)
    assessments = list(of_round.with_parts().order_by("city__sort_cyrillic", "pk"))
    if not bundles.begin(bundle=bundle, total=len(assessments)):
        return
    try:
        with tempfile.TemporaryFile() as file:
            _fill(file, bundle, assessments)
            bundles.finish(bundle=bundle, content=File(file))
    except pdf.Unprintable as error:
        bundles.fail(bundle=bundle, trouble=str(error))
    except Exception:
        logger.exception("Bundle %s was not made.", bundle.pk)
        bundles.fail(
            bundle=bundle,
            trouble=_(
                "The reports were not all made, because something went wrong here. "
                "Start again; what was made so far is kept. If it happens once more, "
                "tell the administrator."
            ),
        )


def _fill(file: IO[bytes], bundle: Bundle, assessments: Sequence[Assessment]) -> None:
    """Write the reports one after the other; PDFs are compressed already."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        files = _files(bundle.language, assessments)
        for made, (name, one) in enumerate(files, start=1):
            content = printing.paper(one, Paper.Kind.REPORT, bundle.language)
            archive.writestr(name, content)
            bundles.count(bundle=bundle, made=made)


def _files(
    language: str, assessments: Sequence[Assessment]
) -> list[tuple[str, Assessment]]:
    """Name each file after its city; the second of a city says its occasion too."""
    taken: dict[str, Assessment] = {}
    with override(language):
        word = _("Report")
        for one in assessments:
            name = f"MCR2030 {word} {one.city.name} {one.year}"
            if name in taken:
                name = f"{name} {one.questionnaire.edition} {one.occasion}"
            if name in taken:
                name = f"{name} {one.city.code}"
            taken[name] = one
    return [(f"{name}.pdf", one) for name, one in taken.items()]
