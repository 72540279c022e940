"""What answers say against each other: never a fault, as both may be meant, but worth a second look.

Only what is known counts. A contradiction names the facts that it is made of, so that what is delicate can stay away
where these do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from advisor_app.consultation.words import amount_words, day_words, label, possible_words
from advisor_app.domain.profile import FactValue, Interval, Known, Profile, Provenance
from advisor_app.domain.region import is_within
from advisor_app.domain.state_aid import DeMinimisGrant
from advisor_app.domain.state_aid.deminimis import CEILINGS_EUR
from advisor_app.domain.state_aid.figures import span

# What heads them.
DOUBTS = "Angaben, die nicht zusammenpassen"
# Whoever plans a founding plans it within so many years.
_SOON_YEARS = 5
# Founders plan with a few people; from here on it is more than a small enterprise, which nobody founds out of nothing.
_MORE_THAN_PLANNED = {
    "company.headcount": 50,
    "company.turnover_eur": 10_000_000,
    "company.balance_eur": 10_000_000,
}
_GRANTS = "company.deminimis_grants"
_GONE_THROUGH = (_GRANTS, "company.insolvency", "company.in_difficulty")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two answers that do not go together.

    Args:
        text: what they say, and what helps.
        facts: those that they are, the one to look at first in front.
    """

    text: str
    facts: tuple[str, ...]


def contradictions(profile: Profile, today: date) -> tuple[Contradiction, ...]:
    """Return what answers say against each other.

    Args:
        profile: what was told, derived facts filled or not.
        today: the day of the check.
    """
    return tuple(one for rule in _RULES for one in rule(_Told(profile, today)))


@dataclass(frozen=True, slots=True)
class _Told:
    """What somebody told; what follows from it contradicts nothing."""

    profile: Profile
    today: date

    def value(self, fact: str) -> FactValue:
        """Return what was told of a fact."""
        return self.profile.value(fact)

    def known(self, fact: str) -> Any:
        """Return the value that was told, None where it is not exactly known or follows from others."""
        derived = self.value(fact).provenance is Provenance.DERIVED
        return None if derived else self.profile.known(fact)

    def least(self, fact: str) -> float:
        """Return the least that a figure is, 0 where nothing was told."""
        derived = self.value(fact).provenance is Provenance.DERIVED
        return 0 if derived else float(self._end(fact, last=False) or 0)

    def earliest(self, fact: str) -> str:
        """Return the first day that was told, "" where it is not known."""
        return str(self._end(fact, last=False) or "")

    def latest(self, fact: str) -> str:
        """Return the last day that was told, "" where it is not known."""
        return str(self._end(fact, last=True) or "")

    def _end(self, fact: str, *, last: bool) -> Any:
        possible = self.value(fact).possible
        if isinstance(possible, Interval):
            return possible.max if last else possible.min
        return possible.value if isinstance(possible, Known) else None

    def words(self, fact: str) -> str:
        """Return what was told in words."""
        return possible_words(fact, self.value(fact).possible)


def _order(told: _Told) -> Iterator[Contradiction]:
    if told.known("project.started") is False and told.known("project.order_signed") is True:
        yield Contradiction(
            "Das Vorhaben soll noch nicht begonnen sein, ein Auftrag ist aber erteilt. Bei den meisten Programmen ist "
            "der erste bindende Auftrag schon der Beginn.",
            ("project.started", "project.order_signed"),
        )


def _planned(told: _Told) -> Iterator[Contradiction]:
    day = told.latest("project.start_planned")
    if told.known("project.started") is False and day and day < told.today.isoformat():
        yield Contradiction(
            f"Der geplante Beginn ({told.words('project.start_planned')}) ist vorbei, begonnen ist das Vorhaben noch "
            "nicht. Den geplanten Tag prüfen.",
            ("project.start_planned", "project.started"),
        )


def _costs(told: _Told) -> Iterator[Contradiction]:
    total, counted = told.known("project.total_cost_eur"), told.least("project.eligible_cost_eur")
    if total is not None and counted > total:
        yield Contradiction(
            "Von den Kosten soll mehr anerkannt werden, als das Vorhaben kostet. Eine der beiden Zahlen prüfen.",
            ("project.eligible_cost_eur", "project.total_cost_eur"),
        )


def _germany(told: _Told) -> Iterator[Contradiction]:
    if told.known("company.site_in_de") is not False:
        return
    for fact, what in (("company.seat_ags", "der Sitz"), ("company.site_ags", "eine Betriebsstätte")):
        found = told.known(fact)
        places = (found,) if isinstance(found, str) else found or ()
        if any(is_within(place, "DE") for place in places):
            yield Contradiction(
                f"Eine Betriebsstätte in Deutschland soll es nicht geben, {what} liegt aber dort. Der Sitz zählt als "
                "Betriebsstätte.",
                ("company.site_in_de", fact),
            )
            return


def _not_there_yet(told: _Told) -> Iterator[Contradiction]:
    if told.known("company.exists") is not False:
        return
    day = told.latest("company.founded_on")
    if day and day <= told.today.isoformat():
        yield Contradiction(
            f"Das Unternehmen soll es noch nicht geben, gegründet wurde es aber ({told.words('company.founded_on')}).",
            ("company.exists", "company.founded_on"),
        )
    for fact, few in _MORE_THAN_PLANNED.items():
        if told.least(fact) >= few:
            yield Contradiction(
                f"Das Unternehmen soll es noch nicht geben, „{label(fact)}“ ist aber {told.words(fact)}. Hier gilt das "
                "als Planung.",
                ("company.exists", fact),
            )
            break
    for fact in _GONE_THROUGH:
        if told.known(fact):
            yield Contradiction(
                "Das Unternehmen soll es noch nicht geben, es hat aber schon eine Vorgeschichte.",
                ("company.exists", fact),
            )
            break


def _there_already(told: _Told) -> Iterator[Contradiction]:
    day = told.earliest("company.founded_on")
    if told.known("company.exists") is True and day > told.today.isoformat():
        yield Contradiction(
            f"Das Unternehmen soll es schon geben, gegründet wird es aber erst ({told.words('company.founded_on')}).",
            ("company.founded_on", "company.exists"),
        )
    elif day and int(day[:4]) > told.today.year + _SOON_YEARS:
        yield Contradiction(
            f"Die Gründung liegt weit in der Zukunft ({told.words('company.founded_on')}). Das Jahr prüfen.",
            ("company.founded_on",),
        )


def _out_of_work(told: _Told) -> Iterator[Contradiction]:
    work = told.known("person.employment")
    if work not in (None, "arbeitslos") and told.least("person.alg1_days_left") > 0:
        yield Contradiction(
            "Es ist ein Rest von Arbeitslosengeld angegeben, die Person ist aber nicht arbeitslos.",
            ("person.employment", "person.alg1_days_left"),
        )


def _founding(told: _Told) -> Iterator[Contradiction]:
    kinds = told.known("project.kind") or ()
    if told.known("project.founding_kind") == "keine_gruendung" and "gruendung" in kinds:
        yield Contradiction(
            "Es geht um eine Gründung, bei der Art der Gründung steht aber: keine.",
            ("project.founding_kind", "project.kind"),
        )


def _trouble(told: _Told) -> Iterator[Contradiction]:
    if told.known("company.insolvency") is True and told.known("company.in_difficulty") is False:
        yield Contradiction(
            "Es läuft ein Insolvenzverfahren oder es gibt Gründe dafür. Nach dem EU-Recht ist das Unternehmen dann in "
            "Schwierigkeiten.",
            ("company.in_difficulty", "company.insolvency"),
        )


def _grants(told: _Told) -> Iterator[Contradiction]:
    grants: tuple[DeMinimisGrant, ...] = told.known(_GRANTS) or ()
    for ahead in (one for one in grants if one.day > told.today):
        yield Contradiction(
            f"Die De-minimis-Beihilfe vom {day_words(ahead.granted_on)} liegt in der Zukunft: Im Konto zählt sie noch "
            "nicht. Das Datum des Bescheids prüfen.",
            (_GRANTS,),
        )
    for high in (one for one in grants if span(one.gge_eur).low > CEILINGS_EUR[one.basis]):
        yield Contradiction(
            f"Die De-minimis-Beihilfe vom {day_words(high.granted_on)} liegt allein schon über der Obergrenze von "
            f"{amount_words(CEILINGS_EUR[high.basis])}. Betrag und Rechtsgrundlage prüfen.",
            (_GRANTS,),
        )


_RULES: tuple[Callable[[_Told], Iterator[Contradiction]], ...] = (
    _order,
    _planned,
    _costs,
    _germany,
    _not_there_yet,
    _there_already,
    _out_of_work,
    _founding,
    _trouble,
    _grants,
)
