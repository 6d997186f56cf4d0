"""Forget what is over: devices that are signed out, and counters that have ended."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from cities.models import Spent


class Command(BaseCommand):
    help = "Delete devices whose session is over, and what has expired in the cache."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        open_ones = Session.objects.filter(expire_date__gt=now).values("session_key")
        devices, _by_model = UserSession.objects.exclude(
            session_key__in=open_ones
        ).delete()
        table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
        moment = connection.ops.adapt_datetimefield_value(now)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [moment])  # noqa: S608 - our own table
            entries = cursor.rowcount
        counts, _by_model = Spent.objects.over(now.timestamp()).delete()
        self.stdout.write(f"{devices} devices and {entries + counts} entries forgotten")
