"""What is typed about courses and who attended."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cities.forms import DATES, plain_helper
from cities.models import City
from roadmap.actions import training
from roadmap.models import Attendance, Course
from roadmap.models.training import MOST_PARTICIPANTS


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=DATES,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _number(label: Any, **options: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 5})
    return forms.IntegerField(label=label, widget=widget, **options)


class CourseForm(forms.ModelForm):
    """A course with its days."""

    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    hours = _number(_("Hours in all"))

    class Meta:
        model = Course
        fields = [
            "title",
            "subject",
            "organiser",
            "starts_on",
            "ends_on",
            "hours",
            "place",
            "audience",
        ]
        labels = {
            "title": _("Title"),
            "subject": _("Subject"),
            "organiser": _("Organiser"),
            "place": _("Place"),
            "audience": _("Who may attend"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            training.check(**cleaned)
        return cleaned


class AttendanceForm(forms.Form):
    """How many people of one city attended."""

    participants = _number(_("Participants"))
    women = _number(_("Of these, women"))

    def __init__(self, *args: Any, course: Course | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.course = course
        self.helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.course and not self.errors:
            training.check_numbers(self.course, **cleaned)
        return cleaned


class ManyCitiesForm(forms.Form):
    """Two numbers for each city, both empty for one that was not there."""

    def __init__(
        self,
        *args: Any,
        course: Course,
        cities: Iterable[City],
        known: Iterable[Attendance],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.course, self.cities = course, list(cities)
        numbers = {one.city_id: (one.participants, one.women) for one in known}
        for city in self.cities:
            people, women = numbers.get(city.pk, (None, None))
            for name, value in (("people", people), ("women", women)):
                self.fields[f"{name}_{city.code}"] = _number(
                    "",
                    required=False,
                    initial=value,
                    min_value=0,
                    max_value=MOST_PARTICIPANTS,
                )

    def rows(self) -> list[dict[str, Any]]:
        """Return each city with its two fields, for the table."""
        return [
            {
                "city": city,
                "people": self[f"people_{city.code}"],
                "women": self[f"women_{city.code}"],
            }
            for city in self.cities
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for city in self.cities:
            people = cleaned.get(f"people_{city.code}")
            women = cleaned.get(f"women_{city.code}")
            if people is None and women is None:
                continue
            try:
                training.check_numbers(self.course, people or 0, women or 0)
            except ValidationError as error:
                name = "women" if "women" in error.message_dict else "people"
                self.add_error(f"{name}_{city.code}", error.messages[0])
        return cleaned

    def numbers(self) -> dict[City, tuple[int, int] | None]:
        """Return what was typed for each city, as the action takes it."""
        found: dict[City, tuple[int, int] | None] = {}
        for city in self.cities:
            people = self.cleaned_data[f"people_{city.code}"]
            women = self.cleaned_data[f"women_{city.code}"] or 0
            found[city] = None if people is None else (people, women)
        return found
