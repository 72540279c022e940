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
from collections.abc import Sequence
from dataclasses import dataclass

from advisor_app.domain.profile import Interval
from advisor_app.domain.programme import Amounts, Bagatelle, BagatelleBase, Grant, Programme, RateRow
from advisor_app.domain.state_aid.figures import ANY, Figure, Span, span
from advisor_app.domain.state_aid.steps import Step, StepCode, step


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a programme may come to.

    Args:
        rate_pct: the rates that may apply, None where the entry names none.
        aid_eur: what they may come to, None where nothing can be said or the entry sets no bound to it.
        loan_eur: the size of a loan, None where the programme is none or names no size.
        below_floor: the programme's floor is missed; None where it cannot be told, False where it is reached or none.
        steps: the calculation.
    """

    rate_pct: Interval | None = None
    aid_eur: Interval | None = None
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
) -> Estimate:
    """Return what a programme may come to.

    Args:
        programme: its entry.
        total_cost: of the project, in EUR.
        eligible_cost: of the project under this programme, in EUR.
        rows: for every row of the rate table whether its conditions hold, None where that is open; no rows given: all
            are open.
    """
    amounts = programme.amounts or Amounts()
    table = programme.rate_table
    rate, lines = _rate(amounts, table, rows if rows is not None else [None] * len(table))
    cost = _counted_cost(amounts, span(total_cost), span(eligible_cost), lines)
    granted = _granted(amounts.grant_eur or Grant(), rate, cost, lines)
    aid = _bounded(amounts, granted, lines)
    loan = _interval(amounts.loan_eur.min, amounts.loan_eur.max) if amounts.loan_eur is not None else None
    floor = _below_floor(programme, granted, span(total_cost), lines)
    if rate is None and aid is None and loan is None:
        lines.append(step(StepCode.NO_FIGURES))
    return Estimate(
        rate_pct=None if rate is None else _shown(rate),
        aid_eur=None if aid is None else _shown(aid),
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


def _granted(grant: Grant, rate: Span | None, cost: Span, lines: list[Step]) -> Span | None:
    """Return rate times cost within the cap; None where neither a rate with a cost nor a cap says anything."""
    found = ANY if rate is None or cost.high == math.inf else cost.weighed(Span(rate.low / 100, rate.high / 100))
    cap = highest_grant(grant)
    if found.high == math.inf and cap is None:
        return None
    if cap is not None:
        lowest_cap = grant.base_max if grant.base_max is not None else cap
        found = Span(min(found.low, lowest_cap), min(found.high, cap))
        lines.append(step(StepCode.CAP, amount=cap))
    return found


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
    return grant.base_max + sum(bonus.eur or 0 for bonus in grant.bonus)


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
