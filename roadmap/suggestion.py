"""Which stage a local government's own short answers point to. No Django.

The first stage of which something is not wholly there is where the work begins.
"""

from collections.abc import Mapping

YES, PARTLY, NO = "yes", "partly", "no"
# What should be there before the stage that follows, by the stage it belongs to.
ASKED: Mapping[str, tuple[str, ...]] = {
    "A": ("risk", "people", "scorecard"),
    "B": ("plan", "owners", "money"),
}
LAST = "C"
QUESTIONS = tuple(code for codes in ASKED.values() for code in codes)


def suggest(answers: Mapping[str, str]) -> str:
    """Return the stage that the answers point to; what is not answered is not there."""
    for stage, codes in ASKED.items():
        if any(answers.get(code) != YES for code in codes):
            return stage
    return LAST
