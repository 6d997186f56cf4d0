"""A local government says where it stands, brings its letter, and is let in."""

import datetime as dt
import hashlib
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cities.actions import office
from cities.models import City, User
from cities.permissions import Refused
from roadmap import suggestion
from roadmap.actions import stages
from roadmap.models import Letter, SelfAssessment, StageEntry
from scorecard.models import Evidence


def assess(
    *, city: City, answers: Mapping[str, str], stage: str, by: User
) -> SelfAssessment:
    """Keep the answers, what they point to, and what the city chose itself."""
    return SelfAssessment.objects.create(
        city=city,
        answers=dict(answers),
        suggested=suggestion.suggest(answers),
        stage=stage,
        by=by,
    )


def bring_letter(
    *,
    city: City,
    by: User,
    signatory: str,
    signed_on: dt.date,
    file_name: str,
    file_type: str,
    file_content: bytes,
    number: str = "",
) -> Letter:
    """Keep the scan of the signed letter; its content was checked by the form."""
    if signed_on > timezone.localdate():
        raise ValidationError(_("The day is in the future. Give today or earlier."))
    with override("sr"):
        title = _("Letter of commitment")
    evidence = Evidence(
        city=city, title=title, number=number, issued=signed_on, added_by=by
    )
    evidence.file_name = file_name[-200:]
    evidence.file_type = file_type
    evidence.file_size = len(file_content)
    evidence.file_sha256 = hashlib.sha256(file_content).hexdigest()
    with transaction.atomic():
        evidence.file.save(file_name, ContentFile(file_content), save=False)
        evidence.save()
        return Letter.objects.create(
            city=city, evidence=evidence, signatory=signatory, by=by
        )


def confirm(
    *, city: City, stage: str, since: dt.date, by: User, note: str = ""
) -> None:
    """Make the city a member; its stage is recorded where none was yet."""
    with transaction.atomic():
        held = City.objects.select_for_update(of=("self",)).get(pk=city.pk)
        if not office.join(cities=[held], by=by):
            raise Refused(_("This local government is a member already."))
        if not StageEntry.objects.of_city(city).current().exists():
            stages.enter(
                city=city, stage=stage, since=since, expected=None, note=note, by=by
            )
