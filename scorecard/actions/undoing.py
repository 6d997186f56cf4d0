"""The last change of an answer is taken back: what stood before is saved anew."""

from django.utils.translation import gettext as _

from cities.models import User
from cities.permissions import Refused
from scorecard.actions.answers import Conflict, Content, save
from scorecard.models import Answer


def undo(*, answer: Answer, version: int, by: User) -> Answer:
    """Save what stood before the last change, as a new change that says so.

    Once more goes one change further back, as in a text editor. Raises Conflict where
    the answer has moved on from `version`, Refused where nothing is left to take back
    or the assessment is closed.
    """
    if version != answer.version:
        raise Conflict(answer)
    target = _to_take_back(answer)
    change = answer.changes.filter(version=target).first()
    if change is None:
        raise Refused(_("There is no change to take back."))
    content = Content(**change.before)
    return save(answer=answer, content=content, version=version, by=by, undoes=target)


def _to_take_back(answer: Answer) -> int:
    """Return the version of the last change that stands; 0 where none does."""
    undone = dict(answer.changes.values_list("version", "undoes"))
    version = answer.version
    while of := undone.get(version):
        version = of - 1
    return version
