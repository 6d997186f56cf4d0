"""What a focal point and a partner's people type about a partner."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.forms import plain_helper
from cities.models import Partner
from cities.models.partners import COMMITTEE_RULE

COMMITTEE = _(
    "In this committee core partners help to set the strategy of MCR2030 worldwide; "
    "they are also peer reviewers and mentors."
)
LANGUAGES_HELP = _("For example: Hungarian, Romanian.")


class NewPartnerForm(forms.Form):
    """An organisation that a focal point asks in; it writes its profile itself."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=160,
        help_text=_("In Serbian, Cyrillic. The Latin form is derived from it."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        widget=forms.RadioSelect,
        initial=Partner.Kind.PARTICIPATING,
        help_text=_(
            "Core partners carry MCR2030 worldwide, supporting entities carry it in "
            "Serbia, participating entities offer services to cities."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["kind"]).choices = [
            (kind.value, str(kind.label).capitalize()) for kind in Partner.Kind
        ]
        self.helper = plain_helper()


class ProfileForm(forms.ModelForm):
    """What a partner says of itself; the focal point may mend its name and kind."""

    website = forms.URLField(
        label=_("Web page"), max_length=200, required=False, assume_scheme="https"
    )

    class Meta:
        model = Partner
        fields = [
            "name_sr",
            "name_en",
            "kind",
            "is_on_committee",
            "profile_sr",
            "profile_en",
            "in_serbian",
            "in_english",
            "other_languages",
            "contact",
            "email",
            "phone",
            "website",
        ]
        labels = {
            "name_sr": _("Name in Serbian, Cyrillic"),
            "name_en": _("Name in English"),
            "kind": _("Kind"),
            "is_on_committee": _("Sits on the Global Coordinating Committee"),
            "profile_sr": _("Who you are and how you help cities, in Serbian"),
            "profile_en": _("The same in English"),
            "in_serbian": _("We work in Serbian"),
            "in_english": _("We work in English"),
            "other_languages": _("Other languages"),
            "contact": _("Contact person or office"),
            "email": _("E-mail address for cities"),
            "phone": _("Telephone"),
        }
        help_texts = {
            "is_on_committee": COMMITTEE,
            "profile_sr": _("Up to 4,000 characters. Everybody can read it."),
            "other_languages": LANGUAGES_HELP,
            "email": _("Everybody can read it: give an address of the office."),
        }

    def __init__(self, *args: Any, national: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not national:
            for name in ("name_sr", "name_en", "kind", "is_on_committee"):
                del self.fields[name]
        for name in ("profile_sr", "profile_en"):
            # No `maxlength`: browsers cut a pasted text off without a word.
            self.fields[name].widget = forms.Textarea(attrs={"rows": 6})
        self.helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        spoken = ("in_serbian", "in_english", "other_languages")
        if not any(cleaned.get(name) for name in spoken):
            self.add_error("other_languages", _("Name at least one language."))
        is_core = cleaned.get("kind") == Partner.Kind.CORE
        if cleaned.get("is_on_committee") and not is_core:
            self.add_error("is_on_committee", COMMITTEE_RULE)
        return cleaned


class DecisionForm(forms.Form):
    """Why a profile is declined."""

    reason = forms.CharField(
        label=_("Why, if you decline"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The partner reads it, mends the profile and sends it again."),
    )


class PartnerSearchForm(forms.Form):
    """What the list of partners is narrowed to; nonsense narrows nothing."""

    words = forms.CharField(label=_("Name"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, national: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, empty, choices in (
            ("kind", _("All kinds"), Partner.Kind.choices),
            ("status", _("All states"), Partner.Status.choices),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = [("", empty), *choices]
        if not national:
            del self.fields["status"]
