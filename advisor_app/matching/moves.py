"""What if: which verdicts move when facts change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from advisor_app.domain.profile import FactValue
from advisor_app.matching.rulebook import Check
from advisor_app.matching.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Move:
    """A programme whose verdict is another one."""

    programme_id: str
    before: Verdict
    after: Verdict


def what_if(check: Check, changes: Mapping[str, FactValue]) -> tuple[Move, ...]:
    """Return the programmes whose outcome would change, as they would be shown; the check stays as it is.

    Args:
        check: how it stands.
        changes: fact -> what it would be; derived facts follow where the rulebook can derive them.
    """
    supposed = check.given
    for name, value in changes.items():
        supposed = supposed.with_fact(name, value)
    return moves(check, check.recheck(supposed))


def moves(before: Check, after: Check) -> tuple[Move, ...]:
    """Return the programmes whose outcome differs between two checks, in the order of the later one."""
    if before.rulebook is after.rulebook:
        was, now = before.standing.outcomes, after.standing.outcomes
        return tuple(
            Move(after.rulebook.entries[place].programme.id, before.at(place), after.at(place))
            for place in after.order
            if was[place] != now[place]
        )
    known = before.by_id
    return tuple(
        Move(verdict.programme_id, known[verdict.programme_id], verdict)
        for verdict in after.verdicts
        if verdict.programme_id in known and known[verdict.programme_id].outcome is not verdict.outcome
    )
