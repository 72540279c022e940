"""The file format: what it accepts, what it says about faults, and that it agrees with the domain."""

from __future__ import annotations

import dataclasses
import typing

import pytest
from pydantic import BaseModel

from advisor_app.content.schema import common, event, partner, programme, rule, topic
from advisor_app.content.schema.descriptions import DESCRIPTIONS
from advisor_app.content.schema.registry import ITEMS, MODELS
from advisor_app.domain import Kind
from advisor_app.domain import event as event_values
from advisor_app.domain import item as item_values
from advisor_app.domain import partner as partner_values
from advisor_app.domain import programme as programme_values
from advisor_app.domain import topic as topic_values
from advisor_app.domain.eligibility import Rule

FILE = "programmes/foerderung.md"
RANGES = (programme.PercentRangeFile, programme.MoneyRangeFile, programme.CountRangeFile)
PARTS = [
    (common.SourceFile, item_values.Source),
    (common.ReviewFile, item_values.Review),
    (common.ConflictFile, item_values.Conflict),
    (common.ConflictingValueFile, item_values.ConflictingValue),
    (common.RelatedFile, item_values.Related),
    (common.QuoteFile, item_values.Quote),
    (rule.RuleFile, Rule),
    *((model, programme_values.Range) for model in RANGES),
    *(
        (getattr(programme, f"{name}File"), getattr(programme_values, name))
        for name in ("Party", "Bonus", "Grant", "Amounts", "RateRow", "Bagatelle", "Aid", "Cumulation", "Window")
    ),
    *((getattr(programme, f"{name}File"), getattr(programme_values, name)) for name in ("Step", "Legal", "Boost")),
    *((getattr(topic, f"{name}File"), getattr(topic_values, name)) for name in ("UseCase", "Effort", "LegalHook")),
    *(
        (getattr(partner, f"{name}File"), getattr(partner_values, name))
        for name in ("PartialArea", "Area", "Offer", "Accepts", "Address", "Geo", "Contact", "Startup")
    ),
    *((getattr(event, f"{name}File"), getattr(event_values, name)) for name in ("Registration", "Place")),
]


def names(value: type) -> set[str]:
    return {field.name for field in dataclasses.fields(value)}


@pytest.mark.parametrize("kind", list(Kind))
def test_the_format_of_a_kind_has_the_fields_of_the_domain(kind):
    assert set(MODELS[kind].model_fields) - {"schema_"} == names(ITEMS[kind]) - {"body"}


@pytest.mark.parametrize(("model", "value"), PARTS, ids=lambda part: part.__name__)
def test_the_parts_of_the_format_have_the_fields_of_the_domain(model, value):
    assert set(model.model_fields) == names(value)


@pytest.mark.parametrize(("model", "value"), PARTS, ids=lambda part: part.__name__)
def test_what_the_domain_needs_the_format_requires(model, value):
    needed = {
        field.name
        for field in dataclasses.fields(value)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    optional = {name for name, field in model.model_fields.items() if not field.is_required()}
    assert needed & optional == set()


def test_every_field_is_described_and_nothing_else_is():
    models = {
        name: value
        for module in (common, rule, programme, topic, partner, event)
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, BaseModel) and name != "FileModel"
    }
    for name, model in models.items():
        inherited = set(common.ItemFile.model_fields) if name != "ItemFile" and name in _kinds() else set()
        fields = {field.alias or key for key, field in model.model_fields.items() if key not in inherited}
        assert fields == set(DESCRIPTIONS[name]), name
    assert set(models) == set(DESCRIPTIONS)


def _kinds() -> set[str]:
    return {model.__name__ for model in MODELS.values()}


@pytest.mark.parametrize(
    ("old", "new", "field", "code", "told"),
    [
        ("level: land", "level: Land", "level", "unknown_code", 'did you mean "land"?'),
        ("level: land", "level: xyz", "level", "unknown_code", "allowed: bund"),
        ("level: land", "", "level", "missing", "level: …"),
        ("route: direkt", "rout: direkt", "rout", "unknown_key", 'did you mean "route"?'),
        ("route: direkt", "zzz: direkt", "zzz", "unknown_key", "unknown key"),
        ("route: direkt", "open_to: x", "open_to", "unknown_key", "belongs under window"),
        ("funding_types: [zuschuss]", "funding_types: zuschuss", "funding_types", "type", '["zuschuss"]'),
        ("funding_types: [zuschuss]", "funding_types: []", "funding_types", "empty_list", "at least 1"),
        ("max: 50", 'max: "50"', "amounts.rate_pct.max", "type", "without quotes"),
        ("max: 50", "max: true", "amounts.rate_pct.max", "type", "a number"),
        ("max: 50", "max: 120", "amounts.rate_pct.max", "out_of_range", "at most 100"),
        ("max: 50", "max: -1", "amounts.rate_pct.max", "out_of_range", "at least 0"),
        ("funder: {name: Land, partner: agentur}", "funder: Land", "funder", "type", "{key: value}"),
        ("title: Beispielförderung", "title: 2026", "title", "unquoted_code", '"2026"'),
        ("title: Beispielförderung", "title: true", "title", "type", '"true"'),
        ("title: Beispielförderung", f"title: {'x' * 91}", "title", "length", "allowed are 90"),
        ("summary: Zuschuss für kleine und mittlere", "summary: Kurz. #", "summary", "length", "at least 60"),
        ('region: ["05"]', 'region: ["NRW"]', "region.0", "region_form", '"05"'),
        ('open_to: "2029-12-31"', 'open_to: "31.12.2029"', "window.open_to", "date_form", "YYYY-MM-DD"),
        ('open_to: "2029-12-31"', 'open_to: "2029-02-30"', "window.open_to", "date_form", "calendar"),
        ('open_to: "2029-12-31"', 'open_to: "2129-12-31"', "window.open_to", "year_out_of_range", "2100"),
        ('"https://www.beispiel.de/seite"', '"www.beispiel.de"', "sources.0.url", "url_form", "https://"),
        ('"https://www.beispiel.de/seite"', '"ftp://beispiel.de"', "sources.0.url", "url_form", "https://"),
        ('"https://www.beispiel.de/seite"', '"https://bei spiel.de"', "sources.0.url", "url_form", "characters"),
        ('"https://www.beispiel.de/seite"', '"https://beispiel"', "sources.0.url", "url_form", "host"),
        ('"https://www.beispiel.de/seite"', '"https://x@b.de/"', "sources.0.url", "url_form", "host"),
        ('"https://www.beispiel.de/seite"', '"https://b.de:x/"', "sources.0.url", "url_form", "no address"),
        ("id: foerderung", "id: Förderung", "id", "id_form", "a-z"),
        ('as_of: "2026-05"', 'as_of: "Mai 2026"', "sources.0.as_of", "date_form", "YYYY-MM"),
        (
            "model: rolling, ",
            'model: cutoffs, recurring: ["W05-3"], ',
            "window.recurring.0",
            "date_form",
            "MM-DD",
        ),
        ("region: [", 'region: ["0"] #', "region.0", "region_form", "AGS"),
        ("funder: {name: Land", 'funder: {name: "Land\\nLand"', "funder.name", "several_lines", "join"),
        ('as_of: "2026-05"', 'as_of: "2026-02-30"', "sources.0.as_of", "date_form", "calendar"),
        ("op: in,", "op: drin,", "eligibility.all.0.op", "unknown_op", "any_in"),
        ("value: [kleinst, klein]", "value: {a: 1}", "eligibility.all.0.value", "value_form", "list"),
        ("value: [kleinst, klein]", "value: [true]", "eligibility.all.0.value", "value_form", "true/false"),
        (
            "src: q1}\n    - {id: sitz",
            "src: q1, fixable: ja}\n    - {id: sitz",
            "eligibility.all.0.fixable",
            "type",
            "text",
        ),
    ],
)
def test_a_fault_names_field_and_remedy(kb, only, old, new, field, code, told):
    line = kb.edit(FILE, old, new)
    problem = only(code, file=FILE, field=field)
    assert told in problem.message
    assert problem.line in (line, 1) or "\n" in old


def test_dates_and_words_like_yes_stay_text(kb):
    kb.edit(FILE, 'open_to: "2029-12-31"', "open_to: 2029-12-31")
    kb.edit(FILE, "title: Beispielförderung", "title: yes")
    content = kb.load()
    assert content.problems == ()
    assert next(item for item in content.items if item.id == "foerderung").title == "yes"


def test_a_list_may_name_one_successor_or_none(kb):
    kb.edit(FILE, "route: direkt", "route: direkt\nsuccessor: none")
    item = next(item for item in kb.load().items if item.id == "foerderung")
    assert typing.cast("programme_values.Programme", item).successor == ("none",)


@pytest.mark.parametrize(
    "moment", ["2027-03-01", "2027-03-01T09:00:00", "2027-13-01T09:00:00+01:00", "20270301T0900+0100"]
)
def test_moments_have_day_time_and_offset(kb, only, moment):
    kb.edit("events/sprechtag.md", "recurrence:", f'starts_at: "{moment}"\nrecurrence:')
    only("date_form", field="starts_at")


def test_undated_sources_and_empty_optional_fields_are_fine(kb):
    kb.edit(FILE, 'as_of: "2026-05"', 'as_of: ""')
    kb.edit(FILE, "route: direkt", 'start_event: ""')
    kb.edit("events/sprechtag.md", "recurrence:", 'starts_at: ""\nrecording_url: ""\nrecurrence:')
    assert kb.problems() == []
