"""The frozen evidence of a review as its pages show it, in the reader's language."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from cities.serbian import to_latin
from roadmap.models import Finding, PackItem, PeerReview, ReviewModule


@dataclass(frozen=True)
class Document:
    """A piece of evidence as it stood at the agreement."""

    title: str
    number: str
    issued: dt.date | None
    valid_until: dt.date | None
    kept: str
    description: str


@dataclass(frozen=True)
class FrozenAnswer:
    """An indicator with its answer, and what the reviewers say about it."""

    code: str
    title: str
    asks: str
    levels: list[tuple[int, str]]
    score: int | None
    not_applicable: bool
    reason: str
    comment: str
    evidence: list[Document]
    findings: list[Finding]

    @property
    def level(self) -> str:
        return dict(self.levels).get(self.score, "") if self.score is not None else ""

    @property
    def top(self) -> int:
        return max((score for score, _text in self.levels), default=0)


@dataclass(frozen=True)
class ModulePage:
    """One module of the pack: what to read first, and all answers."""

    answers: list[FrozenAnswer]
    items: list[PackItem]
    sha256: str
    frozen_at: dt.datetime
    text_language: str


def module_page(review: PeerReview, module: ReviewModule) -> ModulePage:
    """Read a module of the pack, with findings, in three queries."""
    pack = review.pack
    content = json.loads(pack.content)
    (answers,) = [
        one["answers"] for one in content["modules"] if one["code"] == module.code
    ]
    findings: dict[str, list[Finding]] = {}
    for finding in module.findings.select_related("by"):
        findings.setdefault(finding.code, []).append(finding)
    return ModulePage(
        answers=[_answer(one, findings.get(one["code"], [])) for one in answers],
        items=list(module.items.all()),
        sha256=pack.sha256,
        frozen_at=pack.at,
        text_language=content["sources"][0]["text_language"],
    )


def frozen_answer(
    review: PeerReview, module: ReviewModule, code: str
) -> FrozenAnswer | None:
    """Return one answer of the pack, None where the module has no such indicator."""
    page = module_page(review, module)
    return next((one for one in page.answers if one.code == code), None)


def in_language(words: Mapping[str, str]) -> str:
    """Return a text that is kept in Serbian and English as the reader wants it."""
    language = get_language()
    if language == "en":
        return words.get("en", "")
    serbian = words.get("sr", "")
    return to_latin(serbian) if language == "sr-latn" else serbian


def day_of(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _answer(one: Mapping[str, Any], findings: list[Finding]) -> FrozenAnswer:
    return FrozenAnswer(
        code=one["code"],
        title=in_language(one["title"]),
        asks=in_language(one["asks"]),
        levels=sorted(
            (int(score), in_language(words)) for score, words in one["levels"].items()
        ),
        score=one["score"],
        not_applicable=one["not_applicable"],
        reason=one["reason"],
        comment=one["comment"],
        evidence=[
            Document(
                title=proof["title"],
                number=proof["number"],
                issued=day_of(proof["issued"]),
                valid_until=day_of(proof["valid_until"]),
                kept=proof["kept"],
                description=proof["description"],
            )
            for proof in one["evidence"]
        ],
        findings=findings,
    )
