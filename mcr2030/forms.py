"""What people change about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import User


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language"]
        labels = {"name": _("Name and surname"), "language": _("Language and script")}
        error_messages = {
            "name": {"required": _("Write your name: colleagues see it.")}
        }
        widgets = {
            "name": forms.TextInput(
                attrs={"class": "form-control", "autocomplete": "name"}
            ),
            "language": forms.Select(attrs={"class": "form-select"}),
        }
