"""German words of the size class: classes, how an enterprise counts, what decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import check_figures as figures
from advisor_app.desktop.presenters.check_size_views import LawLink
from advisor_app.domain.facts import SME_CLASSES
from advisor_app.domain.state_aid import Span
from advisor_app.domain.state_aid.holdings import PARTNER_FROM_PCT
from advisor_app.domain.state_aid.sme import (
    BALANCE_UP_TO_EUR,
    HEADCOUNT_BELOW,
    LARGE,
    PUBLIC_FROM_PCT,
    TURNOVER_UP_TO_EUR,
    Counting,
    Figures,
    Member,
    class_of,
)

COMPANY = "Das Unternehmen"
CLASSES: Mapping[str, str] = {
    "kleinst": "Kleinstunternehmen",
    "klein": "Kleines Unternehmen",
    "mittel": "Mittleres Unternehmen",
    "gross": "Großes Unternehmen, kein KMU",
}
SHORT: Mapping[str, str] = {"kleinst": "Kleinst", "klein": "Klein", "mittel": "Mittel", "gross": "Groß"}
_LEVELS: Mapping[str, str] = {"kleinst": "kleinst", "klein": "klein", "mittel": "mittel", "gross": "groß"}
_MILLION = 1_000_000
_LAW = "https://eur-lex.europa.eu/legal-content/DE/TXT/?uri=CELEX:"
LAWS = (
    LawLink("Empfehlung 2003/361/EG lesen", f"{_LAW}32003H0361"),
    LawLink("Anhang I AGVO lesen", f"{_LAW}32014R0651"),
)
NOTHING_KNOWN = "Größenklasse noch offen"


def one_of(classes: Sequence[str], words: Mapping[str, str]) -> str:
    """Return a class, or those still possible: `Kleines Unternehmen`, `Klein oder mittel`."""
    if len(classes) == 1:
        return words[classes[0]]
    if len(classes) == len(SME_CLASSES):
        return NOTHING_KNOWN if words is CLASSES else "Offen"
    named = [_LEVELS[name] for name in classes]
    said = " oder ".join([", ".join(named[:-1]), named[-1]])
    return f"{said[:1].upper()}{said[1:]}, noch offen" if words is CLASSES else f"{said[:1].upper()}{said[1:]}"


def tone_of(classes: Sequence[str]) -> str:
    """Return the tone of an answer: a small or medium enterprise, a large one, or not settled."""
    if LARGE not in classes:
        return "ok"
    return "warn" if tuple(classes) == (LARGE,) else "info"


def level_words(low: str, high: str) -> str:
    """Return the class that a single figure would give: `klein`, `klein bis groß`."""
    return _LEVELS[low] if low == high else f"{_LEVELS[low]} bis {_LEVELS[high]}"


def counting_words(member: Member | None, *, direct: bool) -> tuple[str, str]:
    """Return how an enterprise counts, and the tone of that.

    Args:
        member: the enterprise; None where the holdings could not be followed.
        direct: it is told under the company itself.
    """
    if member is None:
        return "nicht berechnet", "mute"
    part = figures.share(Span(100 * member.weight.low, 100 * member.weight.high))
    below = direct and 0 < member.share.high < PARTNER_FROM_PCT
    limit = f"unter {formatting.percent(PARTNER_FROM_PCT)}, zählt nicht"
    return {
        Counting.LINKED: ("verbunden, zählt ganz", "accent"),
        Counting.PARTNER: (f"Partner, zählt zu {part}", "info"),
        Counting.PARTNER_GROUP: (f"beim Partner, zählt zu {part}", "info"),
        Counting.MAYBE: ("zählt vielleicht", "warn"),
        Counting.EXEMPT: ("Ausnahme, zählt nicht", "mute"),
        Counting.NOT: (limit if below else "zählt nicht", "mute"),
    }[member.counting]


def explained(
    classes: Sequence[str], now: Sequence[str], total: Figures, public: Span, *, two_years: bool | None
) -> str:
    """Return what decides, in one sentence.

    Args:
        classes: the answer.
        now: what the last accounts alone give.
        total: the figures of the company with what counts.
        public: what public bodies hold, in percent.
        two_years: the accounts before gave the same class; None where nobody looked.
    """
    if public.low >= PUBLIC_FROM_PCT:
        held = figures.share(public)
        return (
            f"Öffentliche Stellen halten {held}. Ab {formatting.percent(PUBLIC_FROM_PCT)} gilt ein Unternehmen als "
            "groß, wie klein es auch ist."
        )
    if two_years is False:
        said = one_of(now, SHORT)
        return f"Der letzte Abschluss ergibt: {said}. Im Vorjahr war es anders, darum gilt die frühere Klasse weiter."
    if len(classes) > 1:
        return _undecided(total)
    return _decided(classes[0], total)


def _undecided(total: Figures) -> str:
    parts = (("Beschäftigte", total.headcount), ("Umsatz", total.turnover), ("Bilanzsumme", total.balance))
    unsure = [name for name, part in parts if not part.exact]
    if not unsure:
        return "Die Angaben lassen noch mehrere Klassen zu."
    return f"Noch nicht genau bekannt: {formatting.listed(unsure)}, mit allem, was mitzählt."


def _decided(name: str, total: Figures) -> str:
    level = SME_CLASSES.index(name)
    staff = figures.staff(total.headcount)
    if name == LARGE:
        if class_of(total.headcount.low, 0, 0) == LARGE:
            return f"{staff} Beschäftigte zählen zusammen. Ein KMU hat weniger als {HEADCOUNT_BELOW[-1]}."
        return (
            f"Umsatz ({figures.money(total.turnover)}) und Bilanzsumme ({figures.money(total.balance)}) liegen beide "
            f"über der Grenze von {_limit(TURNOVER_UP_TO_EUR[-1])} und {_limit(BALANCE_UP_TO_EUR[-1])}."
        )
    by_turnover = total.turnover.high <= TURNOVER_UP_TO_EUR[level]
    amount = (
        f"Umsatz {figures.money(total.turnover)}, höchstens {_limit(TURNOVER_UP_TO_EUR[level])}"
        if by_turnover
        else f"Bilanzsumme {figures.money(total.balance)}, höchstens {_limit(BALANCE_UP_TO_EUR[level])}"
    )
    people = "Beschäftigter" if total.headcount == Span(1, 1) else "Beschäftigte"
    return f"{staff} {people}, weniger als {HEADCOUNT_BELOW[level]}, und {amount}."


def _limit(eur: int) -> str:
    return f"{formatting.number(eur / _MILLION)}{formatting.NBSP}Mio.{formatting.NBSP}EUR"
