"""A database made from an earlier one and what changed: the same state as one written afresh."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor_app.errors import Cancelled, EnvironmentFault, KnowledgeDamaged, KnowledgeMissing
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.records import canonical, vocabulary_record
from advisor_app.knowledge.writer import amend, prepare_records, write_knowledge
from tests.makers import event, partner, programme, topic

OLD = {
    **{item.id: canonical(item) for item in (programme(former_ids=("alter-name",)), topic(), partner(), event())},
    "vocabulary/levels": vocabulary_record("levels", {"land": "Land"}),
}


@pytest.fixture
def base(tmp_path):
    path = tmp_path / "base.sqlite"
    write_knowledge(path, prepare_records(OLD, version=3))
    return path


def contents(path):
    with KnowledgeReader(path) as reader:
        return dict(reader.canonical_records()), reader.info()


def test_changes_lead_to_the_state_that_a_fresh_database_holds(tmp_path, base):
    changed = canonical(programme(title="Zuschuss B", former_ids=("neuer-name",)))
    upserts = {"zuschuss-a": changed, "vocabulary/levels": vocabulary_record("levels", {"bund": "Bund"})}
    before = base.read_bytes()
    target = tmp_path / "new.sqlite"
    info = amend(base, target, upserts=upserts, removed=["thema-a", "gibt-es-nicht"], version=4)
    expected = {key: record for key, record in {**OLD, **upserts}.items() if key != "thema-a"}
    assert contents(target) == (dict(sorted(expected.items())), info)
    assert info == prepare_records(expected, version=4).info
    with KnowledgeReader(target) as reader:
        assert reader.get("alter-name") is None
        assert reader.get("neuer-name") == reader.get("zuschuss-a")
        assert reader.vocabulary("levels") == {"bund": "Bund"}
    assert base.read_bytes() == before


def test_without_a_base_everything_comes_from_the_changes(tmp_path):
    target = tmp_path / "new.sqlite"
    info = amend(None, target, upserts=OLD, removed=[], version=7)
    assert info == prepare_records(OLD, version=7).info
    assert contents(target) == (dict(sorted(OLD.items())), info)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_change_leads_to_the_fresh_state(tmp_path_factory, data):
    ids = [f"eintrag-{number}" for number in range(8)]
    names = st.lists(st.sampled_from(["frueher-1", "frueher-2", "frueher-3"]), unique=True, max_size=1)

    def drawn() -> dict[str, str]:
        chosen = data.draw(st.lists(st.sampled_from(ids), unique=True))
        return {key: canonical(programme(key, data.draw(st.sampled_from("ABC")))) for key in chosen}

    tmp_path = tmp_path_factory.mktemp("amend")
    before, upserts = drawn(), drawn()
    removed = data.draw(st.lists(st.sampled_from(ids), unique=True).map(lambda drawn: set(drawn) - set(upserts)))
    for key in upserts:
        former = tuple(data.draw(names))
        upserts[key] = canonical(programme(key, "D", former_ids=former))
    write_knowledge(tmp_path / "old", prepare_records(before, version=1))
    info = amend(tmp_path / "old", tmp_path / "new", upserts=upserts, removed=removed, version=2)
    expected = {key: record for key, record in {**before, **upserts}.items() if key not in removed}
    assert info == prepare_records(expected, version=2).info
    assert contents(tmp_path / "new")[0] == dict(sorted(expected.items()))


def test_silent_damage_of_a_record_shows_in_the_digest(tmp_path, base):
    with sqlite3.connect(base) as connection:
        connection.execute("update record set canonical = replace(canonical, 'Thema A', 'Thema B')")
    connection.close()
    info = amend(base, tmp_path / "new", upserts={}, removed=[], version=3)
    assert info.digest != prepare_records(OLD, version=3).info.digest


def test_a_base_that_cannot_be_used_is_told(tmp_path, base):
    content = base.read_bytes()
    base.write_bytes(content[:4096] + bytes(len(content) - 4096))
    with pytest.raises(KnowledgeDamaged) as caught:
        amend(base, tmp_path / "new", upserts={}, removed=[], version=4)
    assert caught.value.details["path"] == base
    with pytest.raises(KnowledgeMissing):
        amend(tmp_path / "none", tmp_path / "new2", upserts={}, removed=[], version=4)


@pytest.mark.parametrize("record", ["", "{}", "[1]", canonical(topic("other"))])
def test_a_record_that_is_none_is_refused_before_anything_is_written(tmp_path, base, record):
    with pytest.raises(KnowledgeDamaged):
        amend(base, tmp_path / "new", upserts={"thema-a": record}, removed=[], version=4)
    assert not (tmp_path / "new").exists()


def test_it_can_be_cancelled_at_any_question(tmp_path, base):
    asked = 0

    def count() -> bool:
        nonlocal asked
        asked += 1
        return False

    amend(base, tmp_path / "whole", upserts=OLD, removed=[], version=4, cancelled=count)
    assert asked >= 3
    for number in range(asked):
        ask = iter([False] * number + [True]).__next__
        with pytest.raises(Cancelled):
            amend(base, tmp_path / f"{number}", upserts=OLD, removed=[], version=4, cancelled=ask)


def test_progress_counts_what_is_written(tmp_path, base):
    seen = []
    amend(base, tmp_path / "new", upserts=OLD, removed=[], version=4, progress=lambda *told: seen.append(told))
    assert seen[-1] == (len(OLD), len(OLD))


def test_a_place_that_cannot_be_written_is_an_environment_fault(tmp_path, base):
    with pytest.raises(EnvironmentFault):
        amend(base, tmp_path / "no" / "folder", upserts={}, removed=[], version=4)
