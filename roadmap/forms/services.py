"""What is typed about services, and when one is asked for."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.forms import DATES, plain_helper
from roadmap.forms.partners import LANGUAGES_HELP
from roadmap.models import Service
from roadmap.models.service import ServiceQuerySet
from scorecard.models import Essential

STAGES = [
    ("A", _("A · Know better")),
    ("B", _("B · Plan better")),
    ("C", _("C · Implement better")),
]
LANGUAGES = [("sr", _("Serbian")), ("en", _("English")), ("other", _("Another one"))]
COSTS = [("free", _("Free of charge")), ("paid", _("Has a price"))]


class ServiceSearchForm(forms.Form):
    """What the list of services is narrowed to; nonsense narrows nothing."""

    words = forms.CharField(
        label=_("Service or partner"), max_length=80, required=False
    )
    essential = forms.ChoiceField(label=_("Essential"), required=False)
    stage = forms.ChoiceField(label=_("Roadmap stage"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    cost = forms.ChoiceField(label=_("Cost"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        essentials = [(str(one.number), str(one)) for one in Essential.objects.all()]
        for name, empty, choices in (
            ("essential", _("All Essentials"), essentials),
            ("stage", _("All stages"), STAGES),
            ("language", _("All languages"), LANGUAGES),
            ("cost", _("Free or not"), COSTS),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = [("", empty), *choices]

    def narrow(self, services: ServiceQuerySet) -> QuerySet[Service]:
        """Return the services that fit, by title."""
        self.full_clean()
        chosen = self.cleaned_data
        if words := chosen.get("words"):
            services = services.matching(words)
        if number := chosen.get("essential"):
            services = services.for_essentials([int(number)])
        if letter := chosen.get("stage"):
            services = services.for_stage(letter)
        if code := chosen.get("language"):
            services = services.in_language(code)
        if cost := chosen.get("cost"):
            services = services.free() if cost == "free" else services.paid()
        return services.by_title()


class ServiceForm(forms.ModelForm):
    """One service as its partner writes it."""

    essentials: Any = forms.ModelMultipleChoiceField(
        label=_("Which Essentials does it help with?"),
        queryset=Essential.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one Essential.")},
    )
    stages = forms.MultipleChoiceField(
        label=_("For cities at which stage?"),
        choices=STAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one stage.")},
    )

    class Meta:
        model = Service
        fields = [
            "title",
            "description",
            "in_serbian",
            "in_english",
            "other_languages",
            "cost",
            "valid_until",
        ]
        labels = {
            "title": _("What do you offer?"),
            "description": _("Description"),
            "in_serbian": _("In Serbian"),
            "in_english": _("In English"),
            "other_languages": _("In other languages"),
            "cost": _("What it costs"),
            "valid_until": _("Valid until"),
        }
        help_texts = {
            "title": _("For example: Workshop on the local budget for resilience."),
            "description": _("What the city gets, how long it takes, what it brings."),
            "other_languages": LANGUAGES_HELP,
            "cost": _("Leave it empty if the service is free of charge."),
            "valid_until": _("Leave it empty if there is no end."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["description"].widget = forms.Textarea(attrs={"rows": 6})
        self.fields["valid_until"] = day_field(self.fields["valid_until"])
        if self.instance.pk:
            self.initial["stages"] = self.instance.letters
            self.initial["essentials"] = list(self.instance.essentials.all())
        self.helper = plain_helper(
            "title",
            "description",
            "essentials",
            "stages",
            "in_serbian",
            "in_english",
            "other_languages",
            "cost",
            "valid_until",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        spoken = ("in_serbian", "in_english", "other_languages")
        if not any(cleaned.get(name) for name in spoken):
            self.add_error("other_languages", _("Name at least one language."))
        end = cleaned.get("valid_until")
        if end and end < timezone.localdate():
            self.add_error("valid_until", _("This day is past. Give a later one."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the fields of the row, as the action takes them."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        letters = self.cleaned_data["stages"]
        return values | {
            "is_free": not values["cost"],
            **{f"for_{one.lower()}": one in letters for one in Service.LETTERS},
        }


class AskForm(forms.Form):
    """What a lead writes to a partner."""

    text = forms.CharField(
        label=_("What do you need, and by when?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Of your city the partner sees what you write here and what you have "
            "published, nothing else."
        ),
    )
    contact = forms.CharField(
        label=_("Whom should the partner turn to?"),
        max_length=200,
        help_text=_("A name with an e-mail address or telephone number."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()


class AnswerForm(forms.Form):
    """What a partner answers."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What happens next. If you decline, say why."),
    )


class ResultForm(forms.Form):
    """What a lead writes at the end."""

    text = forms.CharField(
        label=_("What came of it?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was done, and what changed in the city."),
    )


def day_field(field: Any, *, required: bool = False) -> forms.DateField:
    """Return a field for a day with the label and the hint of another one."""
    return forms.DateField(
        label=field.label,
        help_text=field.help_text,
        required=required,
        input_formats=DATES,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
