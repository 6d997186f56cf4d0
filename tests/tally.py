"""What was tried on the site, and what came out that must not."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Fault:
    """One answer that must not be: what was sent, and what came out."""

    kind: str
    where: str
    sent: str


@dataclass
class Tally:
    """What was tried, and what came out."""

    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [
            f"{sum(self.kinds.values())} bad inputs tried: "
            + ", ".join(f"{n} {kind}" for kind, n in self.kinds.most_common()),
            "answers: "
            + ", ".join(f"{n} × {code}" for code, n in sorted(self.statuses.items())),
            f"500s and changes under a refusal: {len(self.faults)}",
        ]
        seen = Counter((fault.kind, fault.where) for fault in self.faults)
        for (kind, where), number in seen.most_common():
            example = next(
                fault.sent
                for fault in self.faults
                if (fault.kind, fault.where) == (kind, where)
            )
            lines.append(
                f"- {number} × {kind}\n    at {where}\n    e.g. {example[:600]}"
            )
        return "\n".join(lines)


def place_of(error: BaseException | None) -> str:
    """Return the last place of our own code that the error came through."""
    places, trace = [], error.__traceback__ if error else None
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        places.append(f"{name}:{trace.tb_lineno}")
        trace = trace.tb_next
    ours = [
        one for one in places if "site-packages" not in one and "/tests/" not in one
    ]
    return " < ".join([*reversed(ours[-2:]), *places[-1:]])
