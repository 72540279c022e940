"""Warnings about the size class in words: what could tip it, and where something can be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import check_figures as figures
from advisor_app.desktop.presenters.check_size_views import Notice, Path
from advisor_app.desktop.presenters.check_size_words import SHORT, one_of
from advisor_app.domain.profile import Absent, AnyOf, Known, Profile
from advisor_app.domain.state_aid import Direction, Exempt, Holding, SizeResult, Span
from advisor_app.domain.state_aid.figures import span
from advisor_app.domain.state_aid.holdings import (
    BUSINESS_ANGELS_BELOW_EUR,
    MAX_LEVELS,
    SMALL_MUNICIPALITY_BUDGET_BELOW_EUR,
    SMALL_MUNICIPALITY_INHABITANTS_BELOW,
    FaultKind,
    HoldingsFault,
)
from advisor_app.domain.state_aid.sme import PUBLIC_FROM_PCT, Counting, Member
from advisor_app.matching.derive import EXISTS, SME_CLASS

_MOST_NAMED = 3
# A hundred percent, and a little for shares that were rounded.
_WHOLE = 100.05
_FAULTS: Mapping[FaultKind, tuple[str, str]] = {
    FaultKind.CYCLE: (
        "Die Beteiligungen laufen im Kreis",
        "{path}. Den Weg zurück weglassen: Eine Überkreuzbeteiligung steht nur einmal, mit dem größeren Anteil.",
    ),
    FaultKind.TOO_DEEP: (
        "Die Beteiligungen gehen zu tief",
        f"Mehr als {MAX_LEVELS} Stufen werden nicht verfolgt. Weglassen, was nicht mehr mitzählt.",
    ),
    FaultKind.SHARE: ("Ein Anteil liegt nicht zwischen 0 und 100 %", "{path}"),
    FaultKind.NEGATIVE: ("Eine Zahl ist kleiner als null", "{path}"),
    FaultKind.NO_NAME: ("Eine Beteiligung hat keinen Namen", "{path}"),
}
_EXEMPT_LIMITS: Mapping[Exempt, str] = {
    Exempt.BUSINESS_ANGEL: "Alle Business Angels zusammen dürfen dafür weniger als "
    f"{formatting.euro(BUSINESS_ANGELS_BELOW_EUR)} eingelegt haben.",
    Exempt.SMALL_MUNICIPALITY: "Die Gemeinde braucht dafür einen Haushalt unter "
    f"{formatting.euro(SMALL_MUNICIPALITY_BUDGET_BELOW_EUR)} und weniger als "
    f"{formatting.number(SMALL_MUNICIPALITY_INHABITANTS_BELOW)} Einwohner.",
}


def size_notices(given: Profile, sizes: Sequence[SizeResult], now: Sequence[str], today: date) -> tuple[Notice, ...]:
    """Return the warnings, the gravest first.

    Args:
        given: what was answered.
        sizes: the size class for every combination of possible figures.
        now: the classes that the last accounts leave possible.
        today: the day it is worked out on.
    """
    return tuple(_notices(given, sizes[0], now, today))


def _notices(given: Profile, size: SizeResult, now: Sequence[str], today: date) -> Iterator[Notice]:
    related: tuple[Holding, ...] | None = given.known("company.related")
    if size.fault is not None:
        yield _fault(size.fault, related or ())
    if related is None:
        yield Notice(
            tone="warn", icon="alert-triangle", title="Beteiligungen sind noch nicht bekannt",
            text="Wer 25 % oder mehr hält, und woran das Unternehmen selbst beteiligt ist, kann die Klasse heben. "
            "Bis dahin bleiben alle größeren Klassen möglich.",
        )  # fmt: skip
    if given.known(EXISTS) is False:
        yield Notice(
            tone="info", icon="info-circle", title="Das Unternehmen gibt es noch nicht", fact=EXISTS, action="Ändern",
            text="Gerechnet ist mit null. Was für das erste Jahr geplant ist, kann eingetragen werden und gilt dann: "
            "Ein neues Unternehmen schätzt nach Treu und Glauben (Anhang Art. 4 Abs. 3).",
        )  # fmt: skip
    yield from _too_much(related or ())
    yield from _public(size)
    if len(now) > 1:
        yield from _unknown_figures(size.members, related or ())
    yield from _entered(given, now)
    if size.public.low < PUBLIC_FROM_PCT and given.known(EXISTS) is not False:
        yield from _two_years(given, now)
    public = {holding.name for holding in _all(related or ()) if holding.public}
    yield from _linked([member for member in size.members if member.name not in public])
    yield from _exempt(related or ())
    if _is_young(given, today):
        yield Notice(
            tone="info", icon="info-circle", title="Noch kein Jahresabschluss",
            text="Ein junges Unternehmen schätzt seine Zahlen nach Treu und Glauben (Anhang Art. 4 Abs. 3).",
        )  # fmt: skip


def _fault(fault: HoldingsFault, related: Sequence[Holding]) -> Notice:
    title, text = _FAULTS[fault.kind]
    shown = fault.path if len(fault.path) <= MAX_LEVELS // 4 else (*fault.path[:2], "…", fault.path[-1])
    named = " → ".join(name.strip() or "ohne Namen" for name in shown)
    place = path_of(related, fault.path)
    return Notice(
        tone="bad", icon="alert-triangle", title=title, text=text.format(path=named), path=place,
        action="Ändern" if place else "",
    )  # fmt: skip


def path_of(related: Sequence[Holding], names: Sequence[str]) -> Path:
    """Return the place of the holding at the end of a way of names, () where that way begins elsewhere."""
    found: list[int] = []
    here = related
    for name in names:
        place = next((number for number, holding in enumerate(here) if holding.name == name), None)
        if place is None:
            return _first_named(related, names[-1])
        found.append(place)
        here = here[place].related
    return tuple(found)


def _first_named(related: Sequence[Holding], name: str) -> Path:
    for place, holding in enumerate(related):
        if holding.name == name:
            return (place,)
        below = _first_named(holding.related, name)
        if below:
            return (place, *below)
    return ()


def _too_much(related: Sequence[Holding]) -> Iterator[Notice]:
    """Warn where those who hold the company, or another one, hold more than all of it."""
    for name, around, path in (("Unternehmen", related, ()), *_inner(related)):
        held = sum(span(one.share_pct).low for one in around if one.direction is Direction.HELD_BY)
        if held > _WHOLE:
            yield Notice(
                tone="warn", icon="alert-triangle", title=f"Zusammen mehr als 100 % an: {name}",
                text=f"Die Anteile ergeben {figures.share(Span(held, held))}. Einer davon stimmt nicht.",
                path=path, action="Ansehen" if path else "",
            )  # fmt: skip


def _inner(related: Sequence[Holding], above: Path = ()) -> Iterator[tuple[str, Sequence[Holding], Path]]:
    for place, holding in enumerate(related):
        yield holding.name, holding.related, (*above, place)
        yield from _inner(holding.related, (*above, place))


def _public(size: SizeResult) -> Iterator[Notice]:
    if size.public.low >= PUBLIC_FROM_PCT:
        yield Notice(
            tone="warn", icon="building-bank", title=f"Öffentliche Stellen halten {figures.share(size.public)}",
            text="Ab 25 % gilt ein Unternehmen als groß (Anhang Art. 3 Abs. 4). Ausnahmen bis 50 %: Hochschulen und "
            "gemeinnützige Forschung, öffentliche Beteiligungsgesellschaften, regionale Entwicklungsfonds, kleine "
            "Gemeinden. Trifft eine zu, lässt sie sich am Kasten eintragen.",
        )  # fmt: skip
    elif size.public.high >= PUBLIC_FROM_PCT:
        yield Notice(
            tone="info", icon="building-bank", title="Öffentlicher Anteil noch offen", fact="company.public_share",
            text="Ab 25 % in öffentlicher Hand gilt ein Unternehmen als groß.", action="Beantworten",
        )  # fmt: skip


def _unknown_figures(members: Sequence[Member], related: Sequence[Holding]) -> Iterator[Notice]:
    lacking = [member for member in members if member.weight.high > 0 and _lacks(member)]
    if lacking:
        named = _named([member.name for member in lacking], "weiteren")
        yield Notice(
            tone="info", icon="help-circle", title="Zahlen fehlen, die mitzählen",
            text=f"Beschäftigte, Umsatz oder Bilanzsumme sind noch offen bei {named}.",
            path=_first_named(related, lacking[0].name), action="Ergänzen",
        )  # fmt: skip


def _named(names: Sequence[str], others: str) -> str:
    """Return a few names, and how many more there are."""
    more = len(names) - _MOST_NAMED
    return formatting.listed([*names[:_MOST_NAMED], f"{more} {others}" if more > 0 else ""])


def _lacks(member: Member) -> bool:
    parts = member.figures
    return parts.headcount.open or (parts.turnover.open and parts.balance.open)


def _entered(given: Profile, now: Sequence[str]) -> Iterator[Notice]:
    """Tell that the class was entered by hand: the check goes by that, not by the calculation."""
    possible = given.value(SME_CLASS).possible
    entered = (
        (possible.value,) if isinstance(possible, Known) else possible.values if isinstance(possible, AnyOf) else ()
    )
    if entered:
        yield Notice(
            tone="info" if set(now) <= set(entered) else "warn", icon="arrows-diff",
            title="Die Klasse ist von Hand eingetragen", fact=SME_CLASS, action="Angabe entfernen",
            text=f"Eingetragen ist „{one_of(entered, SHORT)}“, die Rechnung ergibt „{one_of(now, SHORT)}“. Im "
            "Fördercheck gilt die Angabe.",
        )  # fmt: skip


def _two_years(given: Profile, now: Sequence[str]) -> Iterator[Notice]:
    two_years = given.known("company.two_year_rule")
    if two_years is False:
        yield Notice(
            tone="warn", icon="history", title="Die Klasse gilt erst nach zwei Abschlüssen hintereinander",
            text="Bis dahin bleibt die frühere. Anders nach Kauf oder Verkauf: dann zählt der neue Verbund sofort.",
            fact="company.two_year_rule", action="Ändern",
        )  # fmt: skip
    elif two_years is None and given.value("company.two_year_rule").possible is not Absent.DECLINED and len(now) == 1:
        yield Notice(
            tone="info", icon="history", title="Zwei-Jahres-Regel",
            text="Gerechnet ist mit dem letzten Abschluss. Ergab der davor eine andere Klasse, gilt die frühere noch "
            "(Anhang Art. 4 Abs. 2).", fact="company.two_year_rule", action="Beantworten",
        )  # fmt: skip


def _linked(members: Sequence[Member]) -> Iterator[Notice]:
    linked = [member.name for member in members if member.counting is Counting.LINKED]
    if linked:
        named = _named(linked, "weitere")
        yield Notice(
            tone="info", icon="affiliate", title="Verbundene zählen ganz mit",
            text=f"{named}: Beschäftigte, Umsatz und Bilanzsumme werden voll addiert. Beim De-minimis-Rahmen zählen "
            "Verbundene zusammen.",
        )  # fmt: skip


def _exempt(related: Sequence[Holding]) -> Iterator[Notice]:
    told: set[Exempt] = set()
    for holding in _all(related):
        if holding.exempt in _EXEMPT_LIMITS and holding.exempt not in told:
            told.add(holding.exempt)
            yield Notice(
                tone="info", icon="scale", title=f"Ausnahme für {holding.name}", text=_EXEMPT_LIMITS[holding.exempt]
            )


def _all(related: Sequence[Holding]) -> Iterator[Holding]:
    for holding in related:
        yield holding
        yield from _all(holding.related)


def _is_young(given: Profile, today: date) -> bool:
    founded = given.known("company.founded_on")
    return founded is not None and (today - date.fromisoformat(founded)).days < 366
