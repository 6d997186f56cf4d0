"""What differs between two texts, word by word, for people to read."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, GONE, NEW = "same", "gone", "new"
# So many words stay around a change; the rest of what is the same is left out.
AROUND = 8
LEFT_OUT = " … "
# Texts that share less than this were written anew: one stands after the other.
SHARED_AT_LEAST = 0.4
# A word goes with the space after it.
_WORDS = re.compile(r"\s*\S+\s*|\s+")


class Piece(NamedTuple):
    """A stretch of text that is the same, gone or new."""

    kind: str
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return what is gone and what is new, with a few words around each change."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found = list(_compared(old, new))
    last = len(found) - 1
    return tuple(
        Piece(kind, _shortened(words, is_first=at == 0, is_last=at == last))
        if kind == SAME
        else Piece(kind, "".join(words))
        for at, (kind, words) in enumerate(found)
    )


def _compared(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[str, Sequence[str]]]:
    """Compare words whatever the space around them; the newer text stays."""
    old, new = [one.strip() for one in before], [one.strip() for one in after]
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    stop, until = len(old) - end, len(new) - end
    matcher = SequenceMatcher(None, old[start:stop], new[start:until])
    shared = start + end + sum(block.size for block in matcher.get_matching_blocks())
    if 2 * shared < SHARED_AT_LEAST * (len(old) + len(new)):
        yield from _both(before, after)
        return
    if start:
        yield SAME, after[:start]
    for tag, first, last, other, rest in matcher.get_opcodes():
        newer = after[start + other : start + rest]
        if tag == "equal":
            yield SAME, newer
        else:
            yield from _both(before[start + first : start + last], newer)
    if end:
        yield SAME, after[until:]


def _both(
    gone: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[str, Sequence[str]]]:
    if gone:
        yield GONE, gone
    if new:
        yield NEW, new


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words both begin with."""
    number = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        number += 1
    return number


def _shortened(words: Sequence[str], *, is_first: bool, is_last: bool) -> str:
    kept = AROUND
    if is_first and is_last:
        return "".join(words)
    if is_first:
        return LEFT_OUT.lstrip() * (len(words) > kept) + "".join(words[-kept:])
    if is_last:
        return "".join(words[:kept]) + LEFT_OUT.rstrip() * (len(words) > kept)
    if len(words) <= 2 * kept:
        return "".join(words)
    return "".join(words[:kept]).rstrip() + LEFT_OUT + "".join(words[-kept:]).lstrip()
