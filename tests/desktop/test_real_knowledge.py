"""The window on the knowledge that ships: every item can be shown, and every number of a source leads to one."""

import re

import pytest

from advisor_app.consultation.findings import Adviser
from advisor_app.consultation.names import Names
from advisor_app.consultation.session import Session
from advisor_app.consultation.words import OUTCOMES
from advisor_app.content.markdown import render
from advisor_app.content.profile_file import read_profile
from advisor_app.desktop.presenters.check_reason import present_reason
from advisor_app.desktop.presenters.item import present_item
from advisor_app.desktop.presenters.results import FACETS, run_search
from advisor_app.domain import Kind, Programme, kind_of
from advisor_app.matching.verdict import Outcome
from advisor_app.search.model import SearchRequest
from advisor_app.workspace import Workspace
from tests.desktop.conftest import TODAY


@pytest.fixture(scope="module")
def real(data_dir):
    with Workspace.locate(data_dir).open_library(today=TODAY) as opened:
        yield opened


@pytest.fixture(scope="module")
def all_rows(real):
    return run_search(real, SearchRequest(limit=1000), baseline={}, today=TODAY).rows


def test_every_hit_has_a_row(real, all_rows):
    assert len(all_rows) == sum(real.info().items.values())
    for row in all_rows:
        assert row.title, row
        assert row.meta, row
        assert "None" not in row.spoken, row
        assert "_" not in row.spoken, row


def test_every_item_can_be_read_and_its_references_lead_to_sources(real, all_rows):
    for row in all_rows:
        item = real.item(row.id)
        view = present_item(item, labels=real, render=render, today=TODAY)
        ids = {source.id for source in view.sources}
        html = "".join(block.html for block in view.blocks)
        assert set(re.findall(r'href="source:([^"]+)"', html)) <= ids, row.id
        numbers = {number for fact in view.facts for number in fact.refs}
        assert numbers <= set(range(1, len(ids) + 1)), row.id
        assert all(fact.value for fact in view.facts), row.id
        assert (view.signature is None) != (view.signpost is None) or kind_of(item) is not Kind.PROGRAMME, row.id
        words = [fact.label for fact in view.facts] + [fact.value for fact in view.facts if "@" not in fact.value]
        assert not [word for word in words if re.search(r"[a-z]_[a-z]", word)], row.id


def test_codes_of_every_facet_have_labels(real):
    result = run_search(real, SearchRequest(), baseline={}, today=TODAY)
    for kind in Kind:
        of_kind = run_search(real, SearchRequest(filters={"kind": (kind.value,)}), baseline={}, today=TODAY)
        for group in (*result.groups, *of_kind.groups):
            assert group.label == FACETS[group.facet][0]
            for option in group.options:
                assert option.label != option.code or option.code.isalpha(), (group.facet, option)


def test_a_typed_filter_that_is_none_is_told_beside_the_headline(real):
    assert (
        run_search(real, SearchRequest(text="kind:quatsch"), baseline={}, today=TODAY).remark
        == "Kein Filter: kind:quatsch"
    )
    assert run_search(real, SearchRequest(text="ki"), baseline={}, today=TODAY).remark.endswith("ms")


def test_conflicts_name_their_field_in_words(real, all_rows):
    views = [present_item(real.item(row.id), labels=real, render=render, today=TODAY) for row in all_rows]
    fields = [conflict.field for view in views for conflict in view.conflicts]
    assert fields
    assert [field for field in fields if not field[0].isupper()] == []


def test_every_verdict_is_explained_down_to_its_sources(real, geodata, root):
    found = real.items([outline.id for outline in real.outlines().programmes])
    programmes = [item for item in found.values() if isinstance(item, Programme)]
    names = Names.of(geodata, real.vocabulary("themes"), {one.id: one.title for one in programmes})
    adviser = Adviser.of(programmes, TODAY)
    outcomes = set()
    for file in sorted((root / "kb" / "gold" / "profiles").glob("*.yaml"))[::14]:
        profile = read_profile(file.read_bytes(), file.name).profile
        assert profile is not None, file
        findings = adviser.first(Session(given=profile))
        for programme in programmes:
            view = present_reason(findings, names, real, programme.id)
            where = (file.stem, programme.id)
            assert view is not None, where
            outcomes.add(view.outcome.text)
            assert view.lead.sentence, where
            if view.outcome.text in (OUTCOMES[Outcome.FAILS], OUTCOMES[Outcome.FIXABLE]):
                assert view.lead.points, where
            for line in view.every:
                assert line.group or (line.ref and line.stand and line.text), (where, line)
                assert line.group or line.value or line.remark or line.origin, (where, line)
            said = view.leaving.text_all.partition("[1] ")[0]
            assert not re.search(r"\bNone\b|[a-z]_[a-z]", said), where
            assert view.standing, where
    assert outcomes >= {OUTCOMES[one] for one in (Outcome.OPEN, Outcome.FAILS)}


def test_the_window_opens_on_it(real, open_face, qtbot, monkeypatch):
    monkeypatch.setattr(type(real), "close", lambda _self: None)
    face = open_face(lambda: real)
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    for text in ("go-digital", "dürfen wir schon bestellen", "Witten", "NIS-2"):
        face.window.search.ask_for(text)
        qtbot.waitUntil(lambda: not face.runner.is_busy())
        assert face.window.search.reading.view is not None, text
    face.runner.shut_down()
