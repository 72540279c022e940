"""The fact catalogue: every fact that eligibility rules may ask for, with its type and unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FactType(StrEnum):
    """Type of a fact's value; list types hold several codes at once."""

    BOOL = "bool"
    NUMBER = "number"
    DATE = "date"
    CODE = "code"
    CODES = "codes"
    REGION = "region"
    REGIONS = "regions"
    WZ = "wz"
    TEXT = "text"
    RECORDS = "records"


# More than that is a slip of the pen: a figure in the wrong field, a zero too many.
_MOST: Mapping[str, float] = {
    "%": 100,
    "AWU": 1_000_000,
    "EUR": 1_000_000_000_000,
    "years": 1_200,
    "months": 600,
    "days": 1_000,
}
# The first and the last day that can be meant, as ISO days.
FIRST_DAY, LAST_DAY = "1000-01-01", "2100-12-31"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: dotted name, type, closed codes (empty: open), unit, and whether it is computed from others.

    `limit` is the most that a number can be where it is another than that of its unit.
    """

    name: str
    type: FactType
    codes: tuple[str, ...] = ()
    unit: str = ""
    derived: bool = False
    limit: float | None = None

    @property
    def most(self) -> float | None:
        """Return the most that a number can be, None for what is no number."""
        return _MOST.get(self.unit) if self.limit is None else self.limit


SME_CLASSES = ("kleinst", "klein", "mittel", "gross")
LEGAL_KINDS = ("gewerblich", "handwerk", "freier_beruf", "gemeinnuetzig", "oeffentlich", "landwirtschaft")
# A company that exists and founds nothing says so: otherwise what is for founders alone would stay open.
FOUNDING_KINDS = ("neugruendung", "uebernahme", "beteiligung", "keine_gruendung")
CHAMBERS = ("ihk", "hwk", "beide", "keine")
LEGAL_FORMS = ("einzelunternehmen", "gbr", "ohg", "kg", "gmbh_co_kg", "gmbh", "ug", "ag", "eg", "verein", "stiftung")
EMPLOYMENT = ("angestellt", "selbststaendig", "arbeitslos", "studium", "ausbildung", "sonstiges")
PROJECT_KINDS = (
    "fue_produkt",
    "fue_verfahren",
    "fue_dienstleistung",
    "digitalisierung",
    "investition",
    "gruendung",
    "nachfolge",
    "beratung",
    "qualifizierung",
    "einstellung",
    "energie",
    "messe",
    "schutzrecht",
    "betriebsmittel",
)
# The twelve activities of the programme schema, and the finer ones that single programmes tell apart.
ACTIVITIES = (
    "idee",
    "machbarkeit",
    "fue",
    "pilot",
    "investition",
    "markteinfuehrung",
    "beratung",
    "qualifizierung",
    "personal",
    "messe",
    "schutzrecht",
    "betriebsmittel",
    "it_analyse",
    "it_schulung",
    "it_basisschutz",
)

_FACTS = (
    # Not yet: it is going to be founded anew; who takes a company over has one.
    Fact("company.exists", FactType.BOOL),
    Fact("company.sme_class", FactType.CODE, SME_CLASSES, derived=True),
    Fact("company.headcount", FactType.NUMBER, unit="AWU"),
    Fact("company.headcount_group", FactType.NUMBER, unit="AWU", derived=True),
    Fact("company.turnover_eur", FactType.NUMBER, unit="EUR"),
    # With its linked enterprises in full; partners do not belong to the group.
    Fact("company.turnover_group_eur", FactType.NUMBER, unit="EUR", derived=True),
    Fact("company.balance_eur", FactType.NUMBER, unit="EUR"),
    Fact("company.related", FactType.RECORDS),
    Fact("company.public_share", FactType.NUMBER, unit="%"),
    Fact("company.two_year_rule", FactType.BOOL),
    Fact("company.legal_form", FactType.CODE, LEGAL_FORMS),
    Fact("company.legal_kind", FactType.CODE, LEGAL_KINDS),
    Fact("company.chamber", FactType.CODE, CHAMBERS),
    Fact("company.wz_codes", FactType.WZ),
    Fact("company.seat_ags", FactType.REGION),
    Fact("company.site_ags", FactType.REGIONS),
    Fact("company.site_in_de", FactType.BOOL),
    Fact("company.founded_on", FactType.DATE),
    Fact("company.age_years", FactType.NUMBER, unit="years", derived=True),
    # Follows from the map of assisted areas, which is not part of the knowledge: somebody has to look it up.
    Fact("company.structurally_weak", FactType.BOOL),
    Fact("company.in_difficulty", FactType.BOOL),
    Fact("company.insolvency", FactType.BOOL),
    Fact("company.open_recovery_order", FactType.BOOL),
    Fact("company.deminimis_grants", FactType.RECORDS),
    Fact("company.deminimis_room_eur", FactType.NUMBER, unit="EUR", derived=True),
    Fact("company.trains_apprentices", FactType.BOOL),
    Fact("project.kind", FactType.CODES, PROJECT_KINDS),
    Fact("project.themes", FactType.CODES),
    Fact("project.activities", FactType.CODES, ACTIVITIES),
    Fact("project.site_ags", FactType.REGION),
    Fact("project.started", FactType.BOOL),
    Fact("project.start_planned", FactType.DATE),
    Fact("project.order_signed", FactType.BOOL),
    Fact("project.total_cost_eur", FactType.NUMBER, unit="EUR"),
    Fact("project.eligible_cost_eur", FactType.NUMBER, unit="EUR"),
    Fact("project.expected_aid_eur", FactType.NUMBER, unit="EUR", derived=True),
    Fact("project.months", FactType.NUMBER, unit="months"),
    Fact("project.partners", FactType.CODES),
    Fact("project.with_research_org", FactType.BOOL),
    Fact("project.contractor_is_affiliate", FactType.BOOL),
    Fact("project.creates_job_or_training", FactType.BOOL),
    Fact("project.founding_kind", FactType.CODE, FOUNDING_KINDS),
    Fact("project.share_pct", FactType.NUMBER, unit="%"),
    Fact("project.other_funding", FactType.CODES),
    Fact("person.residence_ags", FactType.REGION),
    Fact("person.age", FactType.NUMBER, unit="years", limit=120),
    Fact("person.employment", FactType.CODE, EMPLOYMENT),
    Fact("person.alg1_days_left", FactType.NUMBER, unit="days"),
    Fact("person.has_master_craftsman", FactType.BOOL),
    Fact("person.equivalent_qualification", FactType.BOOL),
    Fact("person.first_full_time_founding", FactType.BOOL),
    Fact("person.had_hwk_consultation", FactType.BOOL),
    Fact("person.student_or_graduate", FactType.BOOL),
)

FACTS: dict[str, Fact] = {fact.name: fact for fact in _FACTS}
