"""Print the six-digit code of the invented focal point's second factor."""

import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management.base import BaseCommand

from mcr2030 import demo


class Command(BaseCommand):
    help = "Print the six-digit code of the invented focal point's second factor."

    def handle(self, *args: Any, **options: Any) -> None:
        counter = int(time.time()) // app_settings.TOTP_PERIOD
        self.stdout.write(format_hotp_value(hotp_value(demo.TOTP_SECRET, counter)))
