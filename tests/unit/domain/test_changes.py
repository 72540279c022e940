"""What changed between two states of an item."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.domain import KIND_OF, Certainty, Item, Programme, Source
from advisor_app.domain.changes import NOISE, ItemChange, compare, paths_of
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.item import Conflict, ConflictingValue, Review, Section
from advisor_app.domain.natures import WEIGHT, Nature
from advisor_app.domain.partner import Area, PartialArea
from advisor_app.domain.programme import (
    Amounts,
    Bagatelle,
    BagatelleBase,
    Budget,
    Cumulation,
    Grant,
    Range,
    RateRow,
    StartRule,
    Window,
    WindowModel,
)
from tests.makers import REVIEW, SOURCE, event, partner, programme, topic
from tests.samples import changed, filled, leaves

KINDS = list(KIND_OF)
LATER = Source(id="q2", url="https://example.org/neu", title="Neuer", as_of="2026-11")


def paths(change):
    """Return the paths that are told, once each: a section that went and one that came are two changes of the body."""
    return [] if change is None else list(dict.fromkeys(field.path for field in change.fields))


def change_of(old: Item | None, new: Item | None) -> ItemChange:
    change = compare(old, new)
    assert change is not None
    return change


def nature(old, new):
    return change_of(old, new).nature


def disputed(*values):
    return Conflict(field="amounts.rate_pct", values=tuple(ConflictingValue(value=v, src="q1") for v in values))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_changed_about_what_is_the_same(kind):
    assert compare(filled(kind), filled(kind)) is None
    assert compare(None, None) is None


@pytest.mark.parametrize(("kind", "leaf"), [(kind, leaf) for kind in KINDS for leaf in leaves(kind)])
def test_every_field_of_the_domain_is_told_or_named_as_noise(kind, leaf):
    told = [path for path in paths_of(kind) if leaf == path or leaf.startswith(f"{path}.")]
    assert (leaf in NOISE) != bool(told)
    old = filled(kind)
    new = changed(old, leaf, 1)
    assert new != old
    assert paths(compare(old, new)) == told
    assert paths(compare(new, old)) == told


@given(st.data())
def test_several_changed_fields_are_all_told_and_the_weightiest_gives_its_nature(data):
    kind = data.draw(st.sampled_from(KINDS))
    chosen = data.draw(st.sets(st.sampled_from(paths_of(kind)), min_size=1))
    old = new = filled(kind)
    for path in chosen:
        new = changed(new, path, 1)
    change = change_of(old, new)
    assert set(paths(change)) == chosen
    weights = [WEIGHT[field.nature] for field in change.fields]
    assert weights == sorted(weights)
    assert change.nature is change.fields[0].nature
    assert change.natures == {field.nature for field in change.fields}


@given(st.permutations(["a", "b", "c"]))
def test_the_order_of_what_has_none_is_no_change(order):
    old = programme(themes=("a", "b", "c"), keywords=("a", "b", "c"), uncertain=("a", "b", "c"),
                    conflicts=(disputed("a", "b"), disputed("c", "d")),
                    eligibility=Rule(any=tuple(Rule(op=Op.MANUAL, text=text) for text in "abc")))  # fmt: skip
    new = replace(old, themes=tuple(order), keywords=tuple(order), uncertain=tuple(order),
                  conflicts=(disputed("d", "c"), disputed("b", "a")),
                  eligibility=Rule(any=tuple(Rule(op=Op.MANUAL, text=text) for text in order)))  # fmt: skip
    assert compare(old, new) is None


def test_the_order_of_a_rate_table_is_a_change_because_the_first_row_wins():
    rows = (RateRow(pct=50, when=Rule(op=Op.MANUAL, text="klein")), RateRow(pct=40))
    assert paths(compare(programme(rate_table=rows), programme(rate_table=rows[::-1]))) == ["rate_table"]


def test_work_of_the_editors_is_no_change_but_how_well_an_item_is_supported_is():
    again = Review(checked_on="2027-01-01", checked_against=REVIEW.checked_against, review_by="2027-09-01",
                   certainty=REVIEW.certainty)  # fmt: skip
    assert compare(programme(), programme(review=again, fact_sources={"window": ("q1",)}, former_ids=("alt",))) is None
    worse = change_of(programme(), programme(review=replace(REVIEW, certainty=Certainty.C), uncertain=("Frist",)))
    assert (worse.nature, set(paths(worse))) == (Nature.CERTAINTY, {"review.certainty", "uncertain"})
    assert (worse.fields[0].old, worse.fields[0].new) in [(Certainty.A, Certainty.C), (None, ("Frist",))]


def test_ids_of_sources_and_citations_are_no_change():
    renamed = replace(SOURCE, id="s1", read_on="2026-12-01")
    section = Section(heading="Für wen?", markdown="Für kleine Betriebe  in NRW [s1].")
    old = programme(body=(Section(heading="Für wen?", markdown="Für kleine Betriebe in NRW [q1]."),))
    assert compare(old, programme(sources=(renamed,), body=(section,))) is None
    assert paths(compare(programme(), programme(sources=(replace(SOURCE, as_of="2026-11"),)))) == ["sources"]


def test_new_and_removed_items_have_no_fields():
    new, gone = change_of(None, programme()), change_of(topic(), None)
    assert (new.nature, new.fields, new.item) == (Nature.NEW, (), programme())
    assert (gone.nature, gone.fields, gone.item) == (Nature.REMOVED, (), topic())
    assert change_of(topic(), programme()).nature is Nature.NEW


def test_a_change_about_nothing_is_a_slip():
    with pytest.raises(ValueError, match="about an item"):
        assert ItemChange(nature=Nature.CHANGED, fields=(), old=None, new=None).item


def test_what_is_missing_is_told_as_none():
    change = change_of(programme(), programme(amounts=Amounts(grant_eur=Grant(max=5000.0)), start_event="Auftrag"))
    told = {field.path: (field.old, field.new) for field in change.fields}
    assert told == {"amounts.grant_eur.max": (None, 5000.0), "start_event": (None, "Auftrag")}


def test_a_part_that_says_nothing_is_no_change():
    # Links get their way back when content is published, which may bring such a part along.
    assert compare(programme(), programme(cumulation=Cumulation())) is None
    assert paths(compare(programme(), programme(cumulation=Cumulation(excluded_with=("b",))))) == [
        "cumulation.excluded_with"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (WindowModel.ROLLING, WindowModel.CLOSED, Nature.ENDED),
        (WindowModel.CALL, WindowModel.PAUSED, Nature.PAUSED),
        (WindowModel.CLOSED, WindowModel.SINGLE, Nature.REOPENED),
        (WindowModel.PAUSED, WindowModel.UNKNOWN, Nature.CONDITIONS),
        (WindowModel.SINGLE, WindowModel.LOTTERY, Nature.CONDITIONS),
    ],
)
def test_what_a_change_of_the_window_means(old, new, expected):
    assert nature(programme(window=Window(model=old)), programme(window=Window(model=new))) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"window": Window(model=WindowModel.ROLLING, open_to="2026-12-31")}, Nature.DEADLINE),
        ({"window": Window(model=WindowModel.ROLLING, budget=Budget.EXHAUSTED)}, Nature.PAUSED),
        ({"window": Window(model=WindowModel.ROLLING, budget=Budget.TIGHT)}, Nature.CONDITIONS),
        ({"valid_to": "2026-06-30"}, Nature.ENDED),
        ({"valid_to": "2029-06-30"}, Nature.DEADLINE),
        ({"amounts": Amounts(rate_pct=Range(max=40.0))}, Nature.AMOUNT),
        ({"bagatelle_eur": Bagatelle(value=500.0, refers_to=BagatelleBase.GRANT)}, Nature.AMOUNT),
        ({"amounts": Amounts(duration_months=Range(max=12.0))}, Nature.CONDITIONS),
        ({"start_rule": StartRule.ERST_NACH_BEWILLIGUNG}, Nature.START),
        ({"successor": ("b",)}, Nature.SUCCESSOR),
        ({"successor": ("none",)}, Nature.CHANGED),
        ({"conflicts": (disputed("45 %", "50 %"),)}, Nature.CONFLICT),
        ({"region": ("DE",)}, Nature.CONDITIONS),
        ({"title": "Anders"}, Nature.CHANGED),
        ({"summary": "Anders"}, Nature.TEXT),
        ({"keywords": ("neu",)}, Nature.MINOR),
    ],
)
def test_what_a_change_of_a_programme_means(fields, expected):
    assert nature(programme(), programme(**fields)) is expected


def test_the_end_of_what_had_ended_already_is_no_news():
    closed = programme(window=Window(model=WindowModel.CLOSED))
    assert nature(closed, replace(closed, valid_to="2025-12-31")) is Nature.CHANGED


def test_what_changes_of_partners_and_events_mean():
    assert nature(partner(), partner(serves=Area(ags=("05954",)))) is Nature.RESPONSIBILITY
    assert nature(partner(), partner(serves=Area(partial=(PartialArea(ags="05954", only=("05954036",)),)))) is (
        Nature.RESPONSIBILITY
    )
    assert nature(partner(), partner(region=("05954",))) is Nature.RESPONSIBILITY
    assert nature(partner(), partner(website="https://example.org")) is Nature.CONTACT
    assert nature(event(), event(starts_at="2026-12-03T09:00+01:00")) is Nature.DEADLINE
    assert nature(event(), event(cancelled=True)) is Nature.ENDED
    assert nature(event(cancelled=True), event()) is Nature.REOPENED


def test_a_conflict_that_was_settled_is_about_support():
    old, new = programme(conflicts=(disputed("45 %", "50 %"),)), programme()
    change = change_of(old, new)
    assert (change.nature, change.fields[0].old, change.fields[0].new) == (Nature.CERTAINTY, old.conflicts[0], None)


def test_sections_are_paired_by_heading_then_by_text():
    kept, gone = Section(heading="Für wen?", markdown="Für alle."), Section(heading="Weg", markdown="x")
    old = programme(body=(kept, Section(heading="Alt", markdown="Gleicher Text."), gone))
    new = programme(body=(Section(heading="Neu", markdown="Gleicher Text."), replace(kept, markdown="Für viele.")))
    told = [(f.old and f.old.heading, f.new and f.new.heading) for f in change_of(old, new).fields]
    assert sorted(told, key=str) == sorted([("Für wen?", "Für wen?"), ("Alt", "Neu"), ("Weg", None)], key=str)
    assert {f.path for f in change_of(old, new).fields} == {"body"}
    assert compare(old, replace(old, body=old.body[::-1])) is None


def test_a_field_names_the_sources_of_its_longest_prefix():
    sources = {"amounts": ("q1",), "amounts.rate_pct": ("q2",), "window.open_to": ("q2",)}
    both: dict[str, Any] = {"sources": (SOURCE, LATER), "fact_sources": sources}
    new = programme(amounts=Amounts(rate_pct=Range(max=40.0), note="bis 40 %"), start_event="Auftrag",
                    window=Window(model=WindowModel.ROLLING, open_to="2026-12-31"), **both)  # fmt: skip
    told = {field.path: field.sources for field in change_of(programme(**both), new).fields}
    assert told == {
        "amounts.rate_pct": (LATER,),
        "amounts.note": (SOURCE,),
        "window.open_to": (LATER,),
        "start_event": (),
    }


def test_values_that_name_their_source_themselves_rest_on_it():
    both: dict[str, Any] = {"sources": (SOURCE, LATER)}
    rows = (RateRow(pct=40, src="q2"),)
    section = Section(heading="Neu", markdown="Neu seit gestern [q2], sagt [eine Seite](https://example.org).")
    new = programme(rate_table=rows, body=(section,), **both)
    assert {field.sources for field in change_of(programme(body=(), **both), new).fields} == {(LATER,)}


def test_an_only_source_is_the_one_unless_the_field_is_gone_or_minor():
    change = change_of(programme(summary="x", valid_to="2029-01-01"), programme(summary="y", keywords=("k",)))
    assert {field.path: field.sources for field in change.fields} == {
        "summary": (SOURCE,),
        "valid_to": (),
        "keywords": (),
    }


def test_paths_are_unique_and_stable():
    found = paths_of(Programme)
    assert len(set(found)) == len(found)
    assert {"window.open_to", "amounts.grant_eur.max", "review.certainty", "related.partners"} <= set(found)
