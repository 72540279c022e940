"""De-minimis aid: what a single undertaking received in three years, and what room is left.

Source: Regulation (EU) 2023/2831 of 13 December 2023 (OJ L, 2023/2831, 15.12.2023), in force from 1 January 2024 to
31 December 2030; for services of general economic interest Regulation (EU) 2023/2832; for agriculture Regulation (EU)
No 1408/2013 as amended by (EU) 2024/3118 of 10 December 2024. As of 2026-11-23.

Checked against stored copies: 300,000 EUR in three years for a single undertaking (Art. 3(2)), the moment the right to
the aid is conferred counts (Art. 3(3)), gross grant equivalent (Art. 3(5)), aid that would exceed the ceiling cannot be
granted as de-minimis at all (Art. 3(7)), mergers (Art. 3(8)), loans (Art. 4(3)); 750,000 EUR for services of general
interest, apart since 2024 (Art. 5(1)); 50,000 EUR for agriculture; entries in the central register since 1 January 2026
within 20 working days (Art. 6); every new grant is added to those of the previous three years on a rolling basis, to
the day and no longer in tax years (a Swedish authority wrote in January 2024 of calendar years instead); the four
relations that make a single undertaking. Not compared word by word: Art. 3(9) and 5(2), agriculture beside the general
ceiling, and that enterprises with nothing in common but the same public body are not one. Whether a grant still counts
on the very day three years later was found nowhere; it is taken to count, which can only be too careful, and is free
the day after. Fishery has a regulation of its own, (EU) No 717/2014, which is not worked out here.

A single undertaking is made of enterprises that are linked, not of partners; natural persons make no link here.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from advisor_app.domain.state_aid.figures import NOTHING, Figure, Span, span
from advisor_app.domain.state_aid.holdings import Holding, holdings_fault
from advisor_app.domain.state_aid.sme import linked_names
from advisor_app.domain.state_aid.steps import Step, StepCode, step

SOURCE = "Verordnung (EU) 2023/2831"
CEILING_EUR = 300_000
DAWI_CEILING_EUR = 750_000
AGRI_CEILING_EUR = 50_000
YEARS = 3
IN_FORCE_FROM = date(2024, 1, 1)
IN_FORCE_TO = date(2030, 12, 31)
# Grants are entered since then; it knows nothing older, so it shows three full years only three years later.
REGISTER_FROM = date(2026, 1, 1)
REGISTER_COMPLETE_FROM = REGISTER_FROM.replace(year=REGISTER_FROM.year + YEARS)


class Basis(StrEnum):
    """The regulation a grant rests on."""

    GENERAL = "de_minimis"
    DAWI = "dawi"
    AGRI = "agrar"


CEILINGS_EUR = {Basis.GENERAL: CEILING_EUR, Basis.DAWI: DAWI_CEILING_EUR, Basis.AGRI: AGRI_CEILING_EUR}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeMinimisGrant:
    """One grant.

    Args:
        granted_on: ISO day on which the right to it was conferred (date of the notice, not of the payment).
        gge_eur: its gross grant equivalent in EUR, before taxes.
        undertaking: name of the enterprise that received it, "" for the company itself.
        basis: the regulation.
        note: what else was said.

    Raises:
        ValueError: the day is none of the calendar.
    """

    granted_on: str
    gge_eur: Figure
    undertaking: str = ""
    basis: Basis = Basis.GENERAL
    note: str = ""

    def __post_init__(self) -> None:
        date.fromisoformat(self.granted_on)

    @property
    def day(self) -> date:
        """Return the day of the grant."""
        return date.fromisoformat(self.granted_on)

    @property
    def counts_until(self) -> date:
        """Return the last day on which it counts: three years later; the last of February for its 29th."""
        year = self.day.year + YEARS
        return self.day.replace(year=year, day=min(self.day.day, calendar.monthrange(year, self.day.month)[1]))

    @property
    def free_on(self) -> date:
        """Return the first day on which it no longer counts."""
        return self.counts_until + timedelta(days=1)

    def counts_on(self, day: date) -> bool:
        """Tell whether a grant on some day has to be added to this one."""
        return self.day <= day <= self.counts_until


@dataclass(frozen=True, slots=True)
class Counted:
    """A grant with what of it counts: nothing to all, where it is not known whether its receiver is linked."""

    grant: DeMinimisGrant
    amount: Span


@dataclass(frozen=True, slots=True)
class Release:
    """A day on which room comes back, how much, and the room there is then (both in EUR)."""

    day: date
    amount: Span
    room: Span


@dataclass(frozen=True, slots=True)
class Account:
    """The de-minimis account of a single undertaking.

    Args:
        counted: the grants, the oldest first.
        basis: the regulation whose room is asked for.
        undertakings: names of the enterprises that share the account, besides the company.
        unlisted: nobody listed the grants; there may be any.
    """

    counted: tuple[Counted, ...]
    basis: Basis = Basis.GENERAL
    undertakings: tuple[str, ...] = ()
    unlisted: bool = False

    @property
    def ceiling_eur(self) -> int:
        """Return the ceiling of the regulation."""
        return CEILINGS_EUR[self.basis]

    def used_on(self, day: date, basis: Basis | None = None) -> Span:
        """Return what counts on a day towards a ceiling, in EUR."""
        wanted = _BESIDE[basis or self.basis]
        return sum(
            (item.amount for item in self.counted if item.grant.basis in wanted and item.grant.counts_on(day)), NOTHING
        )

    def room_on(self, day: date) -> Span:
        """Return how much can still be granted on a day, in EUR; nothing is promised by it."""
        if self.unlisted:
            return Span(0, _left(self.ceiling_eur, self.used_on(day)).high)
        room = _left(self.ceiling_eur, self.used_on(day))
        if self.basis is Basis.AGRI:
            # Agriculture has a ceiling of its own and counts towards the general one too.
            general = _left(CEILING_EUR, self.used_on(day, Basis.GENERAL))
            room = Span(min(room.low, general.low), min(room.high, general.high))
        return room

    def fits(self, amount: Figure, day: date) -> bool | None:
        """Tell whether a grant fits on a day; None where it cannot be told. It fits as a whole or not at all."""
        wanted, room = span(amount), self.room_on(day)
        if wanted.high <= room.low:
            return True
        return False if wanted.low > room.high else None

    def releases(self, after: date) -> tuple[Release, ...]:
        """Return the days after a day on which room comes back, the next first."""
        wanted = _BESIDE[self.basis]
        days: dict[date, Span] = {}
        for item in self.counted:
            if item.grant.basis in wanted and item.grant.day <= after < item.grant.free_on and item.amount.high:
                days[item.grant.free_on] = days.get(item.grant.free_on, NOTHING) + item.amount
        return tuple(Release(day, days[day], self.room_on(day)) for day in sorted(days))

    def next_release(self, after: date) -> Release | None:
        """Return the next day on which room comes back, None where none is in use."""
        return next(iter(self.releases(after)), None)

    def first_day_for(self, amount: Figure, start: date) -> date | None:
        """Return the first day from a day on on which a grant fits for certain, None where it never does."""
        days = (start, *(release.day for release in self.releases(start)))
        return next((day for day in days if self.fits(amount, day) is True), None)

    def timeline(self, start: date, end: date) -> tuple[Counted, ...]:
        """Return the grants that count on any day between two days, the oldest first."""
        return tuple(item for item in self.counted if item.grant.day <= end and item.grant.counts_until >= start)

    def steps(self, day: date) -> tuple[Step, ...]:
        """Return the calculation of the room on a day."""
        lines = [step(StepCode.CEILING, f"{SOURCE} Art. 3 Abs. 2", amount=float(self.ceiling_eur))]
        if self.undertakings:
            lines.append(step(StepCode.UNDERTAKINGS, f"{SOURCE} Art. 2 Abs. 2", names=self.undertakings))
        if self.unlisted:
            lines.append(step(StepCode.GRANTS_UNKNOWN))
        lines.extend(_grant_step(item) for item in self.counted if item.grant.counts_on(day))
        lines.append(step(StepCode.USED, amount=self.used_on(day)))
        lines.append(step(StepCode.ROOM, f"{SOURCE} Art. 3 Abs. 2", amount=self.room_on(day), day=day.isoformat()))
        return tuple(lines)


# General aid and aid to agriculture count together (Art. 5(2)); services of general interest stand apart (Art. 5(1)).
_BESIDE = {
    Basis.GENERAL: (Basis.GENERAL, Basis.AGRI),
    Basis.AGRI: (Basis.AGRI,),
    Basis.DAWI: (Basis.DAWI,),
}


def in_force(day: date) -> bool:
    """Tell whether the regulation holds on a day; nothing is known of what follows it."""
    return IN_FORCE_FROM <= day <= IN_FORCE_TO


def register_knows_all(day: date) -> bool:
    """Tell whether the central register shows all three years; before that only one's own account does."""
    return day >= REGISTER_COMPLETE_FROM


def open_account(
    grants: Sequence[DeMinimisGrant] | None, related: Sequence[Holding] | None = (), basis: Basis = Basis.GENERAL
) -> Account:
    """Return the account of a company.

    Args:
        grants: those of the company and of what is linked to it; None where nobody listed them.
        related: who holds the company and what it holds; None where nobody knows.
        basis: the regulation whose room is asked for.
    """
    certain: frozenset[str] = frozenset()
    possible: frozenset[str] | None = None
    if related is not None and holdings_fault(related) is None:
        certain, possible = linked_names(related, persons=False)
    known = {holding.name for holding in _all(related or ())} if possible is not None else set()
    counted = []
    for grant in sorted(grants or (), key=lambda item: (item.granted_on, item.undertaking, item.note)):
        whole = span(grant.gge_eur)
        name = grant.undertaking
        if not name or name in certain:
            counted.append(Counted(grant, whole))
        elif possible is None or name in possible or name not in known:
            counted.append(Counted(grant, Span(0, whole.high)))
        else:
            counted.append(Counted(grant, NOTHING))
    return Account(tuple(counted), basis, tuple(sorted(certain)), unlisted=grants is None)


def after_merger(*grants: Sequence[DeMinimisGrant]) -> tuple[DeMinimisGrant, ...]:
    """Return the grants that count after a merger or takeover: all of every enterprise involved (Art. 3(8))."""
    return tuple(sorted((grant for part in grants for grant in part), key=lambda grant: grant.granted_on))


def after_split(amount_eur: float, equity_part_eur: float, equity_whole_eur: float) -> float:
    """Return what of a grant goes to a part after a split whose use cannot be told apart (Art. 3(9)).

    Otherwise it goes whole to the part that carries on the activity it was used for.

    Raises:
        ValueError: the part is larger than the whole, or there is no equity.
    """
    if equity_whole_eur <= 0 or not 0 <= equity_part_eur <= equity_whole_eur:
        raise ValueError("the part does not fit the whole")
    return amount_eur * equity_part_eur / equity_whole_eur


def _all(related: Sequence[Holding]) -> list[Holding]:
    found: list[Holding] = []
    waiting = list(related)
    while waiting:
        holding = waiting.pop()
        found.append(holding)
        waiting.extend(holding.related)
    return found


def _left(ceiling: float, used: Span) -> Span:
    return Span(max(0.0, ceiling - used.high), max(0.0, ceiling - used.low))


def _grant_step(item: Counted) -> Step:
    code = StepCode.GRANT if item.amount.exact and item.amount.high else StepCode.GRANT_MAYBE
    grant = item.grant
    return step(
        code if item.amount.high else StepCode.GRANT_ELSEWHERE,
        f"{SOURCE} Art. 3 Abs. 3",
        name=grant.undertaking,
        day=grant.granted_on,
        until=grant.counts_until.isoformat(),
        amount=item.amount,
        basis=grant.basis.value,
    )
