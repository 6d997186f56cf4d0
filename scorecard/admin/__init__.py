"""The office's view of questionnaires: the focal point's alone."""

from scorecard.admin.mappings import EditionMappingAdmin
from scorecard.admin.parts import (
    ConditionAdmin,
    EssentialAdmin,
    QuestionAdmin,
    SectionAdmin,
)
from scorecard.admin.questionnaires import QuestionnaireAdmin

__all__ = [
    "ConditionAdmin",
    "EditionMappingAdmin",
    "EssentialAdmin",
    "QuestionAdmin",
    "QuestionnaireAdmin",
    "SectionAdmin",
]
