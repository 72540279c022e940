from __future__ import annotations

import os
import shutil
import sqlite3
import threading

import pytest

from advisor_app.errors import Cancelled, EnvironmentFault, KnowledgeDamaged, KnowledgeMissing, KnowledgeTooNew
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.records import canonical, vocabulary_record
from advisor_app.knowledge.writer import prepare, prepare_records, write_knowledge
from tests.makers import event, partner, programme, topic

ITEMS = [programme(former_ids=("alter-name",)), topic(), partner(), event()]
LABELS = {"levels": {"land": "Land", "bund": "Bund"}}


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "kb.sqlite"
    write_knowledge(path, prepare(ITEMS, LABELS, version=3))
    return path


def test_what_was_written_is_read(database):
    with KnowledgeReader(database) as reader:
        assert list(reader.items()) == sorted(ITEMS, key=lambda item: item.id)
        assert reader.get("zuschuss-a") == ITEMS[0]
        assert reader.get("alter-name") == ITEMS[0]
        assert reader.get("gibt-es-nicht") is None
        assert list(reader.get_many(["thema-a", "nichts", "partner-a"])) == ["thema-a", "partner-a"]
        assert reader.label("levels", "land") == "Land"
        assert reader.label("levels", "mond") == "mond"
        assert list(reader.vocabulary("levels")) == ["land", "bund"]


def test_info_tells_version_counts_and_newest_check(database):
    with KnowledgeReader(database) as reader:
        info = reader.info()
    assert info == prepare(ITEMS, LABELS, version=3).info
    assert (info.version, info.as_of) == (3, "2026-11-23")
    assert info.items == {"event": 1, "partner": 1, "programme": 1, "topic": 1}
    assert (info.vocabularies, info.records) == (1, 5)


def test_records_are_kept_verbatim_and_vocabularies_are_no_items(database):
    expected = {item.id: canonical(item) for item in ITEMS}
    expected["vocabulary/levels"] = vocabulary_record("levels", LABELS["levels"])
    with KnowledgeReader(database) as reader:
        records = dict(reader.canonical_records())
        assert records == expected
        assert list(records) == sorted(records)
        assert reader.canonical("thema-a") == canonical(ITEMS[1])
        assert reader.canonical("gibt-es-nicht") is None
        assert reader.get("vocabulary/levels") is None
        assert reader.vocabularies() == LABELS
    assert prepare_records(expected, version=3) == prepare(ITEMS, LABELS, version=3)


def test_a_changed_label_is_another_state():
    other = {"levels": {**LABELS["levels"], "eu": "EU"}}
    assert prepare(ITEMS, LABELS, version=3).info.digest != prepare(ITEMS, other, version=3).info.digest


def test_same_input_gives_the_same_bytes(tmp_path, database):
    again = tmp_path / "again.sqlite"
    write_knowledge(again, prepare(list(reversed(ITEMS)), LABELS, version=3))
    assert again.read_bytes() == database.read_bytes()


def test_more_ids_than_one_statement_binds(tmp_path):
    items = [programme(f"nummer-{number:04}") for number in range(1200)]
    write_knowledge(tmp_path / "big.sqlite", prepare(items, {}, version=0))
    with KnowledgeReader(tmp_path / "big.sqlite") as reader:
        assert len(reader.get_many([item.id for item in items])) == 1200


def test_several_threads_share_a_reader(database):
    faults = []
    with KnowledgeReader(database) as reader:

        def read():
            try:
                for _ in range(30):
                    assert reader.get("thema-a") is not None
            except Exception as exc:  # noqa: BLE001 (handed to the main thread)
                faults.append(exc)

        threads = [threading.Thread(target=read) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert faults == []


@pytest.mark.skipif(os.name == "nt", reason="there a file that is open cannot be removed")
def test_a_file_that_is_swept_away_is_still_read_by_many_threads(database):
    with KnowledgeReader(database) as reader:
        shutil.rmtree(database.parent)
        together = threading.Barrier(12)
        faults: list[Exception] = []

        def read() -> None:
            together.wait()
            try:
                for _ in range(20):
                    assert len(dict(reader.canonical_records())) == len(list(reader.canonical_records()))
            except Exception as exc:  # noqa: BLE001 (whatever it is, it is told by the assertion below)
                faults.append(exc)

        threads = [threading.Thread(target=read) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert faults == []


def test_missing_damaged_and_newer_files_are_told_apart(tmp_path, database):
    with pytest.raises(KnowledgeMissing):
        KnowledgeReader(tmp_path / "none.sqlite")
    for name, content in (("empty", b""), ("junk", b"no database" * 500), ("cut", database.read_bytes()[:3000])):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(KnowledgeDamaged):
            list(KnowledgeReader(path).items())
    with sqlite3.connect(database) as connection:
        connection.execute("update meta set value = '99' where key = 'format'")
    connection.close()
    with pytest.raises(KnowledgeTooNew) as caught:
        KnowledgeReader(database)
    assert caught.value.details["found"] == 99


def test_a_file_of_an_older_version_is_told_so_that_it_is_made_anew(database):
    with sqlite3.connect(database) as connection:
        connection.execute("update meta set value = '1' where key = 'format'")
    connection.close()
    with pytest.raises(KnowledgeDamaged) as caught:
        KnowledgeReader(database)
    assert "older" in str(caught.value.details["reason"])


def test_a_damaged_record_names_the_file(database):
    with sqlite3.connect(database) as connection:
        connection.execute("update record set canonical = 'broken' where id = 'thema-a'")
    connection.close()
    with KnowledgeReader(database) as reader, pytest.raises(KnowledgeDamaged) as caught:
        reader.get("thema-a")
    assert caught.value.details["path"] == database


def test_cancelling_stops_and_an_unwritable_place_is_an_environment_fault(tmp_path):
    with pytest.raises(Cancelled):
        write_knowledge(tmp_path / "a.sqlite", prepare(ITEMS, {}, version=0), cancelled=lambda: True)
    with pytest.raises(EnvironmentFault):
        write_knowledge(tmp_path / "no" / "such" / "folder.sqlite", prepare(ITEMS, {}, version=0))


def test_progress_ends_with_everything(tmp_path):
    seen = []
    write_knowledge(
        tmp_path / "a.sqlite",
        prepare(ITEMS, LABELS, version=0),
        progress=lambda done, whole: seen.append((done, whole)),
    )
    assert seen[-1] == (5, 5)
