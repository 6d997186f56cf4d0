"""Say with which invented accounts one can sign in."""

from typing import Any

from django.core.management.base import BaseCommand

from cities.models import User
from mcr2030 import demo


class Command(BaseCommand):
    help = "Say with which invented accounts one can sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        if not User.objects.filter(is_demo=True).exists():
            return
        self.stdout.write("Demonstration accounts (invented; one password for all):")
        for role, address in demo.sign_ins():
            self.stdout.write(f"  {address:<28} {role}")
        self.stdout.write(f"  password: {demo.PASSWORD}")
        self.stdout.write("  second factor of the focal point: ./run code")
