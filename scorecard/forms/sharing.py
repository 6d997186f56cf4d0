"""What is typed to hand indicators out, and about departments."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.forms import DATES
from cities.models import User
from cities.models.people import name_in_script
from scorecard import competence
from scorecard.actions import sharing
from scorecard.models import Department
from scorecard.models.lengths import NOTE_MAXIMUM


class HandOutForm(forms.Form):
    """Indicators and whole Essentials, to whom, until when, with a note."""

    to = forms.CharField(required=False)
    due = forms.DateField(
        label=gettext_lazy("Due"),
        required=False,
        input_formats=DATES,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=NOTE_MAXIMUM
    )

    def __init__(
        self,
        *args: Any,
        people: list[User],
        departments: list[Department],
        essentials: dict[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {f"person-{one.pk}": one for one in people}
        self.departments = {f"department-{one.pk}": one for one in departments}
        self.essentials = essentials

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """To whom something can be given: departments, then people, by name."""
        departments = [
            (value, name_in_script(one.name)) for value, one in self.departments.items()
        ]
        people = [
            (value, name_in_script(one.name)) for value, one in self.people.items()
        ]
        named = [(_("Departments"), departments), (_("Contributors"), people)]
        return [(label, listed) for label, listed in named if listed]

    @property
    def chosen(self) -> set[str]:
        """The codes that were ticked, as sent."""
        posted = cast(QueryDict, self.data)
        return set(posted.getlist("code")) if self.is_bound else set()

    @property
    def codes(self) -> list[str]:
        """The ticked indicators, and those of the ticked Essentials, in their order."""
        posted = cast(QueryDict, self.data)
        whole = set(posted.getlist("essential"))
        codes = self.chosen | {
            code for code, number in self.essentials.items() if str(number) in whole
        }
        known = [code for code in self.essentials if code in codes]
        return known + sorted(codes - set(known))

    def clean_to(self) -> User | Department | None:
        chosen = self.cleaned_data["to"]
        if not chosen:
            return None
        receivers: dict[str, User | Department] = {**self.people, **self.departments}
        if chosen not in receivers:
            raise ValidationError(
                _("This person or department is not there any more. Choose another.")
            )
        return receivers[chosen]

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        try:
            sharing.check_due(due)
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return due


class AgreeHowForm(forms.Form):
    """Whether levels are given apart first, and whether reports tell of it."""

    is_independent = forms.BooleanField(required=False)
    shows_agreement = forms.BooleanField(required=False)


class DepartmentForm(forms.Form):
    """A department: its name, the codes of its competence, and who is in it."""

    name = forms.CharField(
        label=gettext_lazy("Name of the department"), max_length=120, required=False
    )
    codes = forms.CharField(
        label=gettext_lazy("Competence"),
        required=False,
        max_length=600,
        help_text=gettext_lazy(
            "Codes with commas: E3 is all of Essential 3, P8.3 one indicator, A* all "
            "of the public health addendum."
        ),
    )
    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("People"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = cast(forms.ModelMultipleChoiceField, self.fields["members"])
        members.queryset = User.objects.filter(pk__in=[one.pk for one in people])

    def clean_codes(self) -> list[str]:
        return competence.split(self.cleaned_data["codes"])
