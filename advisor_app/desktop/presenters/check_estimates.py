"""What programmes may come to, worked out when it is looked at and kept while nothing in it changes."""

from __future__ import annotations

from advisor_app.consultation.verdict_words import lends
from advisor_app.domain.profile import FactValue, Profile
from advisor_app.domain.programme import Amounts, Programme
from advisor_app.domain.state_aid.amounts import Estimate, bounds_aid
from advisor_app.matching.derive import estimate_for

_COSTS = ("project.total_cost_eur", "project.eligible_cost_eur")
_Key = tuple[FactValue, ...]


class Estimates:
    """The estimates of programmes; any thread may ask, at worst two work out the same."""

    def __init__(self) -> None:
        self._facts: dict[str, tuple[str, ...]] = {}
        self._known: dict[str, tuple[_Key, Estimate]] = {}

    def of(self, programme: Programme, profile: Profile) -> Estimate:
        """Return what a programme may come to for a profile whose derived facts are filled."""
        facts = self._facts.get(programme.id)
        if facts is None:
            facts = self._facts[programme.id] = _facts_of(programme)
        key = tuple([profile.value(name) for name in facts])
        known = self._known.get(programme.id)
        if known is not None and known[0] == key:
            return known[1]
        found = estimate_for(programme, profile)
        self._known[programme.id] = (key, found)
        return found


def _facts_of(programme: Programme) -> tuple[str, ...]:
    """Return the facts that an estimate hangs on: the costs, and what rates and bonuses ask."""
    asked = [
        name
        for rule in programme.amount_rules
        for leaf in rule.leaves()
        for name in (leaf.fact, leaf.value_from)
        if name
    ]
    return tuple(dict.fromkeys((*_COSTS, *asked)))


def asks_for_cost(programme: Programme) -> bool:
    """Tell whether what the project costs makes the estimate of a programme, or its floor, clearer."""
    amounts = programme.amounts or Amounts()
    rated = amounts.rate_pct is not None or bool(programme.rate_table)
    floor = programme.bagatelle_eur is not None or amounts.project_min_eur is not None
    return floor or (rated and bounds_aid(amounts))


def most_of(programme: Programme, found: Estimate) -> float:
    """Return the most that a programme may come to in EUR, for sorting; -1 for what is unknown.

    What comes first in its words comes first here: a loan where it lends in the first place, else a grant.
    """
    amounts = (found.loan_eur, found.aid_eur) if lends(programme) else (found.aid_eur, found.loan_eur)
    return next((float(amount.max) for amount in amounts if amount is not None and amount.max is not None), -1.0)
