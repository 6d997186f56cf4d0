"""Who answers what: contributors against Essentials."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cities.models import Membership, User
from scorecard.models import Answer, Assessment


class PeopleForm(forms.Form):
    """One set of check boxes a contributor: the Essentials that are theirs."""

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = list(
            assessment.answers.select_related("question__essential").prefetch_related(
                "assignments"
            )
        )
        self.essentials = {
            answer.question.essential.number: answer.question.essential
            for answer in self.answers
        }
        self.people = [
            one.user
            for one in Membership.objects.current()
            .contributors_of(assessment.city)
            .select_related("user")
        ]
        for person in self.people:
            self.fields[f"person-{person.pk}"] = forms.TypedMultipleChoiceField(
                label=person.name,
                coerce=int,
                required=False,
                choices=[
                    (number, str(essential))
                    for number, essential in self.essentials.items()
                ],
                initial=sorted(self._theirs(person)),
                widget=forms.CheckboxSelectMultiple,
                error_messages={
                    "invalid_choice": _("Choose among the Essentials on this page.")
                },
            )

    def changes(self) -> Iterator[tuple[User, list[Answer], bool]]:
        """Yield person, answers, and whether they are now theirs or no longer."""
        for person in self.people:
            chosen = set(self.cleaned_data[f"person-{person.pk}"])
            before = self._theirs(person)
            for number in chosen - before:
                yield person, self._of(number), True
            for number in before - chosen:
                yield person, self._of(number), False

    def _theirs(self, person: User) -> set[int]:
        return {
            answer.question.essential.number
            for answer in self.answers
            if any(one.user_id == person.pk for one in answer.assignments.all())
        }

    def _of(self, number: int) -> list[Answer]:
        return [
            answer
            for answer in self.answers
            if answer.question.essential.number == number
        ]
