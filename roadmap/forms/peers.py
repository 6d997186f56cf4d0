"""Forms with which a peer review is planned, offered and agreed."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City, Membership, User
from roadmap.forms.prose import Day, Prose
from roadmap.models import PeerReview
from roadmap.models.peer_review import (
    FEWEST_MODULES,
    HEALTH_MODULE,
    INFRASTRUCTURE_MODULE,
    MODULES,
    MOST_MODULES,
    PRELIMINARY,
    PUBLIC_HEALTH,
    REASON_MAXIMUM,
    TEXT_MAXIMUM,
    module_name,
)
from scorecard.models import Assessment, Essential


class PlanForm(forms.Form):
    """What the review is about: an accepted assessment, and three to five modules."""

    assessment = forms.ModelChoiceField(
        label=gettext_lazy("Accepted assessment that the review is about"),
        queryset=Assessment.objects.none(),
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Choose an accepted assessment."),
            "invalid_choice": gettext_lazy("Choose an accepted assessment."),
        },
    )
    modules = forms.MultipleChoiceField(
        label=gettext_lazy("Modules, three to five"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy(
                "Choose three to five modules: a review of more is too much for a "
                "visit."
            ),
            "invalid_choice": gettext_lazy("Choose modules from the list."),
        },
    )
    scope = Prose(
        label=gettext_lazy("Why, and what is in scope"),
        maximum=TEXT_MAXIMUM,
        error_messages={"required": gettext_lazy("Write why you want the review.")},
    )
    objectives = Prose(
        label=gettext_lazy("What you want to achieve"),
        maximum=TEXT_MAXIMUM,
        error_messages={
            "required": gettext_lazy("Write what you want to achieve with it.")
        },
    )

    def __init__(self, *args: Any, host: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accepted = Assessment.objects.of_city(host).accepted().with_parts()
        rounds = list(accepted.latest_first())
        of_level = [one.pk for one in rounds if one.questionnaire.code == PRELIMINARY]
        assessment = cast(forms.ModelChoiceField, self.fields["assessment"])
        assessment.queryset = accepted.filter(pk__in=of_level).latest_first()
        self.has_round = bool(of_level)
        has_health = any(one.questionnaire.code == PUBLIC_HEALTH for one in rounds)
        modules = cast(forms.MultipleChoiceField, self.fields["modules"])
        modules.choices = _module_choices(has_health)

    def clean_modules(self) -> list[str]:
        modules = self.cleaned_data["modules"]
        if not FEWEST_MODULES <= len(modules) <= MOST_MODULES:
            raise forms.ValidationError(
                _(
                    "You chose %(number)s. Choose three to five modules: a review of "
                    "more is too much for a visit."
                )
                % {"number": len(modules)}
            )
        return modules


class InviteForm(forms.Form):
    """Which city to ask, and with what words."""

    peer: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("City to invite"),
        queryset=City.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Choose a city"),
        error_messages={
            "required": gettext_lazy("Choose the city that you invite."),
            "invalid_choice": gettext_lazy(
                "This city has no lead here yet who could answer. Choose another city."
            ),
        },
    )
    invitation = Prose(
        label=gettext_lazy("Words to the city, if you like"),
        maximum=REASON_MAXIMUM,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, review: PeerReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        led = Membership.objects.current().leads()
        peer = cast(forms.ModelChoiceField, self.fields["peer"])
        peer.queryset = City.objects.filter(pk__in=led.values("city")).by_alphabet()
        self.host = review.host

    def clean_peer(self) -> City:
        peer = self.cleaned_data["peer"]
        if peer.pk == self.host.pk:
            raise forms.ValidationError(
                _("A city cannot review itself. Choose another one.")
            )
        return peer


class TeamForm(forms.Form):
    """Whom the peer sends, and from when to when they may read."""

    reviewers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Reviewers"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Three to five people are usual: for each module somebody who knows it."
        ),
        error_messages={
            "required": gettext_lazy("Name at least one reviewer."),
            "invalid_choice": gettext_lazy(
                "Somebody you named no longer works for your city. Choose anew."
            ),
            "invalid_pk_value": gettext_lazy("Choose people from the list."),
        },
    )
    starts_on = Day(
        label=gettext_lazy("First day"),
        error_messages={"required": gettext_lazy("Choose the first day.")},
    )
    ends_on = Day(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy(
            "Until then the reviewers can read the chosen parts of the host's "
            "assessment. Afterwards nothing of it opens for them."
        ),
        error_messages={"required": gettext_lazy("Choose the last day.")},
    )

    def __init__(self, *args: Any, review: PeerReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = Membership.objects.current().team().filter(city=review.peer_id)
        reviewers = cast(forms.ModelMultipleChoiceField, self.fields["reviewers"])
        reviewers.queryset = User.objects.filter(
            pk__in=team.values("user"), is_active=True
        ).order_by("name")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error(
                "ends_on", _("The last day comes before the first. Swap them.")
            )
        return cleaned


class ReasonForm(forms.Form):
    """Why somebody declines, stops or does not take something up."""

    reason = Prose(
        label=gettext_lazy("Why"),
        maximum=REASON_MAXIMUM,
        error_messages={"required": gettext_lazy("Say why.")},
    )


def _module_choices(has_health: bool) -> list[tuple[str, str]]:
    essentials = {one.number: one for one in Essential.objects.all()}
    choices = []
    for code in MODULES:
        if code == HEALTH_MODULE and not has_health:
            continue
        if code != HEALTH_MODULE and int(code.rstrip("a")) not in essentials:
            continue
        shown = "8" if code == INFRASTRUCTURE_MODULE and not has_health else code
        choices.append((code, f"{shown}. {module_name(code, essentials)}"))
    return choices
