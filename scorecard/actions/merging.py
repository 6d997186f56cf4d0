"""A workbook that was filled offline comes back and is merged, answer by answer."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import User
from scorecard.actions import answers, evidence
from scorecard.actions.answers import Content
from scorecard.actions.assessments import hold_open
from scorecard.models import Answer, Assessment, PendingImport
from scorecard.workbooks import own, own_read
from scorecard.workbooks.cells import flat, legal
from scorecard.workbooks.faults import Finding, Trouble, Unreadable


class Standing(Enum):
    """How a row of the file stands to what is on the server now."""

    NEW = "new"
    SAME = "same"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Line:
    """One answer that the file changed: as it was, as it is here, as in the file."""

    answer: Answer
    here: Content
    file: Content
    references: tuple[str, ...]
    standing: Standing


def take_in(
    *, assessment: Assessment, file_name: str, content: bytes, key: bytes, by: User
) -> PendingImport:
    """Read an uploaded workbook and keep what it changed until it is confirmed.

    Raises Unreadable with findings where nothing of it can be used; no answer is
    changed here.
    """
    read = own_read.read(content, key)
    _check_identity(read.identity, assessment)
    changed = own.changed(read)
    findings = [*read.findings, *_older(read.identity, assessment)]
    PendingImport.objects.visible_to(by).of(assessment).delete()
    return PendingImport.objects.create(
        kind=PendingImport.Kind.OWN,
        city=assessment.city,
        assessment=assessment,
        file_name=file_name[-200:],
        by=by,
        content={
            "language": read.identity.language,
            "exported_at": read.identity.exported_at,
            "rows": [dataclasses.asdict(row) for row in changed.values()],
            "base": {
                code: dataclasses.asdict(read.identity.base[code]) for code in changed
            },
            "findings": [kept(finding) for finding in findings],
        },
    )


def findings_of(pending: PendingImport) -> list[Finding]:
    """Return what was wrong with the file, as it was found."""
    return [
        Finding(**{**row, "trouble": Trouble(row["trouble"])})
        for row in pending.content["findings"]
    ]


def lines(pending: PendingImport) -> list[Line]:
    """Compare each changed row with what stands here now, in four queries."""
    assessment = pending.assessment
    if assessment is None:
        raise ValueError("An own workbook belongs to an assessment.")
    here = assessment.answers.select_related(
        "question__essential", "changed_by", "assessment__questionnaire"
    ).prefetch_related("question__levels", "evidence")
    by_code = {one.question.code: one for one in here}
    return [
        _line(by_code[row["code"]], row, pending.content["base"][row["code"]])
        for row in pending.content["rows"]
    ]


def merge(
    *,
    pending: PendingImport,
    choices: Mapping[str, str],
    versions: Mapping[str, int],
    by: User,
) -> list[str]:
    """Save what the file brings; return the codes that changed.

    `choices` says "file" or "here" for each conflict, `versions` which version of
    each answer the person saw. Raises ValidationError where a choice is missing,
    Conflict where an answer has moved on since, Refused where it is closed: then
    nothing is saved and the import waits on.
    """
    assessment = pending.assessment
    if assessment is None:
        raise ValueError("An own workbook belongs to an assessment.")
    with transaction.atomic():
        hold_open(assessment)
        found = lines(pending)
        undecided = [
            line.answer.question.code
            for line in found
            if line.standing == Standing.CONFLICT
            and choices.get(line.answer.question.code) not in ("file", "here")
        ]
        if undecided:
            raise ValidationError(
                _("Choose which answer to keep for: %(codes)s.")
                % {"codes": ", ".join(undecided)}
            )
        entries = [
            answers.Entry(
                line.answer, line.file, versions.get(line.answer.question.code, -1)
            )
            for line in found
            if _is_taken(line, choices)
        ]
        saved = answers.save_many(assessment=assessment, entries=entries, by=by)
        codes = {one.question.code for one in saved}
        texts = [(line.answer, text) for line in found for text in line.references]
        evidence.refer_many(assessment=assessment, texts=texts, by=by)
        codes |= {answer.question.code for answer, _text in texts}
        pending.delete()
    return sorted(codes)


def _is_taken(line: Line, choices: Mapping[str, str]) -> bool:
    if line.standing == Standing.CONFLICT:
        return choices[line.answer.question.code] == "file"
    return line.standing == Standing.NEW


def _line(answer: Answer, row: dict[str, Any], base: dict[str, Any]) -> Line:
    here, file, was = answers.content_of(answer), _content(row), _content(base)
    stands = _content(dataclasses.asdict(here))
    if file in (was, stands):
        standing = Standing.SAME
    elif stands != was:
        standing = Standing.CONFLICT
    else:
        standing = Standing.NEW
    return Line(answer, here, file, _references(answer, row, base), standing)


def _references(
    answer: Answer, row: Mapping[str, Any], base: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the evidence that was neither in the workbook before nor is here now."""
    known = {flat(text) for text in base["evidence"].splitlines()}
    known |= {flat(evidence.text_of(one)) for one in answer.evidence.all()}
    said = dict.fromkeys(flat(text) for text in legal(row["evidence"]).splitlines())
    return tuple(text for text in said if text and text not in known)


def _content(row: Mapping[str, Any]) -> Content:
    """Return an answer as it is compared: line ends and outer spaces do not count."""
    return Content(
        score=row["score"],
        not_applicable=row["not_applicable"],
        reason=_plain(row["reason"]) if row["not_applicable"] else "",
        comment=_plain(row["comment"]),
    )


def _plain(text: str) -> str:
    return "\n".join(legal(text).replace("\r\n", "\n").split("\r")).strip()


def _check_identity(identity: own.Identity, assessment: Assessment) -> None:
    questionnaire = assessment.questionnaire
    if identity.assessment == assessment.pk:
        return
    if identity.city_code != assessment.city.code:
        trouble, value = Trouble.OTHER_CITY, identity.city_name
    elif (identity.questionnaire_code, identity.edition) != (
        questionnaire.code,
        questionnaire.edition,
    ):
        edition = f"{identity.questionnaire_name} ({identity.edition})"
        trouble, value = Trouble.OTHER_EDITION, edition
    else:
        trouble, value = Trouble.OTHER_ASSESSMENT, identity.round_name
    raise Unreadable([Finding(trouble, value=value)])


def _older(identity: own.Identity, assessment: Assessment) -> list[Finding]:
    """Return a finding where answers were changed here since the export."""
    versions = {code: base.version for code, base in identity.base.items()}
    now = assessment.answers.values_list("question__code", "version")
    moved = [code for code, version in now if versions.get(code, version) != version]
    if not moved:
        return []
    return [Finding.at(Trouble.OLDER_EXPORT, "", "", ", ".join(moved))]


def kept(finding: Finding) -> dict[str, str]:
    """Return a finding as JSON keeps it; `findings_of` reads it back."""
    return {**dataclasses.asdict(finding), "trouble": finding.trouble.value}
