"""Who holds what in whom, and which enterprises are therefore linked or partners.

Source: Commission Recommendation 2003/361/EC of 6 May 2003 (OJ L 124, 20.5.2003, p. 36), Annex, Articles 3 and 6; the
same words stand in Annex I of Regulation (EU) No 651/2014. Read 2026-11-23 in stored copies: Article 3(1) and (2) in
full, the four relations of Article 3(3) and the link through natural persons in the manual of the British tax office,
Article 6(2) and (3) in quotations. Not compared word by word: Article 3(4), the presumption for passive investors in
Article 3(3) (an exempt investor above 50 % counts as linked here) and the partners of linked enterprises in 6(3).

Enterprises are recognised by their names: the same name below two owners is the same enterprise, and what linked
enterprises hold in it is added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from advisor_app.domain.profile import Interval
from advisor_app.domain.state_aid.figures import Figure

PARTNER_FROM_PCT = 25
LINKED_ABOVE_PCT = 50
# Business angels are one only while all of them together put less than this into the enterprise (Art. 3(2)(a)).
BUSINESS_ANGELS_BELOW_EUR = 1_250_000
# Autonomous local authorities are one below both (Art. 3(2)(d)).
SMALL_MUNICIPALITY_BUDGET_BELOW_EUR = 10_000_000
SMALL_MUNICIPALITY_INHABITANTS_BELOW = 5_000
MAX_LEVELS = 20


class HoldingKind(StrEnum):
    """How an enterprise belongs: as its share says, or as stated (control without a majority, or the reverse)."""

    FROM_SHARE = "from_share"
    PARTNER = "partner"
    LINKED = "linked"


class Direction(StrEnum):
    """Seen from the enterprise under which a holding stands: it holds the other, or is held by it."""

    HOLDS = "holds"
    HELD_BY = "held_by"


class Exempt(StrEnum):
    """Investors that do not make a partner from 25 to 50 % (Art. 3(2), second subparagraph); the limits stand above."""

    NONE = "none"
    VENTURE_CAPITAL = "venture_capital"
    PUBLIC_INVESTMENT = "public_investment"
    BUSINESS_ANGEL = "business_angel"
    UNIVERSITY = "university"
    INSTITUTIONAL = "institutional"
    SMALL_MUNICIPALITY = "small_municipality"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Another enterprise, body or investor, and its share.

    Args:
        name: what it is called; two holdings of one name are one enterprise.
        share_pct: of the capital, in percent; None where nobody knows.
        votes_pct: of the votes; None where they follow the capital.
        kind: how it belongs, where the share alone does not say it.
        direction: who holds whom.
        headcount: annual work units of the last accounts.
        turnover_eur: of the last accounts.
        balance_eur: balance sheet total of the last accounts.
        public: it is a public body.
        exempt: it is an investor that does not make a partner.
        group: holders of one group act together (linked to each other, or by agreement): their shares add up.
        through_person: linked through the same natural persons in the same or an adjacent market only.
        consolidated: its figures are in the accounts of the enterprise above it already.
        related: what it holds or is held by in turn, seen from it.
    """

    name: str
    share_pct: Figure = None
    votes_pct: Figure = None
    kind: HoldingKind = HoldingKind.FROM_SHARE
    direction: Direction = Direction.HELD_BY
    headcount: Figure = None
    turnover_eur: Figure = None
    balance_eur: Figure = None
    public: bool = False
    exempt: Exempt = Exempt.NONE
    group: str = ""
    through_person: bool = False
    consolidated: bool = False
    related: tuple[Holding, ...] = ()


class FaultKind(StrEnum):
    """Why holdings cannot be followed."""

    CYCLE = "cycle"
    TOO_DEEP = "too_deep"
    SHARE = "share"
    NEGATIVE = "negative"
    NO_NAME = "no_name"


@dataclass(frozen=True, slots=True)
class HoldingsFault:
    """A fault in holdings: its kind, and the names on the way to it (a cycle ends with the name it began with)."""

    kind: FaultKind
    path: tuple[str, ...]


def holdings_fault(holdings: Sequence[Holding]) -> HoldingsFault | None:
    """Return the first fault of holdings, None where they can be followed."""
    waiting: list[tuple[tuple[str, ...], Holding]] = [((), holding) for holding in reversed(holdings)]
    while waiting:
        above, holding = waiting.pop()
        path = (*above, holding.name)
        kind = _fault_kind(above, holding)
        if kind is not None:
            return HoldingsFault(kind, path[above.index(holding.name) :] if kind is FaultKind.CYCLE else path)
        waiting.extend((path, below) for below in reversed(holding.related))
    return None


def walk(holdings: Sequence[Holding], owner: str = "") -> Iterator[tuple[str, Holding]]:
    """Return every holding below an enterprise with the name of the one it stands under, the nearest first.

    The holdings must be free of faults.
    """
    waiting = [(owner, holding) for holding in holdings]
    while waiting:
        yield from waiting
        waiting = [(holding.name, below) for _, holding in waiting for below in holding.related]


def _fault_kind(above: tuple[str, ...], holding: Holding) -> FaultKind | None:
    if not holding.name.strip():
        return FaultKind.NO_NAME
    if holding.name in above:
        return FaultKind.CYCLE
    if len(above) >= MAX_LEVELS:
        return FaultKind.TOO_DEEP
    if any(_outside(share, 100) for share in (holding.share_pct, holding.votes_pct)):
        return FaultKind.SHARE
    if any(_outside(figure, None) for figure in (holding.headcount, holding.turnover_eur, holding.balance_eur)):
        return FaultKind.NEGATIVE
    return None


def _outside(figure: Figure, most: float | None) -> bool:
    ends = (figure.min, figure.max) if isinstance(figure, Interval) else (figure,)
    numbers = [float(end) for end in ends if end is not None]
    return any(number < 0 or (most is not None and number > most) for number in numbers)
