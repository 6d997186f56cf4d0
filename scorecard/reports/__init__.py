"""All that a page or a paper says about an assessment, and scores for lists.

Texts are taken in the language that is active while a report is built.
"""

from scorecard.reports.build import build
from scorecard.reports.lists import remarks, scores
from scorecard.reports.parts import Remarks, Report
from scorecard.reports.wording import PointsWords, is_unchecked, points_words

__all__ = [
    "PointsWords",
    "Remarks",
    "Report",
    "build",
    "is_unchecked",
    "points_words",
    "remarks",
    "scores",
]
