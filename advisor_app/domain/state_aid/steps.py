"""The lines of a calculation: a code and its values; the words belong to the faces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from advisor_app.domain.state_aid.figures import Span

StepValue = str | float | bool | Span | tuple[str, ...]


class StepCode(StrEnum):
    """What a line of a calculation says; in brackets the values it carries.

    Size class: own figures (headcount, turnover, balance), an enterprise and how it counts (name, share, weight,
    headcount, turnover, balance), one that does not count (name, share), what is held by public bodies (share), sums,
    the class, what is not known. Account: a grant (name, day, until, amount), ceiling, used, room.
    Sites: the seat, which counts as one (place).
    """

    OWN_FIGURES = "own_figures"
    LINKED = "linked"
    PARTNER = "partner"
    PARTNER_GROUP = "partner_group"
    MAYBE_COUNTED = "maybe_counted"
    EXEMPT = "exempt"
    TOO_SMALL = "too_small"
    NOT_COUNTED = "not_counted"
    CONSOLIDATED = "consolidated"
    PUBLIC_SHARE = "public_share"
    SUM = "sum"
    CLASS = "class"
    HOLDINGS_UNKNOWN = "holdings_unknown"
    HOLDINGS_FAULT = "holdings_fault"
    ONE_YEAR_ONLY = "one_year_only"
    TWO_YEARS = "two_years"
    ESTIMATED = "estimated"
    CEILING = "ceiling"
    GRANT = "grant"
    GRANT_ELSEWHERE = "grant_elsewhere"
    GRANT_MAYBE = "grant_maybe"
    GRANTS_UNKNOWN = "grants_unknown"
    UNDERTAKINGS = "undertakings"
    USED = "used"
    ROOM = "room"
    BASE_RATE = "base_rate"
    SIZE_BONUS = "size_bonus"
    EXTRA_BONUS = "extra_bonus"
    CAP = "cap"
    CAP_WITH_BONUS = "cap_with_bonus"
    NOT_FOR_SIZE = "not_for_size"
    RATE = "rate"
    RATE_ROW = "rate_row"
    COST = "cost"
    COST_RANGE = "cost_range"
    AID = "aid"
    NO_BOUND = "no_bound"
    FLOOR = "floor"
    NO_FIGURES = "no_figures"
    RULE = "rule"
    LIMIT = "limit"
    AGE = "age"
    SEAT_IS_SITE = "seat_is_site"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a calculation.

    Args:
        code: what it says.
        args: the named values it is made of.
        source: the provision behind it, as one would cite it.
    """

    code: StepCode
    args: tuple[tuple[str, StepValue], ...] = ()
    source: str = ""

    @property
    def values(self) -> Mapping[str, StepValue]:
        """Return the values by name."""
        return dict(self.args)


def step(code: StepCode, source: str = "", **values: StepValue) -> Step:
    """Return a line with its values."""
    return Step(code, tuple(values.items()), source)
