"""Send the mails of the day to those who want them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mcr2030 import digests


class Command(BaseCommand):
    help = (
        "Mail everybody who wants it what is new for them, at most once a day. Run it "
        "by a timer; a second run on the same day sends only what did not leave."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DEBUG:
            raise CommandError("Nothing is sent while DEBUG is on.")
        if not settings.SITE_ADDRESS:
            raise CommandError(
                "Set SITE_ADDRESS, such as https://mcr2030.example.rs: mails carry "
                "links to the site."
            )
        done = digests.send(timezone.now())
        self.stdout.write(
            f"{done.sent} sent, {done.empty} without news, {done.failed} did not leave."
        )
        if done.failed:
            raise CommandError("Some mails did not leave. The next run tries again.")
