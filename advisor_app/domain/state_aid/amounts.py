"""What a programme may come to: rate times cost, within its caps and above its floor. A range, never a promise.

Source: nothing but the programme's own entry (rate table, rates, caps, floor), each with its source there. As of the
entry. A floor refers to the grant or to the cost, as the entry says. What is eligible of a cost is for the granting
body to say: where only the whole cost is known, the result is a highest amount without a lowest.

An amount is told only where the entry bounds it, by a highest grant or a highest cost. A rate without either is often
one of something else than the project costs (days of advice, a wage, a course): times the whole cost it would promise
what nobody pays, so the rate stands alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor_app.domain.profile import Interval
from advisor_app.domain.programme import Amounts, Bagatelle, BagatelleBase, Bonus, Grant, Programme, RateRow
from advisor_app.domain.state_aid.figures import ANY, Figure, Span, span
from advisor_app.domain.state_aid.steps import Step, StepCode, step


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a programme may come to.

    Args:
        rate_pct: the rates that may apply, None where the entry names none.
        aid_eur: what they may come to, None where nothing can be said or the entry sets no bound to it.
        plain_eur: the same without the bonuses of which it is open whether they apply, None where that is no less.
        loan_eur: the size of a loan, None where the programme is none or names no size.
        below_floor: the programme's floor is missed; None where it cannot be told, False where it is reached or none.
        steps: the calculation.
    """

    rate_pct: Interval | None = None
    aid_eur: Interval | None = None
    plain_eur: Interval | None = None
    loan_eur: Interval | None = None
    below_floor: bool | None = False
    steps: tuple[Step, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Tell whether there is nothing to show."""
        return self.rate_pct is None and self.aid_eur is None and self.loan_eur is None


def estimate(
    programme: Programme,
    *,
    total_cost: Figure = None,
    eligible_cost: Figure = None,
    rows: Sequence[bool | None] | None = None,
    bonuses: Sequence[bool | None] | None = None,
) -> Estimate:
    """Return what a programme may come to.

    Args:
        programme: its entry.
        total_cost: of the project, in EUR.
        eligible_cost: of the project under this programme, in EUR.
        rows: for every row of the rate table whether its conditions hold, None where that is open; no rows given: all
            are open.
        bonuses: the same for every bonus.
    """
    amounts = programme.amounts or Amounts()
    table = programme.rate_table
    rate, lines = _rate(amounts, table, rows if rows is not None else [None] * len(table))
    cost = _counted_cost(amounts, span(total_cost), span(eligible_cost), lines)
    caps = grant_caps(amounts.grant_eur or Grant(), bonuses)
    granted = _granted(caps, rate, cost, lines)
    aid = _bounded(amounts, granted, lines)
    loan = _interval(amounts.loan_eur.min, amounts.loan_eur.max) if amounts.loan_eur is not None else None
    floor = _below_floor(programme, granted, span(total_cost), lines)
    if rate is None and aid is None and loan is None:
        lines.append(step(StepCode.NO_FIGURES))
    return Estimate(
        rate_pct=None if rate is None else _shown(rate),
        aid_eur=None if aid is None else _shown(aid),
        plain_eur=_plain(aid, caps),
        loan_eur=loan,
        below_floor=floor,
        steps=tuple(lines),
    )


def possible_rates(table: Sequence[RateRow], rows: Sequence[bool | None]) -> tuple[tuple[float, ...], bool]:
    """Return the rates that may apply, and whether one of them does for certain: the first row that holds wins."""
    found: list[float] = []
    for row, holds in zip(table, rows, strict=True):
        if holds is False:
            continue
        found.append(row.pct)
        if holds is True:
            return tuple(found), True
    return tuple(found), False


def _rate(amounts: Amounts, table: Sequence[RateRow], rows: Sequence[bool | None]) -> tuple[Span | None, list[Step]]:
    """Return the range of rates, without a lower end where the entry names only the highest."""
    rates, settled = possible_rates(table, rows)
    lines = [step(StepCode.RATE_ROW, pct=pct) for pct in rates]
    ranges = [Span(pct, pct) for pct in rates]
    general = amounts.rate_pct
    if not settled and general is not None:
        ranges.append(Span(general.min or 0, 100 if general.max is None else general.max))
    if not ranges:
        return None, lines
    rate = Span(min(part.low for part in ranges), max(part.high for part in ranges))
    lines.append(step(StepCode.RATE, pct=rate))
    return rate, lines


def _counted_cost(amounts: Amounts, total: Span, eligible: Span, lines: list[Step]) -> Span:
    """Return the cost that is counted: never more than the whole project or the programme's highest."""
    cost = Span(min(eligible.low, total.high), min(eligible.high, total.high))
    limits = amounts.eligible_cost_eur
    if limits is not None and limits.max is not None:
        cost = Span(min(cost.low, limits.max), min(cost.high, limits.max))
        lines.append(step(StepCode.CAP, amount=limits.max))
    if cost.high < math.inf:
        lines.append(step(StepCode.COST, amount=cost))
    return cost


def _granted(caps: Span | None, rate: Span | None, cost: Span, lines: list[Step]) -> Span | None:
    """Return rate times cost within the cap; None where neither a rate with a cost nor a cap says anything."""
    found = ANY if rate is None or cost.high == math.inf else cost.weighed(Span(rate.low / 100, rate.high / 100))
    if found.high == math.inf and caps is None:
        return None
    if caps is not None:
        found = Span(min(found.low, caps.low), min(found.high, caps.high))
        lines.append(step(StepCode.CAP, amount=caps.low))
        if caps.low < caps.high:
            lines.append(step(StepCode.CAP_WITH_BONUS, amount=Span(caps.high, caps.high)))
    return found


def _plain(aid: Span | None, caps: Span | None) -> Interval | None:
    """Return what a programme comes to without the bonuses that are open."""
    if aid is None or caps is None or aid.high <= caps.low:
        return None
    return _shown(Span(aid.low, caps.low))


def _bounded(amounts: Amounts, granted: Span | None, lines: list[Step]) -> Span | None:
    """Return what may be told as an amount."""
    if granted is None:
        return None
    if not bounds_aid(amounts):
        lines.append(step(StepCode.NO_BOUND))
        return None
    lines.append(step(StepCode.AID, amount=granted))
    return granted


def bounds_aid(amounts: Amounts) -> bool:
    """Tell whether an entry bounds what it grants, by a highest grant or a highest cost."""
    cost = amounts.eligible_cost_eur
    return highest_grant(amounts.grant_eur or Grant()) is not None or (cost is not None and cost.max is not None)


def highest_grant(grant: Grant) -> float | None:
    """Return the highest grant with all its bonuses, in EUR; None where the entry names none."""
    if grant.max is not None:
        return grant.max
    if grant.base_max is None:
        return None
    return grant.base_max + _in_eur(grant.bonus)


def grant_caps(grant: Grant, bonuses: Sequence[bool | None] | None = None) -> Span | None:
    """Return the highest grant with the bonuses that apply for certain and with all that may, None where none is named.

    Both ends close in as more is known of the bonuses. Without a highest grant of its own the bonuses cannot be taken
    apart from it.

    Args:
        grant: of the entry.
        bonuses: for every bonus whether its condition holds, None where that is open; none given: all are open.
    """
    whole = highest_grant(grant)
    if whole is None or grant.base_max is None:
        return None if whole is None else Span(whole, whole)
    known = list(zip(grant.bonus, bonuses if bonuses is not None else [None] * len(grant.bonus), strict=True))
    certain = [bonus for bonus, holds in known if holds is True]
    possible = [bonus for bonus, holds in known if holds is not False]
    # What the cap has above the bonuses in EUR is for those in percent, or for what the entry does not name.
    unnamed = max(whole - grant.base_max - _in_eur(grant.bonus), 0) if possible or not grant.bonus else 0
    least = min(grant.base_max + _in_eur(certain), whole)
    return Span(least, min(grant.base_max + _in_eur(possible) + unnamed, whole))


def _in_eur(bonuses: Iterable[Bonus]) -> float:
    return sum(bonus.eur or 0 for bonus in bonuses)


def _below_floor(programme: Programme, granted: Span | None, total: Span, lines: list[Step]) -> bool | None:
    """Tell whether a floor of the programme is missed."""
    found = [_missed(measured, floor) for measured, floor in _floors(programme, granted, total, lines)]
    if True in found:
        return True
    return None if None in found else False


def _floors(programme: Programme, granted: Span | None, total: Span, lines: list[Step]) -> list[tuple[Span, float]]:
    amounts = programme.amounts or Amounts()
    floors: list[Bagatelle] = [] if programme.bagatelle_eur is None else [programme.bagatelle_eur]
    if amounts.grant_eur is not None and amounts.grant_eur.min is not None:
        floors.append(Bagatelle(value=amounts.grant_eur.min, refers_to=BagatelleBase.GRANT))
    if amounts.project_min_eur is not None:
        floors.append(Bagatelle(value=amounts.project_min_eur, refers_to=BagatelleBase.COST))
    lines.extend(step(StepCode.FLOOR, amount=floor.value, of=floor.refers_to.value) for floor in floors)
    grant = ANY if granted is None else granted
    return [(total if floor.refers_to is BagatelleBase.COST else grant, floor.value) for floor in floors]


def _missed(measured: Span, floor: float) -> bool | None:
    if measured.low >= floor:
        return False
    return True if measured.high < floor else None


def _shown(found: Span) -> Interval:
    """Return a range to whole cents (and hundredths of a percent); a lowest of nothing says nothing."""
    low, high = round(found.low, 2), round(found.high, 2)
    return Interval(low or (None if high else 0), high)


def _interval(low: float | None, high: float | None) -> Interval | None:
    return None if low is None and high is None else Interval(low, high)
