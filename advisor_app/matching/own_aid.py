"""What a programme itself can come to, for conditions that compare with the expected aid.

Whether what is left of the de-minimis room suffices depends on the programme: one that never grants more than 15,000
EUR fits into a room of 40,000 EUR whatever the project costs. The bounds come from the programme's own entry: rate
times cost, within its caps. They close in with every answer and never leave what they were before, so that one more
answer does not turn a verdict. Loans and guarantees are left out: what counts of them is no share of the cost.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor_app.domain.eligibility import Form, Rule
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known, Possible, Profile, Provenance
from advisor_app.domain.programme import Amounts, Bonus, Grant, Programme, Range, RateRow
from advisor_app.domain.state_aid.amounts import bounds_aid, grant_caps, possible_rates
from advisor_app.domain.state_aid.figures import Span, span
from advisor_app.matching.conditions import Condition
from advisor_app.matching.truth import Truth, combine

EXPECTED_AID = "project.expected_aid_eur"
_COSTS = ("project.total_cost_eur", "project.eligible_cost_eur")
_UNCAPPED = Span(math.inf, math.inf)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAid:
    """What a programme grants, in EUR and percent.

    Args:
        caps: the highest grant, without and with all its bonuses; infinite where the entry names none.
        cost_cap: the highest cost that counts, infinite where the entry names none.
        rate: the general rate with all its bonuses; anything where the entry names none.
        plain_rate: the highest general rate without bonuses, infinite where the entry names none.
        grant: what of the caps the bonuses are, and for whom.
        table: rates that hold under conditions.
        rules: the conditions of rates and bonuses.
        bounded: the entry bounds what it grants.
    """

    caps: Span
    cost_cap: float
    rate: Span
    plain_rate: float
    grant: Grant
    table: tuple[RateRow, ...]
    rules: tuple[Rule, ...]
    bounded: bool

    @classmethod
    def of(cls, programme: Programme) -> OwnAid | None:
        """Return what a programme grants, None where its aid is no share of the cost."""
        if programme.aid is None or programme.aid.gross_grant_equivalent:
            return None
        amounts = programme.amounts or Amounts()
        grant, cost, rate = amounts.grant_eur or Grant(), amounts.eligible_cost_eur, amounts.rate_pct or Range()
        return cls(
            caps=grant_caps(grant) or _UNCAPPED,
            cost_cap=_or_any(None if cost is None else cost.max),
            rate=Span(rate.min or 0, min(100, _or_any(rate.max) + _points(grant.bonus))),
            plain_rate=_or_any(rate.max),
            grant=grant,
            table=programme.rate_table,
            rules=programme.amount_rules,
            bounded=bounds_aid(amounts),
        )

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the facts that it depends on."""
        names = {
            name for rule in self.rules for leaf in rule.leaves() if leaf.fact for name in Condition.of(leaf).facts
        }
        return (EXPECTED_AID, *_COSTS, *(name for name in FACTS if name in names))

    def missing(self, profile: Profile) -> tuple[str, ...]:
        """Return which of its facts would have to be known, or known more exactly."""
        return tuple(
            name for name in self.facts if name not in _COSTS and not isinstance(profile.value(name).possible, Known)
        )

    def possible(self, profile: Profile) -> Possible:
        """Return what the aid may come to; what somebody entered stands, as far as the programme's cap."""
        told = profile.value(EXPECTED_AID)
        applied = [bonus_holds(bonus, profile) for bonus in self.grant.bonus]
        caps = _within(self.caps, grant_caps(self.grant, applied) or _UNCAPPED)
        if not told.is_open and told.provenance is not Provenance.DERIVED:
            return _capped(told.possible, caps.high)
        found = self._bounds(profile, self._rate(applied), caps)
        return Absent.UNKNOWN if found.high == math.inf else Interval(found.low, found.high)

    def _rate(self, applied: Sequence[bool | None]) -> Span:
        """Return the general rate with the bonuses that may apply."""
        possible = [bonus for bonus, holds in zip(self.grant.bonus, applied, strict=True) if holds is not False]
        return _within(self.rate, Span(0, self.plain_rate + _points(possible)))

    def _bounds(self, profile: Profile, rate: Span, caps: Span) -> Span:
        total, eligible = (_costs(profile.value(name)) for name in _COSTS)
        # The least that counts needs both: of a project that turns out smaller no more is eligible than there is.
        cost = Span(min(eligible.low, total.low, self.cost_cap), min(eligible.high, total.high, self.cost_cap))
        rates, settled = possible_rates(self.table, [row_holds(row, profile) for row in self.table])
        low = min([*rates, *([] if settled else [rate.low])]) if self.bounded else 0
        high = max([*rates, *([] if settled else [rate.high])])
        aid = cost.weighed(Span(low / 100, high / 100))
        return Span(min(aid.low, caps.low), min(aid.high, caps.high))


def condition_of(rule: Rule, programme: Programme) -> Condition:
    """Return what a programme's condition asks; an expected aid is the programme's own."""
    own = OwnAid.of(programme) if rule.value_from == EXPECTED_AID else None
    return Condition.of(rule, own)


def row_holds(row: RateRow, profile: Profile) -> bool | None:
    """Tell whether all conditions of a row hold, None where that is open."""
    return _all_hold([rule for rule in (row.when, row.also) if rule is not None], profile)


def bonus_holds(bonus: Bonus, profile: Profile) -> bool | None:
    """Tell whether a bonus applies, None where that is open or the entry has no condition for it."""
    return None if bonus.when is None else _all_hold([bonus.when], profile)


def _all_hold(rules: Iterable[Rule], profile: Profile) -> bool | None:
    truth = min((_truth(rule, profile) for rule in rules), default=Truth.TRUE)
    return None if truth == Truth.OPEN else truth == Truth.TRUE


def _truth(rule: Rule, profile: Profile) -> int:
    if rule.form is not Form.CONDITION:
        return combine(rule.form, [_truth(child, profile) for child in rule.children], rule.n or 0)
    return Condition.of(rule).truth(profile) if rule.fact else Truth.OPEN


def _or_any(limit: float | None) -> float:
    return math.inf if limit is None else limit


def _points(bonuses: Iterable[Bonus]) -> float:
    return sum(bonus.pct or 0 for bonus in bonuses)


def _within(widest: Span, told: Span) -> Span:
    """Return what is left of a range within another; its lower end gives way."""
    high = min(widest.high, told.high)
    return Span(min(max(widest.low, told.low), high), high)


def _costs(told: FactValue) -> Span:
    possible = told.possible
    if isinstance(possible, AnyOf):
        return Span(min(possible.values), max(possible.values))
    return span(possible.value if isinstance(possible, Known) else possible if isinstance(possible, Interval) else None)


def _capped(possible: Possible, cap: float) -> Possible:
    if isinstance(possible, Known):
        return Known(min(possible.value, cap))
    if isinstance(possible, AnyOf):
        return AnyOf(tuple(min(value, cap) for value in possible.values))
    if isinstance(possible, Interval) and cap < math.inf:
        lowest = 0 if possible.min is None else float(possible.min)
        return Interval(min(lowest, cap), cap if possible.max is None else min(float(possible.max), cap))
    return possible
