"""What people change about themselves."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import User


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language", "wants_digest"]
        labels = {
            "name": _("Name and surname"),
            "language": _("Language and script"),
            "wants_digest": _("Mail me what is new, at most once a day"),
        }
        help_texts = {
            "wants_digest": _(
                "What is due or given to you, remarks, and talk that concerns you; "
                "nothing on days without news."
            )
        }
        error_messages = {
            "name": {"required": _("Write your name: colleagues see it.")}
        }
        widgets = {
            "name": forms.TextInput(
                attrs={"class": "form-control", "autocomplete": "name"}
            ),
            "language": forms.Select(attrs={"class": "form-select"}),
            "wants_digest": forms.CheckboxInput(attrs={"class": "form-check-input"}),
        }


class AddKeyForm(AddWebAuthnForm):
    """A form of allauth's, whose name field lacks a label that can be translated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


class EditKeyForm(EditWebAuthnForm):
    """Likewise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
