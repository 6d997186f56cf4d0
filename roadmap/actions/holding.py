"""Plans held for a change: one at a time, and never on top of an unseen version."""

from roadmap.models import Action, Plan


class Conflict(Exception):
    """Somebody saved meanwhile; `current` is what stands on the server."""

    def __init__(self, current: Plan | Action) -> None:
        super().__init__(f"version {current.version} is newer")
        self.current = current


def hold_plan(plan: Plan) -> Plan:
    """Lock the plan within a transaction and return it as it stands now."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    return Plan.objects.with_parts().get(pk=plan.pk)


def check_version(current: Plan | Action, version: int) -> None:
    if current.version != version:
        raise Conflict(current)
