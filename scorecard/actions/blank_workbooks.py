"""UNDRR's blank workbook is kept, privately, to be given back filled."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from cities.models import City, User
from scorecard.models import BlankWorkbook
from scorecard.workbooks import official_fill


def keep(*, city: City | None, content: bytes, by: User) -> BlankWorkbook:
    """Keep the blank file of a city, or for all cities; it replaces the one before.

    Raises Unreadable where the file is not the official workbook.
    """
    official_fill.check_blank(content)
    with transaction.atomic():
        BlankWorkbook.objects.of(city).remove()
        blank = BlankWorkbook(
            city=city, sha256=hashlib.sha256(content).hexdigest(), added_by=by
        )
        blank.file.save("blank.xlsm", ContentFile(content), save=False)
        blank.save()
    return blank
