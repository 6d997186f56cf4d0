"""Hints for a first visit: put away for good by the person, or asked for again."""

from django.db import transaction

from cities.models import User


@transaction.atomic
def put_away(*, hint: str, by: User) -> None:
    """Never show the hint to the person again; two tabs at once lose none."""
    person = User.objects.select_for_update().get(pk=by.pk)
    if hint not in person.hints_seen:
        seen = [*person.hints_seen, hint]
        User.objects.filter(pk=by.pk).update(hints_seen=seen)


def show_again(*, by: User) -> None:
    """Show all hints to the person as on the first day."""
    User.objects.filter(pk=by.pk).update(hints_seen=[])
