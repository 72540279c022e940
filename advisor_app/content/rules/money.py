"""Rules about amounts: ranges, caps, rate tables (rule 6)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from advisor_app.content.collection import Collection, Entry
from advisor_app.content.faults import Path, amount
from advisor_app.domain import Programme
from advisor_app.domain.programme import Amounts, Range
from advisor_app.errors import Problem

_RANGES = ("rate_pct", "loan_eur", "eligible_cost_eur", "duration_months")
_CENT = 0.01


def ranges(content: Collection) -> Iterator[Problem]:
    """The low end of a range is not above its high end, and a range has an end at all."""
    for entry, programme in content.of(Programme):
        for path, span in _ranges(programme):
            if span.min is not None and span.max is not None and span.min > span.max:
                yield entry.error(
                    path, "range_order", f"min {amount(span.min)} is above max {amount(span.max)}; swap or correct"
                )
            if span.min is None and span.max is None:
                yield entry.error(path, "range_empty", "a range needs min or max; fill it in or delete it")


def grants(content: Collection) -> Iterator[Problem]:
    """Floor, base cap and cap of a grant are in order, and the cap can be reached."""
    for entry, programme in content.of(Programme):
        amounts = programme.amounts
        if amounts is None or amounts.grant_eur is None:
            continue
        grant = amounts.grant_eur
        path: Path = ("amounts", "grant_eur")
        steps = [
            (n, v) for n, v in (("min", grant.min), ("base_max", grant.base_max), ("max", grant.max)) if v is not None
        ]
        if not steps and not grant.bonus:
            yield entry.error(path, "range_empty", "grant_eur needs min, base_max or max; fill it in or delete it")
        for (low_name, low), (high_name, high) in pairwise(steps):
            if low > high:
                yield entry.error(
                    path, "range_order", f"{low_name} {amount(low)} is above {high_name} {amount(high)}; correct one"
                )
        for index, bonus in enumerate(grant.bonus):
            if (bonus.eur is None) == (bonus.pct is None):
                yield entry.error((*path, "bonus", index), "bonus_form", "a bonus has either eur or pct")
        yield from _unreachable_cap(entry, amounts)


def rate_tables(content: Collection) -> Iterator[Problem]:
    """Rates of a table lie within the stated range, and every row can be reached."""
    for entry, programme in content.of(Programme):
        span = programme.amounts.rate_pct if programme.amounts else None
        for index, row in enumerate(programme.rate_table):
            path: Path = ("rate_table", index)
            low, high = (span.min, span.max) if span else (None, None)
            if (low is not None and row.pct < low) or (high is not None and row.pct > high):
                message = f"{amount(row.pct)} % lies outside amounts.rate_pct; correct one"
                yield entry.error((*path, "pct"), "rate_outside_range", message)
            if row.when is None and row.also is not None:
                yield entry.error((*path, "and"), "rule_form", "and needs a when before it; rename it")
            if row.when is None and index < len(programme.rate_table) - 1:
                message = "this row always holds, so the rows below are never reached; move it to the end"
                yield entry.error(path, "row_unreachable", message)


def bagatelles(content: Collection) -> Iterator[Problem]:
    """A floor lies below the cap it refers to."""
    for entry, programme in content.of(Programme):
        floor, amounts = programme.bagatelle_eur, programme.amounts
        if floor is None or amounts is None:
            continue
        grant = amounts.grant_eur.max if amounts.grant_eur else None
        cost = amounts.eligible_cost_eur.max if amounts.eligible_cost_eur else None
        cap = grant if floor.refers_to == "grant" else cost
        if cap is not None and floor.value > cap:
            message = (
                f"floor {amount(floor.value)} is above the cap {amount(cap)}; check what it refers to (grant or cost)"
            )
            yield entry.error(("bagatelle_eur",), "range_order", message)


def _ranges(programme: Programme) -> Iterator[tuple[Path, Range]]:
    if programme.decision_weeks is not None:
        yield ("decision_weeks",), programme.decision_weeks
    for name in _RANGES:
        span = getattr(programme.amounts, name) if programme.amounts else None
        if span is not None:
            yield ("amounts", name), span


def _unreachable_cap(entry: Entry, amounts: Amounts) -> Iterator[Problem]:
    grant, rate, cost = amounts.grant_eur, amounts.rate_pct, amounts.eligible_cost_eur
    if grant is None or grant.max is None or grant.bonus or rate is None or rate.max is None:
        return
    if cost is None or cost.max is None:
        return
    reachable = rate.max / 100 * cost.max
    if grant.max > reachable + _CENT:
        product = amount(reachable)
        message = f"cap {amount(grant.max)} is above rate x eligible cost = {product}; correct one or name the bonus"
        yield entry.error(("amounts", "grant_eur", "max"), "cap_unreachable", message)
