"""Size class of an enterprise: micro, small, medium or large.

Source: Commission Recommendation 2003/361/EC of 6 May 2003 (OJ L 124, 20.5.2003, p. 36), Annex, Articles 2 to 6; taken
over word by word as Annex I of Regulation (EU) No 651/2014 (AGVO). Worked cases: European Commission, "User guide to
the SME definition", 2020 edition. As of 2026-11-23.

Checked against stored copies: the thresholds (fewer than 10/50/250 staff AND turnover up to 2/10/50 OR balance sheet
total up to 2/10/43 million EUR), the 25 % of Art. 3(2) with its four exceptions and their limits, the larger of capital
and votes and of cross-holdings (Art. 6(2)), two worked cases of the guide, the two-year rule with a worked case of the
British tax office. Not compared word by word: Art. 4(2) and (3) and 5. Control by public bodies (Art. 3(4)) was
discussed by the Court in C-516/19; here a body that a public body holds by more than 50 % counts as public, other
indirect control has to be judged by a person.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from advisor_app.domain.facts import SME_CLASSES
from advisor_app.domain.state_aid.figures import ANY, NOTHING, Figure, Span, larger, span
from advisor_app.domain.state_aid.holdings import Holding, HoldingsFault, holdings_fault, walk
from advisor_app.domain.state_aid.relations import ROOT, World, weights, world
from advisor_app.domain.state_aid.steps import Step, StepCode, step

SOURCE = "Empfehlung 2003/361/EG"
# Fewer than so many annual work units, and not more than so much turnover or balance sheet total (Art. 2).
HEADCOUNT_BELOW = (10, 50, 250)
TURNOVER_UP_TO_EUR = (2_000_000, 10_000_000, 50_000_000)
BALANCE_UP_TO_EUR = (2_000_000, 10_000_000, 43_000_000)
# From this share on public bodies make an enterprise large, whatever its size (Art. 3(4)).
PUBLIC_FROM_PCT = 25
LARGE = SME_CLASSES[-1]


class Counting(StrEnum):
    """How an enterprise counts towards another."""

    LINKED = "linked"
    PARTNER = "partner"
    PARTNER_GROUP = "partner_group"
    MAYBE = "maybe"
    EXEMPT = "exempt"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Figures:
    """The three figures of the last approved accounts: annual work units, turnover and balance sheet total in EUR."""

    headcount: Span = ANY
    turnover: Span = ANY
    balance: Span = ANY

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.headcount + other.headcount, self.turnover + other.turnover, self.balance + other.balance)

    def weighed(self, weight: Span) -> Figures:
        """Return the figures pro rata."""
        return Figures(self.headcount.weighed(weight), self.turnover.weighed(weight), self.balance.weighed(weight))

    def at_least(self) -> Figures:
        """Return the figures without an upper end."""
        return Figures(*(Span(part.low, math.inf) for part in (self.headcount, self.turnover, self.balance)))


NO_FIGURES = Figures(NOTHING, NOTHING, NOTHING)


@dataclass(frozen=True, slots=True)
class Member:
    """An enterprise around the company.

    Args:
        name: what it is called.
        counting: how it counts.
        share: between it and the company with what is linked to that, in percent.
        weight: how much of it counts, 0 to 1.
        figures: its own.
        under: the name of the enterprise it was told under, "" for the company itself.
    """

    name: str
    counting: Counting
    share: Span
    weight: Span
    figures: Figures
    under: str = ""


@dataclass(frozen=True, slots=True)
class SizeResult:
    """The size class.

    Args:
        classes: those that are still possible, the smallest first; one if it is settled.
        total: the figures of the company with what counts towards it.
        members: the enterprises around it.
        public: what public bodies hold, in percent.
        steps: the calculation.
        fault: why the holdings could not be followed; every class is possible then.
        linked: the figures of the company with all that is linked to it; partners are left out.
    """

    classes: tuple[str, ...]
    total: Figures
    members: tuple[Member, ...] = ()
    public: Span = NOTHING
    steps: tuple[Step, ...] = ()
    fault: HoldingsFault | None = None
    linked: Figures = Figures()

    @property
    def settled(self) -> str:
        """Return the class, "" while several are possible."""
        return self.classes[0] if len(self.classes) == 1 else ""


def class_of(headcount: float, turnover_eur: float, balance_eur: float) -> str:
    """Return the class of exact figures: staff below the limit and one of the two amounts within its own (Art. 2)."""
    return SME_CLASSES[_level(headcount, turnover_eur, balance_eur)]


def size_class(
    *,
    headcount: Figure = None,
    turnover_eur: Figure = None,
    balance_eur: Figure = None,
    related: Sequence[Holding] | None = (),
    public_pct: Figure = 0,
) -> SizeResult:
    """Return the size class of a company.

    Args:
        headcount: its annual work units without apprentices (see `staff.annual_work_units`).
        turnover_eur: without VAT, of the last approved accounts; of a young company its own estimate (Art. 4(3)).
        balance_eur: balance sheet total.
        related: who holds it and what it holds; None where nobody knows, empty where there is nobody.
        public_pct: what public bodies hold besides those among `related`; None where nobody knows.
    """
    own = Figures(span(headcount), span(turnover_eur), span(balance_eur))
    steps = [_figures_step(StepCode.OWN_FIGURES, own)]
    fault = holdings_fault(related or ())
    if fault is not None:
        steps.append(step(StepCode.HOLDINGS_FAULT, kind=fault.kind.value, path=fault.path))
        return SizeResult(SME_CLASSES, own.at_least(), (), Span(0, 100), tuple(steps), fault, own.at_least())
    members, held_by_public = _around(tuple(related or ()))
    total = own
    for member in members:
        total += member.figures.weighed(member.weight)
        steps.append(_member_step(member))
    public = larger(held_by_public, _percent(public_pct))
    if related is None:
        total = total.at_least()
        steps.append(step(StepCode.HOLDINGS_UNKNOWN, SOURCE))
    if members:
        steps.append(_figures_step(StepCode.SUM, total))
    if public.high > 0:
        steps.append(step(StepCode.PUBLIC_SHARE, f"{SOURCE} Anhang Art. 3 Abs. 4", share=public))
    classes = _classes(total, public)
    steps.append(step(StepCode.CLASS, f"{SOURCE} Anhang Art. 2", classes=classes))
    linked = _linked(own, members)
    group = linked if related is not None else linked.at_least()
    return SizeResult(classes, total, members, public, tuple(steps), linked=group)


def held_by_public(related: Sequence[Holding]) -> Span | None:
    """Return what public bodies hold of a company in percent, None where its holdings cannot be followed."""
    return None if holdings_fault(related) is not None else _around(tuple(related))[1]


def status_over_years(classes: Sequence[str]) -> str:
    """Return the status after several years, the oldest first: it moves after two years in a row (Art. 4(2)).

    Each of the three thresholds moves by itself. A change by takeover or sale counts at once; such years have to be
    reckoned with the new owners beforehand (user guide, chapter on changes).

    Raises:
        ValueError: there is no year.
    """
    if not classes:
        raise ValueError("a status needs a year")
    levels = [SME_CLASSES.index(name) for name in classes]
    return SME_CLASSES[sum(_above(levels, limit) for limit in range(len(SME_CLASSES) - 1))]


def possible_status(now: Sequence[str], *, two_years: bool | None) -> tuple[str, ...]:
    """Return the classes an enterprise may have, given those of its last accounts.

    Args:
        now: the classes that the last accounts leave possible.
        two_years: the accounts before them gave the same class; False where they gave another (then the former status
            goes on, whatever it was); None where nobody looked: the last accounts are taken (Art. 4(1)).
    """
    if two_years is not False:
        return tuple(now)
    return SME_CLASSES if len(now) > 1 else tuple(name for name in SME_CLASSES if name not in now)


def linked_names(holdings: Sequence[Holding], *, persons: bool) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of the enterprises that are linked for certain, and of those that may be.

    Args:
        holdings: around the company, free of faults.
        persons: links through natural persons and public bodies count.
    """
    certain = world(holdings, highest=False, persons=persons).linked_to(ROOT)
    possible = world(holdings, highest=True, persons=persons).linked_to(ROOT)
    return frozenset(certain[1:]), frozenset(possible[1:])


def _level(headcount: float, turnover: float, balance: float) -> int:
    staff = sum(headcount >= limit for limit in HEADCOUNT_BELOW)
    by_turnover = sum(turnover > limit for limit in TURNOVER_UP_TO_EUR)
    by_balance = sum(balance > limit for limit in BALANCE_UP_TO_EUR)
    return max(staff, min(by_turnover, by_balance))


def _classes(total: Figures, public: Span) -> tuple[str, ...]:
    if public.low >= PUBLIC_FROM_PCT:
        return (LARGE,)
    parts = (total.headcount, total.turnover, total.balance)
    lowest = _level(*(part.low for part in parts))
    highest = _level(*(part.high for part in parts))
    between = SME_CLASSES[lowest : highest + 1]
    return between if public.high < PUBLIC_FROM_PCT or LARGE in between else (*between, LARGE)


def _above(levels: Sequence[int], limit: int) -> bool:
    """Tell whether a threshold counts as crossed: what two years in a row say, otherwise what held before."""
    crossed = [level > limit for level in levels]
    status = crossed[0]
    for before, now in pairwise(crossed):
        status = now if now is before else status
    return status


def _percent(figure: Figure) -> Span:
    return Span(min(100.0, span(figure).low), min(100.0, span(figure).high))


@lru_cache(maxsize=16)
def _around(holdings: tuple[Holding, ...]) -> tuple[tuple[Member, ...], Span]:
    """Return the enterprises around a company and what public bodies hold of it; the same while its figures change."""
    lowest, highest = world(holdings, highest=False), world(holdings, highest=True)
    return _members(holdings, lowest, highest), Span(lowest.public_share(), highest.public_share())


def _members(holdings: Sequence[Holding], lowest: World, highest: World) -> tuple[Member, ...]:
    low, high = weights(lowest), weights(highest)
    groups = (frozenset(lowest.linked_to(ROOT)), frozenset(highest.linked_to(ROOT)))
    figures = _figures_by_name(holdings)
    members: dict[str, Member] = {}
    for under, said in walk(holdings):
        if said.name in members:
            continue
        name = said.name
        weight = Span(low.get(name, 0.0), high.get(name, 0.0))
        shares = Span(lowest.share(name, groups[0] - {name}), highest.share(name, groups[1] - {name}))
        member = Member(name, Counting.NOT, shares, weight, figures[name], under)
        exempt = highest.is_exempt(name, groups[1])
        members[name] = replace(member, counting=_counting(member, groups, exempt=exempt))
    return tuple(members.values())


def _linked(own: Figures, members: Sequence[Member]) -> Figures:
    """Return the figures of a company with what is linked to it; what may be linked counts for nothing to all."""
    for member in members:
        if member.counting is Counting.LINKED:
            own += member.figures
        elif member.counting is Counting.MAYBE:
            own += member.figures.weighed(Span(0, 1))
    return own


def _counting(member: Member, groups: tuple[frozenset[str], frozenset[str]], *, exempt: bool) -> Counting:
    if member.name in groups[0]:
        return Counting.LINKED
    if member.weight.high == 0:
        return Counting.EXEMPT if exempt else Counting.NOT
    if member.name in groups[1] or member.weight.low == 0:
        return Counting.MAYBE
    # What is linked to a partner counts with the partner's share, not with one of its own.
    return Counting.PARTNER if member.share.high / 100 >= member.weight.high else Counting.PARTNER_GROUP


def _figures_by_name(holdings: Sequence[Holding]) -> Mapping[str, Figures]:
    """Return the figures of every enterprise; of one that is told twice what is known, in the wider bracket."""
    known: dict[str, Figures] = {}
    for _, said in walk(holdings):
        told = Figures(span(said.headcount), span(said.turnover_eur), span(said.balance_eur))
        told = NO_FIGURES if said.consolidated else told
        known[said.name] = _both(known[said.name], told) if said.name in known else told
    return known


def _both(one: Figures, other: Figures) -> Figures:
    pairs = zip(
        (one.headcount, one.turnover, one.balance), (other.headcount, other.turnover, other.balance), strict=True
    )
    return Figures(*(_hull(*pair) for pair in pairs))


def _hull(one: Span, other: Span) -> Span:
    if one.open or other.open:
        return other if one.open else one
    return Span(min(one.low, other.low), max(one.high, other.high))


_CODES = {
    Counting.LINKED: (StepCode.LINKED, "Art. 3 Abs. 3, Art. 6 Abs. 2"),
    Counting.PARTNER: (StepCode.PARTNER, "Art. 3 Abs. 2, Art. 6 Abs. 2"),
    Counting.PARTNER_GROUP: (StepCode.PARTNER_GROUP, "Art. 6 Abs. 3"),
    Counting.MAYBE: (StepCode.MAYBE_COUNTED, "Art. 3"),
    Counting.EXEMPT: (StepCode.EXEMPT, "Art. 3 Abs. 2 Unterabs. 2"),
}


def _member_step(member: Member) -> Step:
    code, article = _CODES.get(member.counting, (StepCode.NOT_COUNTED, "Art. 6"))
    if member.counting is Counting.NOT and not member.under and member.share.high > 0:
        code, article = StepCode.TOO_SMALL, "Art. 3 Abs. 2"
    counted = member.figures.weighed(member.weight)
    return step(
        code,
        f"{SOURCE} Anhang {article}",
        name=member.name,
        under=member.under,
        share=member.share,
        weight=member.weight,
        headcount=counted.headcount,
        turnover=counted.turnover,
        balance=counted.balance,
    )


def _figures_step(code: StepCode, figures: Figures) -> Step:
    values = {"headcount": figures.headcount, "turnover": figures.turnover, "balance": figures.balance}
    return step(code, f"{SOURCE} Anhang Art. 4", **values)
