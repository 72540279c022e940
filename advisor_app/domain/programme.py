"""Funding programmes: what is granted, to whom, and what may be signed when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from advisor_app.domain.eligibility import Rule
from advisor_app.domain.item import Item


class Level(StrEnum):
    """Who gives: federation, state, EU, municipality, foundation or other."""

    BUND = "bund"
    LAND = "land"
    EU = "eu"
    KOMMUNE = "kommune"
    STIFTUNG = "stiftung"


class FundingType(StrEnum):
    """Form of support; the first six follow the code list of the official export."""

    ZUSCHUSS = "zuschuss"
    DARLEHEN = "darlehen"
    BUERGSCHAFT = "buergschaft"
    GARANTIE = "garantie"
    BETEILIGUNG = "beteiligung"
    STEUER = "steuer"
    BERATUNG = "beratung"
    SONSTIGE = "sonstige"


class StartRule(StrEnum):
    """Answer to "Darf ich schon unterschreiben?" (incentive effect, Vorhabenbeginn)."""

    ANTRAG_VOR_BEGINN = "antrag_vor_beginn"
    ERST_NACH_BEWILLIGUNG = "erst_nach_bewilligung"
    NACH_ANTRAG_AUF_EIGENES_RISIKO = "nach_antrag_auf_eigenes_risiko"
    VZMB_AUF_ANTRAG = "vzmb_auf_antrag"
    RUECKWIRKEND_MOEGLICH = "rueckwirkend_moeglich"
    UNKLAR = "unklar"


class Route(StrEnum):
    """Where the application is handed in."""

    DIREKT = "direkt"
    HAUSBANK = "hausbank"
    HWK = "hwk"
    HOCHSCHULE = "hochschule"
    NETZWERK = "netzwerk"
    STARTERCENTER = "startercenter"
    AGENTUR_FUER_ARBEIT = "agentur_fuer_arbeit"
    KONSORTIUM = "konsortium"


class AidBasis(StrEnum):
    """State aid ground the programme rests on."""

    DE_MINIMIS = "de_minimis"
    DAWI = "dawi"
    AGRAR = "agrar"
    AGVO = "agvo"
    KEINE_BEIHILFE = "keine_beihilfe"
    GENEHMIGT = "genehmigt"
    UNKLAR = "unklar"


class SameCost(StrEnum):
    """Whether other public money may pay for the same eligible costs."""

    ALLOWED = "allowed"
    UP_TO_INTENSITY = "up_to_intensity"
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"


class WindowModel(StrEnum):
    """How one gets a chance to apply."""

    ROLLING = "rolling"
    SINGLE = "single"
    CUTOFFS = "cutoffs"
    CALL = "call"
    LOTTERY = "lottery"
    FIRST_COME = "first_come"
    PAUSED = "paused"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Budget(StrEnum):
    """State of the money behind the programme."""

    OPEN = "open"
    TIGHT = "tight"
    EXHAUSTED = "exhausted"
    UNKNOWN = "unknown"


class BagatelleBase(StrEnum):
    """What a floor refers to: the grant or the cost."""

    GRANT = "grant"
    COST = "cost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A funder or operator; `partner` is the id of its partner item if there is one."""

    name: str
    partner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A closed range; a missing end is unknown, not unlimited. Unit as the field says (EUR or percent)."""

    min: float | None = None
    max: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonus:
    """An extra on top of the base grant, in EUR or in percentage points; `when` says for whom, None: it is open."""

    id: str
    text: str = ""
    eur: float | None = None
    pct: float | None = None
    when: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Grant amount in EUR: floor, cap, cap without bonus, and the bonuses."""

    min: float | None = None
    max: float | None = None
    base_max: float | None = None
    bonus: tuple[Bonus, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How much: rates in percent, money in EUR, duration in months."""

    rate_pct: Range | None = None
    grant_eur: Grant | None = None
    loan_eur: Range | None = None
    eligible_cost_eur: Range | None = None
    project_min_eur: float | None = None
    finance_share_pct: float | None = None
    guarantee_pct: float | None = None
    duration_months: Range | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRow:
    """One line of a rate table: first row whose conditions hold wins. `pct` in percent."""

    pct: float
    when: Rule | None = None
    also: Rule | None = None
    src: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bagatelle:
    """Floor below which nothing is granted, in EUR."""

    value: float
    refers_to: BagatelleBase


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """State aid grounds; `gross_grant_equivalent` is true where a loan or guarantee counts with its subsidy value."""

    basis: tuple[AidBasis, ...] = ()
    article: str = ""
    gross_grant_equivalent: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cumulation:
    """Whether the programme can be combined with others."""

    same_cost: SameCost = SameCost.UNKNOWN
    excluded_with: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When one can apply. Dates are ISO days, `recurring` are `MM-DD`."""

    model: WindowModel
    open_from: str = ""
    open_to: str = ""
    dates: tuple[str, ...] = ()
    recurring: tuple[str, ...] = ()
    two_stage: bool | None = None
    budget: Budget = Budget.UNKNOWN
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the way to the money."""

    who: str
    what: str
    lead_time: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Legal:
    """The guideline behind the programme; its validity is not an application deadline."""

    guideline_title: str = ""
    citation: str = ""
    guideline_valid_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boost:
    """A reason to show a programme earlier; never a reason to exclude it."""

    fact: str
    op: str
    value: str | int | float | bool | tuple[str | int | float, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Item):
    """A funding programme. `successor` is a tuple of ids, or `("none",)` where an ended one has none."""

    level: Level
    funder: Party
    window: Window
    operator: Party | None = None
    funding_types: tuple[FundingType, ...] = ()
    target_groups: tuple[str, ...] = ()
    company_sizes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    amounts: Amounts | None = None
    rate_table: tuple[RateRow, ...] = ()
    bagatelle_eur: Bagatelle | None = None
    aid: Aid | None = None
    cumulation: Cumulation | None = None
    start_rule: StartRule = StartRule.UNKLAR
    start_event: str = ""
    route: Route | None = None
    decision_weeks: Range | None = None
    documents: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    not_funded: tuple[str, ...] = ()
    predecessor: tuple[str, ...] = ()
    successor: tuple[str, ...] = ()
    valid_to: str = ""
    legal: Legal | None = None
    eligibility: Rule | None = None
    relevance: tuple[Boost, ...] = ()

    @property
    def bonuses(self) -> tuple[Bonus, ...]:
        """Return the extras on top of the base grant."""
        grant = self.amounts.grant_eur if self.amounts is not None else None
        return () if grant is None else grant.bonus

    @property
    def amount_rules(self) -> tuple[Rule, ...]:
        """Return the conditions that what it grants hangs on: those of its rates and of its bonuses."""
        rules = [rule for row in self.rate_table for rule in (row.when, row.also)]
        return tuple(rule for rule in (*rules, *(bonus.when for bonus in self.bonuses)) if rule is not None)
