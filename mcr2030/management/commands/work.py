"""Do in the background what takes longer than a page may."""

import os
import signal
import threading
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from mcr2030.national import bundling

LOOK_SECONDS = 1


class Command(BaseCommand):
    help = (
        "Make in the background what people asked for, one after the other, beginning "
        "with what a stopped worker left. Run one beside the server."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--batch", action="store_true", help="stop when nothing is left to do"
        )
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="stop when the program that started this one has stopped",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["with_parent"]:
            watch = threading.Thread(
                target=_stop_with, args=(os.getppid(),), daemon=True
            )
            watch.start()
        bundling.take_up()
        # The worker's own lines are for its developers; troubles are logged by us.
        call_command(
            "db_worker",
            batch=options["batch"],
            startup_delay=False,
            reload=False,
            verbosity=0,
        )


def _stop_with(parent: int) -> None:
    """Stop this process once its parent has gone, in the midst of a job too."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    # The first asks to end after the job, the second to end it.
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
