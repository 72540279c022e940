"""What programmes may come to, worked out when it is looked at and kept while nothing in it changes."""

from __future__ import annotations

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import programme_facts as key_facts
from advisor_app.domain.profile import FactValue, Interval, Profile
from advisor_app.domain.programme import Programme
from advisor_app.domain.state_aid.amounts import Estimate
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
    """Return the facts that an estimate hangs on: the costs, and what the rows of the rate table ask."""
    rules = [rule for row in programme.rate_table for rule in (row.when, row.also) if rule is not None]
    asked = [name for rule in rules for leaf in rule.leaves() for name in (leaf.fact, leaf.value_from) if name]
    return tuple(dict.fromkeys((*_COSTS, *asked)))


def estimate_words(programme: Programme, found: Estimate) -> str:
    """Return what a programme may come to: `50 %, bis 500 EUR`; never more exact than it is known, "" for nothing."""
    part = key_facts.share(programme)
    rate = _rate(found.rate_pct)
    if not rate and part.label in (key_facts.RATE, key_facts.GUARANTEE):
        rate = part.text
    amount = _amount(found.aid_eur) or _amount(found.loan_eur)
    return ", ".join(text for text in (rate, amount) if text)


def most_of(found: Estimate) -> float:
    """Return the most that a programme may come to in EUR, for sorting: grants before loans, -1 for what is unknown."""
    for amount in (found.aid_eur, found.loan_eur):
        if amount is not None and amount.max is not None:
            return float(amount.max)
    return -1.0


def _rate(rates: Interval | None) -> str:
    return "" if rates is None else formatting.percent_range(_end(rates.min), _end(rates.max))


def _amount(amounts: Interval | None) -> str:
    if amounts is None:
        return ""
    low, high = _end(amounts.min), _end(amounts.max)
    # Even where rate and cost are known exactly it is the most there can be: the granting body decides.
    return formatting.euro_range(None if low == high else low, high)


def _end(value: float | str | None) -> float | None:
    return None if value is None else float(value)
