"""The questionnaires, and what cities answer to them."""

from scorecard.models.answer import Answer, AnswerChange
from scorecard.models.applicability import Applicability
from scorecard.models.assessment import Assessment
from scorecard.models.departments import Department
from scorecard.models.editions import EditionMapping, SameQuestion
from scorecard.models.evidence import Evidence, Validity
from scorecard.models.marks import marks, marks_of
from scorecard.models.national import (
    Bundle,
    EssentialScore,
    NationalNote,
    RoundDeadline,
    Standing,
)
from scorecard.models.next_answers import NextAnswer
from scorecard.models.questionnaire import (
    Condition,
    Essential,
    Level,
    Question,
    Questionnaire,
    Section,
)
from scorecard.models.review import Paper, Remark, Review, Submission
from scorecard.models.settling import Dissent, Settlement, disputed
from scorecard.models.sharing import Assignment, Proposal
from scorecard.models.spelling import Spelling
from scorecard.models.talk import Mention, Message, ReadMarker, Thread
from scorecard.models.visits import AssessmentVisit, Presence
from scorecard.models.votes import RaisedHands, Vote
from scorecard.models.workbooks import BlankWorkbook, NotedAction, PendingImport
from scorecard.models.workshop import Ballot, Guest, Workshop

__all__ = [
    "Answer",
    "AnswerChange",
    "Applicability",
    "Assessment",
    "AssessmentVisit",
    "Assignment",
    "Ballot",
    "BlankWorkbook",
    "Bundle",
    "Condition",
    "Department",
    "Dissent",
    "EditionMapping",
    "Essential",
    "EssentialScore",
    "Evidence",
    "Guest",
    "Level",
    "Mention",
    "Message",
    "NationalNote",
    "NextAnswer",
    "NotedAction",
    "Paper",
    "PendingImport",
    "Presence",
    "Proposal",
    "Question",
    "Questionnaire",
    "RaisedHands",
    "ReadMarker",
    "Remark",
    "Review",
    "RoundDeadline",
    "SameQuestion",
    "Section",
    "Settlement",
    "Spelling",
    "Standing",
    "Submission",
    "Thread",
    "Validity",
    "Vote",
    "Workshop",
    "disputed",
    "marks",
    "marks_of",
]
