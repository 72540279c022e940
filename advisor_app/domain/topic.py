"""Technology and management topics an advisor talks about on a visit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from advisor_app.domain.item import Item


class Maturity(StrEnum):
    """How far a topic has come in small companies."""

    BEOBACHTEN = "beobachten"
    PILOTREIF = "pilotreif"
    STAND_DER_TECHNIK = "stand_der_technik"
    PFLICHT = "pflicht"


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCase:
    """A typical application in a sector with its effort."""

    sector: str
    text: str
    effort: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Order of magnitude of a first step: a cost band code and weeks."""

    cost_band: str = ""
    weeks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHook:
    """A law that makes the topic a duty for some."""

    name: str
    applies_when: str
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Item):
    """A topic; `ris_field` is one of the seven innovation fields of the state's strategy."""

    ris_field: str
    maturity: Maturity | None = None
    diagnostic_questions: tuple[str, ...] = ()
    typical_use_cases: tuple[UseCase, ...] = ()
    entry_steps: tuple[str, ...] = ()
    effort: Effort | None = None
    risks: tuple[str, ...] = ()
    legal_hooks: tuple[LegalHook, ...] = ()
