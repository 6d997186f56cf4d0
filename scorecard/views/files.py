"""Files to and from storage, with a sentence where it cannot be had just now."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.forms import BaseForm
from django.http import FileResponse
from django.utils.translation import gettext as _

from scorecard.models import Evidence

logger = logging.getLogger(__name__)


def attachment(evidence: Evidence) -> FileResponse:
    """Hand the file out as an attachment; the browser is told not to guess its type."""
    response = FileResponse(
        evidence.file.open("rb"),
        as_attachment=True,
        filename=evidence.file_name,
        content_type=evidence.file_type,
    )
    response["Cache-Control"] = "private, no-store"
    return response


@contextmanager
def keeping(form: BaseForm) -> Iterator[None]:
    """Let the form be shown again, as it was filled in, where its file finds no place.

    Return from inside the block when all went well.
    """
    try:
        yield
    except OSError as error:
        logger.error("An upload was not kept: %s", error)
        sentence = _(
            "The file cannot be kept just now, and nothing was saved. What you typed "
            "is still here: choose the file again and save in a few minutes."
        )
        form.add_error("file" if "file" in form.fields else None, sentence)
