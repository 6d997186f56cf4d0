"""The forms of local strategies and plans: the filters of the list, and one act."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.actions.strategies import Act
from cities.models import City, District, LocalStrategy
from mcr2030.national import strategies
from mcr2030.national.office_forms import date_field
from mcr2030.national.strategies import Chosen

# More names than this help nobody to choose, and make a page heavy.
NAMES_OFFERED = 300
NAMED_IN_A_SENTENCE = 5


class StrategiesForm(forms.Form):
    """What the list is narrowed to; an unknown choice is told and narrows nothing."""

    words = forms.CharField(label=_("Name"), max_length=80, required=False)
    state = forms.ChoiceField(label=_("On the record"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = set(District.objects.values_list("region", flat=True).distinct())
        regions = [one for one in District.Region.choices if one[0] in used]
        states = [
            (strategies.IN_FORCE, _("in force today")),
            (strategies.ALIGNED, _("in force and in line")),
            (strategies.RUN_OUT, _("run out, none in force")),
            (strategies.NONE, _("has none")),
        ]
        for name, empty, choices in (
            ("state", _("Has one"), states),
            ("kind", _("Strategy or plan"), LocalStrategy.Kind.choices),
            ("region", _("All regions"), regions),
        ):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", empty), *choices]
            field.error_messages["invalid_choice"] = _(
                "This choice is not known here. Choose one from the list."
            )

    @property
    def chosen(self) -> Chosen:
        """Return what was chosen and understood."""
        self.is_valid()
        return Chosen(**self.cleaned_data)

    @property
    def is_narrowed(self) -> bool:
        return self.chosen != Chosen()


class ActForm(forms.Form):
    """An act on the record: whose, what, since when, until when, and its proof."""

    city = forms.CharField(
        label=_("Local government"),
        max_length=80,
        help_text=_("Its name in either script, or its official code."),
        error_messages={"required": _("Write whose act it is.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose")), *LocalStrategy.Kind.choices],
        error_messages={
            "required": _("Choose whether it is a strategy or a plan."),
            "invalid_choice": _("Choose whether it is a strategy or a plan."),
        },
    )
    title = forms.CharField(
        label=_("Title of the act"),
        max_length=200,
        error_messages={"required": _("Write the title of the act.")},
    )
    number = forms.CharField(
        label=_("Number of the act"), max_length=60, required=False
    )
    adopted_on = date_field(
        label=_("Adopted on"),
        error_messages={"required": _("Write the day on which it was adopted.")},
    )
    valid_until = date_field(
        label=_("Valid until"),
        required=False,
        help_text=_(
            "Leave it empty if no end is named. A disaster risk reduction plan lasts "
            "three years."
        ),
    )
    is_aligned = forms.BooleanField(
        label=_("It is in line with the national strategy"), required=False
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=300,
        help_text=_("Where the act can be read: gazette, address, archive."),
        error_messages={
            "required": _(
                "Say where the act can be read, for example the number of the gazette."
            )
        },
    )

    def __init__(self, *args: Any, entry: LocalStrategy | None = None, **kwargs: Any):
        if entry:
            fields = ("kind", "title", "number", "adopted_on", "valid_until")
            more = ("is_aligned", "evidence")
            kwargs["initial"] = {
                "city": entry.city.name,
                **{name: getattr(entry, name) for name in (*fields, *more)},
            }
        super().__init__(*args, **kwargs)
        self.entry = entry
        self.fields["city"].widget.attrs |= {"list": "cities", "autocomplete": "off"}

    def clean_city(self) -> City:
        """Return the city that is meant; where several may be, ask which."""
        words = self.cleaned_data["city"]
        if self.entry and words == self.entry.city.name:
            return self.entry.city
        found = list(City.objects.called(words).by_alphabet()[:NAMED_IN_A_SENTENCE])
        if len(found) == 1:
            return found[0]
        near = found or list(
            City.objects.matching(words).by_alphabet()[:NAMED_IN_A_SENTENCE]
        )
        if not near:
            raise ValidationError(
                gettext(
                    "No local government is called so. Check the name, or its code."
                )
            )
        raise ValidationError(
            gettext(
                "Which one is meant? Write its name in full, or its code: %(names)s."
            )
            % {"names": ", ".join(f"{one.name} ({one.code})" for one in near)}
        )

    def act(self) -> Act:
        """Return what was typed; ask only a valid form."""
        return Act(**self.cleaned_data)


def names_offered() -> list[str]:
    """Return the names to choose from, none where they are too many to look through."""
    names = list(
        City.objects.by_alphabet().values_list("name", flat=True)[: NAMES_OFFERED + 1]
    )
    return names if len(names) <= NAMES_OFFERED else []
