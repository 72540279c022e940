"""What is known of a company, its project and its people: facts that may be known in part, each with where from.

Nothing is guessed: what was not said is unknown, and an answer by bracket stays a bracket.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from advisor_app.domain.facts import FACTS

SCHEMA = "profile/1"
# Characters of a title. Whoever writes more has written a note.
LONGEST_TITLE = 200


class Provenance(StrEnum):
    """Where the value of a fact comes from."""

    ENTERED = "angabe"
    DERIVED = "berechnet"
    DOCUMENT = "beleg"
    ASSUMED = "annahme"


class Absent(StrEnum):
    """Why there is no value: nobody asked yet, or whoever was asked would rather not say."""

    UNKNOWN = "unknown"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Known:
    """Exactly this value: bool, number, text, ISO day, tuple of codes, or tuple of records."""

    value: Any


@dataclass(frozen=True, slots=True)
class Interval:
    """Some value between two ends, both included, in the unit of the fact; None for an end that is open.

    Raises:
        ValueError: the lower end lies above the upper one, or both are open.
    """

    min: float | str | None = None
    max: float | str | None = None

    def __post_init__(self) -> None:
        if self.min is None and self.max is None:
            raise ValueError("an interval needs an end")
        if self.min is not None and self.max is not None and self.min > self.max:  # type: ignore[operator]
            raise ValueError("the lower end lies above the upper one")


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of several values, it is not known which.

    Raises:
        ValueError: there is none.
    """

    values: tuple[Any, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("a set of possible values needs one")


Possible = Known | Interval | AnyOf | Absent


@dataclass(frozen=True, slots=True, kw_only=True)
class FactValue:
    """What is known of a fact.

    Args:
        possible: the values it may have.
        provenance: where they come from.
        as_of: ISO day of the answer or of the document, "" if nobody noted it.
        note: what else was said.
    """

    possible: Possible
    provenance: Provenance = Provenance.ENTERED
    as_of: str = ""
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether nothing is known."""
        return isinstance(self.possible, Absent)


UNKNOWN = FactValue(possible=Absent.UNKNOWN)


def judgement_key(programme_id: str, rule_id: str) -> str:
    """Return the name under which a profile holds what a person found of a programme's manual condition."""
    return f"{programme_id}/{rule_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The facts of one company or founder. Facts that are not named are unknown.

    Args:
        facts: name of the catalogue -> what is known of it.
        title: how the reader calls it; leaves the device only where the reader says so.
        judged: what a person found of a manual condition, `Known(True)` or `Known(False)`, by `judgement_key`.
            Conditions that nobody judged are open.

    Raises:
        KeyError: the catalogue knows no such fact.
    """

    facts: Mapping[str, FactValue] = field(default_factory=dict)
    title: str = ""
    judged: Mapping[str, FactValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        strange = [name for name in self.facts if name not in FACTS]
        if strange:
            raise KeyError(strange[0])

    def value(self, name: str) -> FactValue:
        """Return what is known of a fact."""
        return self.facts.get(name, UNKNOWN)

    def known(self, name: str) -> Any:
        """Return the value of a fact that is known exactly, None for any other."""
        possible = self.value(name).possible
        return possible.value if isinstance(possible, Known) else None

    def with_fact(self, name: str, value: FactValue) -> Profile:
        """Return the profile with one fact answered."""
        return replace(self, facts={**self.facts, name: value})

    def without(self, name: str) -> Profile:
        """Return the profile with one fact unknown again."""
        return replace(self, facts={known: value for known, value in self.facts.items() if known != name})

    def judgement(self, programme_id: str, rule_id: str) -> FactValue:
        """Return what a person found of a manual condition of a programme."""
        return self.judged.get(judgement_key(programme_id, rule_id), UNKNOWN)

    def with_judgement(self, programme_id: str, rule_id: str, value: FactValue) -> Profile:
        """Return the profile with a manual condition judged; an open value takes the judgement back."""
        key = judgement_key(programme_id, rule_id)
        others = {known: other for known, other in self.judged.items() if known != key}
        return replace(self, judged=others if value.is_open else {**others, key: value})
