"""UNDRR's blank workbook is kept, privately, to be given back filled."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import City, User
from scorecard.models import BlankWorkbook
from scorecard.workbooks import official, official_fill


def keep(*, city: City | None, content: bytes, by: User) -> BlankWorkbook:
    """Keep the blank file of a city, or for all cities; it replaces the one before.

    Raises Unreadable where the file is not the official workbook, ValidationError
    where it is filled in: the names and contacts in it would go to others.
    """
    official_fill.check_blank(content)
    _check_blank(content)
    with transaction.atomic():
        BlankWorkbook.objects.of(city).remove()
        blank = BlankWorkbook(
            city=city, sha256=hashlib.sha256(content).hexdigest(), added_by=by
        )
        blank.file.save("blank.xlsm", ContentFile(content), save=False)
        blank.save()
    return blank


def _check_blank(content: bytes) -> None:
    names = ("comment", "evidence", "action", "institution", "timescale")
    for answer in official.read(content).answers:
        if answer.score is not None or any(getattr(answer, name) for name in names):
            raise ValidationError(
                _(
                    "This copy is filled in already (%(code)s). Keep a blank one here, "
                    "as UNDRR hands it out."
                )
                % {"code": answer.code}
            )
