"""The de-minimis account of a company as it is shown: worked out from a profile, meant for a worker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import check_figures as figures
from advisor_app.desktop.presenters.check_account_views import AccountSide, AccountView, GrantBar, Level
from advisor_app.desktop.presenters.check_size import known_facts
from advisor_app.desktop.presenters.check_size_views import LawLink, Notice
from advisor_app.desktop.presenters.check_size_words import COMPANY
from advisor_app.domain.profile import Known, Profile, Provenance
from advisor_app.domain.state_aid import Account, Basis, DeMinimisGrant, Figure, Holding, Span, holdings_fault
from advisor_app.domain.state_aid.deminimis import (
    IN_FORCE_TO,
    REGISTER_COMPLETE_FROM,
    REGISTER_FROM,
    SOURCE,
    Counted,
    in_force,
    open_account,
    register_knows_all,
)
from advisor_app.domain.state_aid.figures import span
from advisor_app.matching.derive import DEMINIMIS_ROOM

GRANTS = "company.deminimis_grants"
RELATED = "company.related"
BASES = {
    Basis.GENERAL: "Allgemein",
    Basis.DAWI: "Öffentliche Dienstleistungen (DAWI)",
    Basis.AGRI: "Landwirtschaft",
}
_SOURCES = {
    Basis.GENERAL: SOURCE,
    Basis.DAWI: "Verordnung (EU) 2023/2832",
    Basis.AGRI: "Verordnung (EU) Nr. 1408/2013 in der Fassung (EU) 2024/3118",
}
_LAW = "https://eur-lex.europa.eu/legal-content/DE/TXT/?uri=CELEX:"
_LAWS = {Basis.GENERAL: "32023R2831", Basis.DAWI: "32023R2832", Basis.AGRI: "32013R1408"}
_TIGHT = 0.9
_YEARS_BACK = 3
_AFTER = timedelta(days=45)


def present_account(given: Profile, today: date) -> AccountView:
    """Return the account of a company.

    Args:
        given: what was answered; facts that follow from others need not be filled in.
        today: the day it is worked out on.
    """
    told, given = given, known_facts(given, today)
    grants: tuple[DeMinimisGrant, ...] | None = given.known(GRANTS)
    related: tuple[Holding, ...] | None = given.known(RELATED)
    general = open_account(grants, related)
    bars, plain = (
        tuple(_bar(item, _place(grants or (), item.grant), today, notes=notes) for item in general.counted)
        for notes in (True, False)
    )
    last = max([bar.end for bar in bars if bar.end >= today], default=_years_on(today, 2))
    first = min([_years_on(today, -1), *(bar.start for bar in bars if bar.end >= today)])
    days = [given.value(name).as_of for name in (GRANTS, RELATED) if given.value(name).as_of]
    return AccountView(
        company=given.title or COMPANY,
        undertaking=_undertaking(general, related),
        names=general.undertakings,
        around=tuple(sorted(_names(related or ()))),
        sides=tuple(_side(open_account(grants, related, basis), today) for basis in _bases(grants)),
        bars=bars,
        plain=plain,
        start=max(first, _years_on(today, -_YEARS_BACK)) - _AFTER,
        end=max(last, _years_on(today, 1)) + _AFTER,
        today=today,
        notices=(*_entered(given, general, today), *_notices(general, grants, related, today)),
        grants=grants,
        value=told.value(GRANTS),
        as_of=formatting.as_of(min(days, default="")),
        unlisted=grants is None,
    )


def fit_words(side: AccountSide, amount: Figure, today: date) -> tuple[str, str]:
    """Return whether an amount still fits, and the tone of that; nothing is promised by it.

    Args:
        side: the account under one regulation.
        amount: gross grant equivalent in EUR.
        today: the day it would be granted.
    """
    fits = side.account.fits(amount, today)
    if fits is True:
        return "Passt heute in den Rahmen.", "ok"
    later = side.account.first_day_for(amount, today)
    if later is not None:
        when = f"Passt sicher ab {day_words(later)}."
        return (f"Heute nicht. {when}", "warn") if fits is False else (f"Heute ungewiss. {when}", "info")
    if fits is None:
        return "Ungewiss, solange nicht alle Beihilfen bekannt sind.", "info"
    return f"Mehr als die Obergrenze von {side.ceiling_words}: als De-minimis nicht möglich.", "bad"


def day_words(day: date) -> str:
    """Return a day: `16.03.2027`."""
    return formatting.as_of(day.isoformat())


def _years_on(day: date, years: int) -> date:
    """Return the same day some years later; the 28th for a 29th of February that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _bases(grants: Sequence[DeMinimisGrant] | None) -> tuple[Basis, ...]:
    used = {grant.basis for grant in grants or ()}
    return (Basis.GENERAL, *(basis for basis in (Basis.DAWI, Basis.AGRI) if basis in used))


def _place(grants: Sequence[DeMinimisGrant], grant: DeMinimisGrant) -> int:
    return next(number for number, other in enumerate(grants) if other is grant)


def _names(related: Sequence[Holding]) -> set[str]:
    return {name for one in related for name in (one.name, *_names(one.related))}


def _undertaking(account: Account, related: Sequence[Holding] | None) -> str:
    if related is None:
        return "Ein einziges Unternehmen: wer dazugehört, ist noch offen."
    if not account.undertakings:
        return "Ein einziges Unternehmen: nur dieses, Verbundene sind keine bekannt."
    return f"Ein einziges Unternehmen, ein gemeinsamer Rahmen: dieses mit {formatting.listed(account.undertakings)}."


# The grants


def _bar(item: Counted, place: int, today: date, *, notes: bool) -> GrantBar:
    grant = item.grant
    noted = grant.note if notes else ""
    state, word = _state(item, today)
    label = formatting.joined([grant.undertaking, noted]) or "an das Unternehmen"
    amount = figures.money(item.amount) if state == "maybe" and item.amount.low else _whole(grant)
    free = f"frei ab {day_words(grant.free_on)}" if state in ("counts", "maybe", "beside") else ""
    kind = "" if grant.basis is Basis.GENERAL else f", {BASES[grant.basis]}"
    to = f" an {grant.undertaking}" if grant.undertaking else ""
    note = f" ({noted})" if noted else ""
    spoken = f"{amount}{to} vom {day_words(grant.day)}{kind}{note}: {formatting.joined([word, free])}"
    return GrantBar(
        place=place, start=grant.day, end=grant.counts_until, amount=amount, label=label, state=state, word=word,
        free=free, spoken=spoken, high=item.amount.high,
    )  # fmt: skip


def _whole(grant: DeMinimisGrant) -> str:
    return figures.money(span(grant.gge_eur))


def _state(item: Counted, today: date) -> tuple[str, str]:
    grant = item.grant
    if grant.counts_until < today:
        return "over", "zählt nicht mehr"
    if not item.amount.high:
        return "elsewhere", "zählt nicht: anderes Unternehmen"
    if grant.basis is Basis.DAWI:
        return "beside", "eigener Rahmen (DAWI)"
    if grant.day > today:
        return "counts", "zählt ab der Bewilligung"
    if not item.amount.exact:
        return "maybe", "zählt vielleicht"
    return "counts", "zählt"


# The room


def _side(account: Account, today: date) -> AccountSide:
    room, used = account.room_on(today), account.used_on(today)
    release = account.next_release(today)
    share = used.high / account.ceiling_eur
    tone = "info" if account.unlisted else "bad" if not room.high else "warn" if share > _TIGHT else "ok"
    told = ""
    if release is not None:
        told = f"Ab {day_words(release.day)} sind {_room(release.room)} frei"
        told = f"{told}: {_room(release.amount)} zählen dann nicht mehr"
    return AccountSide(
        basis=account.basis.value, title=BASES[account.basis], ceiling=account.ceiling_eur,
        ceiling_words=formatting.euro(account.ceiling_eur), used=_room(used), room=_room(room), release=told,
        tone=tone, levels=_levels(account, today), account=account, source=_SOURCES[account.basis],
        law=LawLink(f"{_SOURCES[account.basis].partition(' in der')[0]} lesen", f"{_LAW}{_LAWS[account.basis]}"),
    )  # fmt: skip


def _room(amount: Span) -> str:
    """Return an amount that is never left out: nothing is `0 EUR`."""
    if amount.exact:
        return formatting.euro(amount.low)
    low = f"{formatting.number(amount.low)} " if amount.low else ""
    return f"{low}bis {formatting.euro(amount.high)}"


def _levels(account: Account, today: date) -> tuple[Level, ...]:
    starts = [item.grant.day for item in account.counted if item.grant.day > today]
    days = sorted({today, *starts, *(release.day for release in account.releases(today))})
    return tuple(_level(account, day, today) for day in days)


def _level(account: Account, day: date, today: date) -> Level:
    used, room = account.used_on(day), account.room_on(day)
    when = "heute" if day == today else f"ab {day_words(day)}"
    high = float(account.ceiling_eur) if account.unlisted else used.high
    return Level(day=day, low=used.low, high=high, room=f"{_room(room)} frei", label=when)


# Warnings


def _notices(
    account: Account, grants: Sequence[DeMinimisGrant] | None, related: Sequence[Holding] | None, today: date
) -> Iterator[Notice]:
    if grants is None:
        yield Notice(
            tone="warn", icon="alert-triangle", title="Beihilfen sind noch nicht aufgelistet",
            text="Ohne Liste ist offen, wie viel Rahmen frei ist. Quellen: De-minimis-Bescheinigungen, Bescheide, "
            "Bürgschafts- und Darlehensverträge der letzten drei Jahre.",
        )  # fmt: skip
    if related is None:
        yield Notice(
            tone="warn", icon="affiliate", title="Beteiligungen sind noch nicht bekannt", fact=RELATED,
            text="Verbundene Unternehmen teilen sich den Rahmen. Ihre Beihilfen gehören in diese Liste.",
            action="Beteiligungen eintragen",
        )  # fmt: skip
    elif holdings_fault(related) is not None:
        yield Notice(
            tone="bad", icon="alert-triangle", title="Den Beteiligungen lässt sich nicht folgen", fact=RELATED,
            text="Wer sich den Rahmen teilt, ist deshalb offen.", action="Beteiligungen ansehen",
        )  # fmt: skip
    elif account.undertakings:
        yield Notice(
            tone="info", icon="affiliate", title="Verbundene teilen sich den Rahmen",
            text=f"Auch Beihilfen an {formatting.listed(account.undertakings)} zählen. Partner (25 bis 50 %) und "
            "Firmen, die nur dieselbe Person oder öffentliche Stelle verbindet, zählen hier nicht.",
        )  # fmt: skip
    yield from _uncertain(account, today)
    if not register_knows_all(today):
        yield Notice(
            tone="info", icon="database-search", title="Das Register kennt noch nicht alles",
            text=f"Eingetragen wird erst seit {day_words(REGISTER_FROM)}, binnen 20 Arbeitstagen; in der "
            f"Landwirtschaft ab 2027. Drei volle Jahre zeigt das Register erst ab {day_words(REGISTER_COMPLETE_FROM)}. "
            "Bis dahin gelten die eigene Liste und die De-minimis-Erklärung.",
        )  # fmt: skip
    if not in_force(today):
        yield Notice(
            tone="warn", icon="calendar-x", title="Die Verordnung gilt an diesem Tag nicht",
            text=f"Sie gilt bis {day_words(IN_FORCE_TO)}; was danach kommt, ist nicht bekannt.",
        )  # fmt: skip


def _entered(given: Profile, account: Account, today: date) -> Iterator[Notice]:
    """Tell that the room was entered by hand: the check goes by that, not by the account."""
    value, room = given.value(DEMINIMIS_ROOM), account.room_on(today)
    if not value.is_open and value.provenance is not Provenance.DERIVED:
        same = room.exact and value.possible == Known(room.low)
        yield Notice(
            tone="info" if same else "warn", icon="arrows-diff", title="Der freie Rahmen ist von Hand eingetragen",
            text="Im Fördercheck gilt die Angabe, nicht dieses Konto.", fact=DEMINIMIS_ROOM, action="Angabe entfernen",
        )  # fmt: skip


def _uncertain(account: Account, today: date) -> Iterator[Notice]:
    unsure = [item.grant for item in account.counted if item.grant.counts_on(today) and not item.amount.exact]
    names = sorted({grant.undertaking for grant in unsure if grant.undertaking})
    if names:
        yield Notice(
            tone="warn", icon="help-circle", title="Gehört das Unternehmen dazu?",
            text=f"Ob {formatting.listed(names)} verbunden ist, geht aus den Beteiligungen nicht hervor. Der freie "
            "Rahmen steht deshalb als Spanne da.", fact=RELATED, action="Beteiligungen ansehen",
        )  # fmt: skip
    if account.used_on(today).low > account.ceiling_eur:
        yield Notice(
            tone="bad", icon="alert-triangle", title="Mehr als die Obergrenze",
            text="Die gelisteten Beihilfen liegen zusammen darüber. Beträge, Tage und Empfänger prüfen: Eine Beihilfe, "
            "mit der die Grenze überschritten würde, darf als De-minimis gar nicht gewährt werden.",
        )  # fmt: skip
