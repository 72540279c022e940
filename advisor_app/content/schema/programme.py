"""The file format of a funding programme."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from advisor_app.content.schema.common import ItemFile
from advisor_app.content.schema.rule import OpName, RuleFile, RuleValue
from advisor_app.content.schema.types import (
    CodeOf,
    Count,
    Day,
    FileModel,
    LeafId,
    Line,
    Many,
    Money,
    OptionalDay,
    OptionalLine,
    Percent,
    Slug,
    Some,
    SourceId,
    Word,
    YearlyDay,
)


class PartyFile(FileModel):
    """Funder or operator."""

    name: Word
    partner: Slug = ""


class PercentRangeFile(FileModel):
    """Range in percent."""

    min: Percent | None = None
    max: Percent | None = None


class MoneyRangeFile(FileModel):
    """Range in EUR."""

    min: Money | None = None
    max: Money | None = None


class CountRangeFile(FileModel):
    """Range in weeks or months."""

    min: Count | None = None
    max: Count | None = None


class BonusFile(FileModel):
    """An extra on top of the base grant."""

    id: LeafId
    text: OptionalLine = ""
    eur: Money | None = None
    pct: Percent | None = None
    when: RuleFile | None = None


class GrantFile(FileModel):
    """Grant in EUR."""

    min: Money | None = None
    max: Money | None = None
    base_max: Money | None = None
    bonus: Many[BonusFile] = ()


class AmountsFile(FileModel):
    """How much."""

    rate_pct: PercentRangeFile | None = None
    grant_eur: GrantFile | None = None
    loan_eur: MoneyRangeFile | None = None
    eligible_cost_eur: MoneyRangeFile | None = None
    project_min_eur: Money | None = None
    finance_share_pct: Percent | None = None
    guarantee_pct: Percent | None = None
    duration_months: CountRangeFile | None = None
    note: OptionalLine = ""


class RateRowFile(FileModel):
    """One row of a rate table."""

    when: RuleFile | None = None
    also: Annotated[RuleFile | None, Field(alias="and")] = None
    pct: Percent
    src: SourceId


class BagatelleFile(FileModel):
    """Floor in EUR."""

    value: Money
    refers_to: Annotated[str, CodeOf("bagatelle_bases")]


class AidFile(FileModel):
    """State aid grounds."""

    basis: Many[Annotated[str, CodeOf("aid_bases")]] = ()
    article: OptionalLine = ""
    gross_grant_equivalent: bool | None = None


class CumulationFile(FileModel):
    """Combination with other programmes."""

    same_cost: Annotated[str, CodeOf("same_cost")] = "unknown"
    excluded_with: Many[Slug] = ()
    note: OptionalLine = ""


class WindowFile(FileModel):
    """When one can apply."""

    model: Annotated[str, CodeOf("window_models")]
    open_from: OptionalDay = ""
    open_to: OptionalDay = ""
    dates: Many[Day] = ()
    recurring: Many[YearlyDay] = ()
    two_stage: bool | None = None
    budget: Annotated[str, CodeOf("budgets")] = "unknown"
    note: OptionalLine = ""


class StepFile(FileModel):
    """One step of the way to the money."""

    who: Word
    what: Line
    lead_time: OptionalLine = ""


class LegalFile(FileModel):
    """The guideline behind a programme."""

    guideline_title: OptionalLine = ""
    citation: OptionalLine = ""
    guideline_valid_to: OptionalDay = ""


class BoostFile(FileModel):
    """A reason to show a programme earlier."""

    fact: Word
    op: OpName
    value: RuleValue
    weight: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)] = 1.0


class RelevanceFile(FileModel):
    """What only sorts and never excludes."""

    boost: Some[BoostFile]


def _none_as_list(value: Any) -> Any:
    return ["none"] if value == "none" else value


_SLUGS = {"type": "array", "items": {"type": "string"}}
Successor = Annotated[
    Many[Slug], BeforeValidator(_none_as_list), WithJsonSchema({"anyOf": [{"const": "none"}, _SLUGS]})
]


class ProgrammeFile(ItemFile):
    """A file below `kb/programmes`."""

    level: Annotated[str, CodeOf("levels")]
    funder: PartyFile
    operator: PartyFile | None = None
    funding_types: Some[Annotated[str, CodeOf("funding_types")]]
    target_groups: Many[Annotated[str, CodeOf("target_groups")]] = ()
    company_sizes: Many[Annotated[str, CodeOf("company_sizes")]] = ()
    sectors: Many[Annotated[str, CodeOf("sectors")]] = ()
    phases: Many[Annotated[str, CodeOf("phases")]] = ()
    activities: Many[Annotated[str, CodeOf("activities")]] = ()
    amounts: AmountsFile | None = None
    rate_table: Many[RateRowFile] = ()
    bagatelle_eur: BagatelleFile | None = None
    aid: AidFile | None = None
    cumulation: CumulationFile | None = None
    start_rule: Annotated[str, CodeOf("start_rules")] = "unklar"
    start_event: OptionalLine = ""
    route: Annotated[str, CodeOf("routes")] | None = None
    window: WindowFile
    decision_weeks: CountRangeFile | None = None
    documents: Many[Line] = ()
    steps: Many[StepFile] = ()
    not_funded: Many[Line] = ()
    predecessor: Many[Slug] = ()
    successor: Successor = ()
    valid_to: OptionalDay = ""
    legal: LegalFile | None = None
    eligibility: RuleFile | None = None
    relevance: RelevanceFile | None = None
