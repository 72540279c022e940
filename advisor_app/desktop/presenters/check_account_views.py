"""What is shown of the de-minimis account of a single undertaking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from advisor_app.desktop.presenters.check_size_views import LawLink, Notice
from advisor_app.domain.profile import FactValue
from advisor_app.domain.state_aid import Account, DeMinimisGrant


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantBar:
    """A grant on the time line.

    Args:
        place: its place among the grants of the profile.
        start: the day it was granted.
        end: the last day on which it counts.
        amount: in words.
        label: to whom, or what else tells it apart.
        state: `counts`, `maybe`, `elsewhere` (an enterprise outside the single undertaking), `over` (no longer counts)
            or `beside` (another ceiling).
        word: the state in words.
        free: from when it no longer counts, in words.
        spoken: all of it in one sentence.
        high: the most of it that counts, in EUR.
    """

    place: int
    start: date
    end: date
    amount: str
    label: str
    state: str
    word: str
    free: str
    spoken: str
    high: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How much of the ceiling is in use from a day on, at least and at most in EUR, and the room then in words."""

    day: date
    low: float
    high: float
    room: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSide:
    """The account under one regulation.

    Args:
        basis: code of the regulation.
        title: what its aid is called.
        ceiling: in EUR.
        ceiling_words: the same in words.
        used: today, in words.
        room: today, in words.
        release: the next day on which room returns, how much, and the room then; "" where none is in use.
        tone: of the room.
        levels: what is in use from today on, step by step.
        account: what was worked out, for questions about an amount.
        source: the regulation.
        law: where it can be read.
    """

    basis: str
    title: str
    ceiling: float
    ceiling_words: str
    used: str
    room: str
    release: str
    tone: str
    levels: tuple[Level, ...]
    account: Account
    source: str
    law: LawLink


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """The account.

    Args:
        company: what the company is called.
        undertaking: who shares the account, in one sentence.
        names: those who share it besides the company.
        around: names of all enterprises around the company, whether they share it or not.
        sides: one for each regulation, the general one first.
        bars: every grant, the oldest first.
        plain: the same without what somebody noted.
        start: the first day of the time line.
        end: its last day.
        today: the day it was worked out.
        notices: warnings, the gravest first.
        grants: as they are known, None where nobody listed them.
        value: the fact `company.deminimis_grants` with its origin.
        as_of: when the answers were given, "" if none is dated.
        unlisted: nobody listed the grants yet.
    """

    company: str
    undertaking: str
    names: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    sides: tuple[AccountSide, ...]
    bars: tuple[GrantBar, ...] = ()
    plain: tuple[GrantBar, ...] = ()
    start: date
    end: date
    today: date
    notices: tuple[Notice, ...] = ()
    grants: tuple[DeMinimisGrant, ...] | None = None
    value: FactValue
    as_of: str = ""
    unlisted: bool = False


def without_notes(view: AccountView) -> AccountView:
    """Return an account as it may leave the window: what somebody noted on a grant stays here."""
    return replace(view, bars=view.plain)
