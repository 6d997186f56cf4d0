"""Forms of local governments and people."""

import re
import zipfile
from decimal import Decimal
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from import_export.forms import ImportForm

from cities.actions.profile import Figure
from cities.models import (
    BasinGroup,
    City,
    CityHazard,
    District,
    Hazard,
    Membership,
    ProfileFigure,
    User,
)
from cities.serbian import sort_key_cyrillic, sort_key_latin

# What browsers send for a date field, and what people type where there is no picker.
DATES = ["%Y-%m-%d", "%d.%m.%Y.", "%d.%m.%Y"]
IMPORT_MAX_BYTES = 2 * 1024 * 1024
IMPORT_MAX_UNPACKED_BYTES = 20 * 1024 * 1024


def plain_helper(*fields: Any) -> FormHelper:
    """Return a crispy helper that draws fields only; the template has the form tag."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    if fields:
        helper.layout = Layout(*fields)
    return helper


class NumberField(forms.DecimalField):
    """A number as people type it, with or without marks between the thousands."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, localize=True, required=False, **kwargs)

    # Django derives DecimalField from IntegerField, whose stub promises an int.
    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            mark = re.escape(get_format("THOUSAND_SEPARATOR"))
            value = re.sub(rf"(?<=\d)[{mark}\s](?=\d{{3}}(?!\d))", "", value)
        return super().to_python(value)


class CitySearchForm(forms.Form):
    """What the list of local governments is narrowed to; nonsense narrows nothing."""

    words = forms.CharField(label=_("Name"), max_length=80, required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    district = forms.ChoiceField(label=_("Administrative district"), required=False)
    basin_group = forms.ChoiceField(label=_("Basin group"), required=False)
    members_only = forms.BooleanField(label=_("Members of MCR2030"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Lists of codes instead of model fields: one query each, however often asked.
        districts = list(District.objects.all())
        used = {one.region for one in districts}
        regions = [choice for choice in District.Region.choices if choice[0] in used]
        groups = [(one.code, one.name) for one in BasinGroup.objects.all()]
        for name, empty, choices in (
            ("region", _("All regions"), regions),
            ("district", _("All districts"), _by_name(districts)),
            ("basin_group", _("All basin groups"), groups),
        ):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", empty), *choices]

    def narrow(self) -> QuerySet[City]:
        """Return the cities that fit, by the alphabet."""
        self.full_clean()
        chosen = self.cleaned_data
        cities = City.objects.matching(chosen.get("words", "")).within(
            region=chosen.get("region", ""),
            district=chosen.get("district", ""),
            basin_group=chosen.get("basin_group", ""),
        )
        return (
            cities.members() if chosen.get("members_only") else cities
        ).by_alphabet()


class CityForm(forms.ModelForm):
    """The city's own facts; each figure says its year."""

    class Meta:
        model = City
        fields = ["authority", "population", "population_year", "area", "area_year"]
        help_texts = {
            "authority": _("For example: the mayor, the president of the municipality.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["area"] = _plain(self.instance.area)
        this_year = timezone.localdate().year
        for name, digits, places in (("population", 8, 0), ("area", 8, 2)):
            self.fields[name] = NumberField(
                label=self.fields[name].label, max_digits=digits, decimal_places=places
            )
        for name in ("population_year", "area_year"):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label,
                min_value=1991,
                max_value=this_year,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )
        self.helper = plain_helper()

    def clean_population(self) -> int | None:
        population = self.cleaned_data["population"]
        return None if population is None else int(population)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for figure, year in (
            ("population", "population_year"),
            ("area", "area_year"),
        ):
            if year in self.errors or figure in self.errors:
                continue
            if cleaned.get(figure) is not None and not cleaned.get(year):
                self.add_error(year, _("Enter the year of the figure."))
            if cleaned.get(figure) is None and cleaned.get(year):
                self.add_error(figure, _("Enter the figure, or empty its year."))
        return cleaned


class FigureForm(forms.Form):
    """One figure of the profile: all three parts, or none."""

    value = NumberField(label=_("Value"), max_digits=14, decimal_places=2)
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    source_date = forms.DateField(
        label=_("Date of the source"),
        required=False,
        input_formats=DATES,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    PERCENT = frozenset(
        {
            ProfileFigure.Kind.YOUTH,
            ProfileFigure.Kind.OLDER,
            ProfileFigure.Kind.FEMALE_HEADED,
            ProfileFigure.Kind.LITERACY,
            ProfileFigure.Kind.POVERTY,
            ProfileFigure.Kind.NON_CITIZENS,
        }
    )

    def __init__(
        self, *, kind: str, row: ProfileFigure | None = None, **kwargs: Any
    ) -> None:
        self.kind = ProfileFigure.Kind(kind)
        if row:
            kwargs["initial"] = {
                "value": _plain(row.value),
                "source": row.source,
                "source_date": row.source_date,
            }
        super().__init__(prefix=kind, **kwargs)
        self.helper = plain_helper()

    @property
    def title(self) -> str:
        return str(self.kind.label)

    def clean_value(self) -> Decimal | None:
        value = self.cleaned_data["value"]
        if value is not None and self.kind in self.PERCENT and value > 100:
            raise ValidationError(_("A share is at most 100 %."))
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = {name for name in self.fields if cleaned.get(name) not in (None, "")}
        if not given or self.errors:
            return cleaned
        if "value" not in given:
            self.add_error("value", _("Enter the value, or empty the whole row."))
        if "source" not in given:
            self.add_error("source", _("Say where the figure comes from."))
        if "source_date" not in given:
            self.add_error("source_date", _("Say when the source was published."))
        return cleaned

    def figure(self) -> Figure | None:
        """Return the figure that was typed, None where the row was left empty."""
        if self.cleaned_data.get("value") is None:
            return None
        return Figure(**self.cleaned_data)


def figure_forms(city: City, data: Any = None) -> list[FigureForm]:
    """Return a form for each kind of figure, filled from the city's profile."""
    known = {one.kind: one for one in city.profilefigure_set.all()}
    return [
        FigureForm(kind=kind, row=known.get(kind), data=data)
        for kind in ProfileFigure.Kind.values
    ]


class HazardChoiceField(forms.ModelChoiceField):
    """Hazards in the order of the methodology, kinds set in under their heading."""

    def label_from_instance(self, obj: Hazard) -> str:
        return f"– {obj.name}" if obj.parent_id else obj.name


class CityHazardForm(forms.ModelForm):
    """A hazard with its two scenarios."""

    hazard = HazardChoiceField(
        label=_("Hazard"),
        queryset=Hazard.objects.all(),
        empty_label=_("Choose a hazard"),
    )

    class Meta:
        model = CityHazard
        fields = ["hazard", "most_probable", "most_severe"]
        widgets = {
            "most_probable": forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
            "most_severe": forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
        }
        labels = {
            "most_probable": _("Most probable adverse event"),
            "most_severe": _("Event with the gravest possible consequences"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # A hazard that is there keeps its name; another one is added as a new row.
            self.fields["hazard"].disabled = True
        self.helper = plain_helper(
            *([] if self.instance.pk else ["hazard"]),
            "most_probable",
            "most_severe",
        )


class BaseCityHazards(BaseInlineFormSet):
    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if not form.instance.pk:
            form.fields.pop("DELETE", None)

    def get_form_error(self) -> str:
        return str(_("This hazard is listed already. Describe it there."))


CityHazards = forms.inlineformset_factory(
    City, CityHazard, form=CityHazardForm, formset=BaseCityHazards, extra=1
)


class InvitationForm(forms.Form):
    """Whom to invite to a city's team, and as what."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        help_text=_(
            "A lead starts, agrees and submits. A contributor answers the indicators "
            "that are theirs. An observer reads and prints."
        ),
    )
    department = forms.CharField(
        label=_("Department or organisation"), max_length=120, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = cast(forms.ChoiceField, self.fields["role"])
        role.choices = [(one.value, one.label.capitalize()) for one in Membership.TEAM]
        self.helper = plain_helper()

    def offer(self) -> dict[str, str]:
        """Return what is offered to whom, as the action takes it."""
        return self.cleaned_data


class FocalPointForm(forms.Form):
    """Whom to invite to serve the nation."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    department = forms.CharField(label=_("Institution"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()

    def offer(self) -> dict[str, str]:
        """Return what is offered to whom, as the action takes it."""
        return {"role": Membership.Role.FOCAL_POINT, **self.cleaned_data}


class PartnerPersonForm(FocalPointForm):
    """Whom to invite to work for a partner."""

    def offer(self) -> dict[str, str]:
        return {"role": Membership.Role.PARTNER, **self.cleaned_data}


class JoinForm(forms.Form):
    """How somebody new introduces themselves."""

    name = forms.CharField(
        label=_("Your name and surname"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters, not only digits, and no common word."),
    )
    repeated = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        self.email = email
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        self.helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password, repeated = cleaned.get("password"), cleaned.get("repeated")
        if password and repeated and password != repeated:
            self.add_error("repeated", _("The two passwords differ. Type both again."))
        elif password:
            person = User(email=self.email, name=cleaned.get("name", ""))
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


def _plain(value: Decimal | None) -> Decimal | int | None:
    """Return a whole number without decimals, as people would type it."""
    return int(value) if value is not None and value % 1 == 0 else value


def _by_name(districts: list[District]) -> list[tuple[str, str]]:
    key = sort_key_cyrillic if get_language() == "sr" else sort_key_latin
    in_order = sorted(districts, key=lambda one: key(one.name))
    return [(one.code, one.name) for one in in_order]


class SmallFileForm(ImportForm):
    """An import of a list, not of a library: small, and small when unpacked."""

    def clean_import_file(self) -> Any:
        upload = self.cleaned_data["import_file"]
        unpacked = 0
        if zipfile.is_zipfile(upload):
            unpacked = sum(one.file_size for one in zipfile.ZipFile(upload).infolist())
        upload.seek(0)
        if upload.size > IMPORT_MAX_BYTES or unpacked > IMPORT_MAX_UNPACKED_BYTES:
            raise ValidationError(_("The file is too large for a list."))
        return upload


class EraseForm(forms.Form):
    """That somebody has read what goes for good."""

    sure = forms.BooleanField(
        label=_("I have read what goes, and erase it for good"),
        error_messages={
            "required": _("Tick that you erase the data for good, then send it again.")
        },
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
