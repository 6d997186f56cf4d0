"""The questionnaires, and what cities answer to them."""

from scorecard.models.answer import Answer, AnswerChange, Assignment, Proposal
from scorecard.models.assessment import Assessment
from scorecard.models.evidence import Evidence
from scorecard.models.marks import marks
from scorecard.models.questionnaire import Essential, Level, Question, Questionnaire
from scorecard.models.review import Paper, Remark, Review, Submission

__all__ = [
    "Answer",
    "AnswerChange",
    "Assessment",
    "Assignment",
    "Essential",
    "Evidence",
    "Level",
    "Paper",
    "Proposal",
    "Question",
    "Questionnaire",
    "Remark",
    "Review",
    "Submission",
    "marks",
]
