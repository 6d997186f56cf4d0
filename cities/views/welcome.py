"""Public pages behind a secret link: an invitation, and a new password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cities import actions
from cities.forms import JoinForm
from cities.models import Invitation, User
from cities.requests import AnyRequest, PersonRequest


@never_cache
@login_not_required
def welcome(request: AnyRequest, secret: str) -> HttpResponse:
    invitation = actions.find_invitation(secret)
    if invitation is None:
        return _closed(request, _("This link is not known. Copy the whole of it."), 404)
    if not invitation.is_open:
        return _closed(request, actions.why_closed(invitation), 410)
    if request.user.is_authenticated or User.objects.with_address(invitation.email):
        return _known(request, invitation, secret)
    form = JoinForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        return _join(request, invitation, form)
    context = {"invitation": invitation, "form": form}
    return render(request, "cities/welcome.html", context)


@require_POST
def accept(request: PersonRequest, secret: str) -> HttpResponse:
    invitation = actions.find_invitation(secret)
    if invitation is None:
        return _closed(request, _("This link is not known. Copy the whole of it."), 404)
    if not _is_for(invitation, request.user):
        return redirect("cities:welcome", secret)
    try:
        actions.accept(invitation=invitation, user=request.user)
    except ValidationError as error:
        return _closed(request, error.messages[0], 410)
    messages.success(request, _("Welcome. You are in."))
    return redirect("home")


@never_cache
@login_not_required
def new_password(request: AnyRequest, uid: str, token: str) -> HttpResponse:
    person = User.objects.of_link(uid)
    if person is None or not default_token_generator.check_token(person, token):
        sentence = _(
            "This link was already used or is too old. "
            "Ask for a new one, or have one sent to your e-mail address."
        )
        return _closed(request, sentence, 410)
    form = SetPasswordForm(person, request.POST or None)
    if form.is_valid():
        form.save()
        messages.success(request, _("The new password is set. Sign in with it."))
        return redirect("account_login")
    context = {"person": person, "form": form}
    return render(request, "cities/new_password.html", context)


def _known(request: AnyRequest, invitation: Invitation, secret: str) -> HttpResponse:
    """Answer somebody who has an account: sign in, accept, or sign out first."""
    context = {
        "invitation": invitation,
        "secret": secret,
        "is_for_me": _is_for(invitation, request.user),
    }
    return render(request, "cities/welcome_known.html", context)


def _join(request: AnyRequest, invitation: Invitation, form: JoinForm) -> HttpResponse:
    chosen = form.cleaned_data
    try:
        person = actions.join(
            invitation=invitation,
            name=chosen["name"],
            password=chosen["password"],
            language=chosen["language"],
        )
    except ValidationError as error:
        return _closed(request, error.messages[0], 410)
    except IntegrityError:
        # Two tabs at once: the other one has made the account already.
        return redirect(request.path)
    login(request, person)
    messages.success(request, _("Welcome. You are in."))
    response = redirect("home")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        person.language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response


def _is_for(invitation: Invitation, user: object) -> bool:
    return getattr(user, "email", "").lower() == invitation.email.lower()


def _closed(request: AnyRequest, sentence: str, status: int) -> HttpResponse:
    return render(
        request, "cities/link_closed.html", {"sentence": sentence}, status=status
    )
