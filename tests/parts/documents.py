"""A city's library: a document of the contributor that proves nothing yet."""

from typing import Any

from scorecard.actions import documents
from tests import make

DOWNLOADS: set[str] = set()
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "lead": [
        ("GET scorecard:library", "host", {"q": "100%_ нема", "page": "9999"}),
        ("GET scorecard:library", "host", {"kind": "secret", "validity": "secret"}),
        (
            "POST scorecard:document-new",
            "host",
            {"title": "", "issued": "2026-02-02", "valid_until": "2025-01-01"},
        ),
        ("POST scorecard:document-edit", "draft_evidence", {"title": ""}),
        (
            "POST scorecard:document-edition",
            "evidence",
            {"title": "Тајни план", "is_classified": "on"},
        ),
        ("POST scorecard:document-link", "own_document", {"answers": "0"}),
        ("POST scorecard:document-delete", "evidence", {}),
        ("GET scorecard:evidence-matrix", "draft", {"essential": "99", "page": "x"}),
        ("GET scorecard:attach", "draft P1.1", {"q": "нема"}),
        ("POST scorecard:attach", "draft P1.1", {"existing": "0"}),
    ],
    "contributor": [("GET scorecard:document-edit", "evidence", {})],
}


def add(world: Any) -> None:
    own = documents.add(
        city=world.host,
        by=world.people["contributor"],
        title="Елаборат о клизиштима",
        kind="study",
        issuer="Завод",
    )
    world.names["own_document"] = own.pk
    draft = world.rounds["draft"]
    changed = {"title": "Елаборат о бујицама", "kind": "study", "kept": "архива"}
    world.posts |= {
        "scorecard:document-new": {"title": "Одлука", "kind": "decision"},
        "scorecard:document-edit": changed,
        "scorecard:document-edition": changed | {"number": "2"},
        "scorecard:document-link": {
            "round": draft.pk,
            "answers": [make.answer_of(draft, "P1.1").pk],
        },
    }
