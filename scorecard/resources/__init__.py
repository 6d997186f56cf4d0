"""Files of the focal point: an edition's indicators, and what maps two editions."""

from scorecard.resources.formats import Table, Workbook
from scorecard.resources.pairs import PairResource
from scorecard.resources.questions import QuestionResource

__all__ = ["PairResource", "QuestionResource", "Table", "Workbook"]
