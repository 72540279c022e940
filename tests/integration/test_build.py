"""`advisor-admin build`: deterministic, atomic, repeatable; the real content obeys its own rules."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from datetime import date

import pytest

from advisor_app.errors import Cancelled, ContentRefused, Severity
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.publishing.build import build_knowledge
from advisor_app.terminal.admin import main
from advisor_app.workspace import Workspace


@pytest.fixture
def kb(tmp_path, root):
    folder = tmp_path / "kb"
    shutil.copytree(root / "kb", folder)
    return folder


@pytest.fixture
def store(tmp_path):
    return KnowledgeStore(tmp_path / "store")


def test_same_input_gives_the_same_digest_and_database(kb, geodata, tmp_path, today):
    first, second = (
        build_knowledge(kb, geodata, KnowledgeStore(tmp_path / name), today=today) for name in ("one", "two")
    )
    assert first.info == second.info
    assert first.generation.database.read_bytes() == second.generation.database.read_bytes()


def test_building_again_changes_nothing_and_a_changed_word_does(kb, geodata, store, today):
    first = build_knowledge(kb, geodata, store, today=today)
    again = build_knowledge(kb, geodata, store, today=today)
    assert again.unchanged
    assert again.generation == first.generation
    path = kb / "programmes" / "zim-einzel.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nEin Satz mehr.\n", encoding="utf-8")
    changed = build_knowledge(kb, geodata, store, today=today)
    assert not changed.unchanged
    assert changed.info.digest != first.info.digest
    assert store.current() == changed.generation


def test_errors_in_the_content_stop_the_build_and_keep_the_old_state(kb, geodata, store, today):
    before = build_knowledge(kb, geodata, store, today=today)
    (kb / "programmes" / "zim-einzel.md").write_text("kaputt", encoding="utf-8")
    with pytest.raises(ContentRefused):
        build_knowledge(kb, geodata, store, today=today)
    assert store.current() == before.generation


def test_cancelling_keeps_the_old_state_and_leaves_nothing_behind(kb, geodata, store, today):
    with pytest.raises(Cancelled):
        build_knowledge(kb, geodata, store, today=today, cancelled=lambda: True)
    assert store.current() is None
    assert list((store.root / "gen").iterdir()) == []


def test_a_lost_index_is_built_anew(kb, geodata, store, today):
    first = build_knowledge(kb, geodata, store, today=today)
    shutil.rmtree(first.generation.index)
    assert not build_knowledge(kb, geodata, store, today=today).unchanged


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("delay", [0.3, 0.7, 1.2, 1.8, 2.5])
def test_kill_at_any_time_leaves_the_old_or_the_new_state(kb, geodata, tmp_path, today, delay):
    store = KnowledgeStore(tmp_path / "data" / "knowledge")
    old = build_knowledge(kb, geodata, store, today=today)
    path = kb / "programmes" / "zim-einzel.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nEin Satz mehr.\n", encoding="utf-8")
    command = [sys.executable, "-m", "advisor_app.terminal.admin", "--data-dir", str(tmp_path / "data")]
    process = subprocess.Popen(
        [*command, "build", "--kb", str(kb), "--today", today.isoformat()], stderr=subprocess.DEVNULL
    )
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    generation = store.current()
    assert generation is not None
    with KnowledgeReader(generation.database) as reader:
        assert reader.info().digest == generation.digest
        assert sum(reader.info().items.values()) == sum(old.info.items.values())
    with Workspace.locate(tmp_path / "data").open_library(today=today) as library:
        assert library.item("zim-einzel") is not None
    assert build_knowledge(kb, geodata, store, today=today).info.digest != old.info.digest


def test_build_and_stats_tell_what_is_there(tmp_path, capsys):
    place = ["--data-dir", str(tmp_path)]
    assert main(["build", *place, "--today", "2026-11-23", "--json"]) == 0
    built = json.loads(capsys.readouterr().out)
    assert main(["stats", *place, "--today", "2026-11-23", "--json"]) == 0
    stats = json.loads(capsys.readouterr().out)
    assert stats["items"] == built["items"]
    assert stats["digest"] == built["digest"]
    assert main(["stats", *place, "--today", "2030-01-01", "--json"]) == 0
    later = json.loads(capsys.readouterr().out)
    assert {entry["reason"] for entry in later["stale"]} >= {"review_overdue"}


def test_the_real_content_is_valid_and_as_large_as_promised(root, geodata, library, today):
    from advisor_app.content.load import load_content

    problems = load_content(root / "kb", geodata, release=False, today=today).problems
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    items = library.info().items
    assert items["programme"] >= 60
    assert items["partner"] >= 60
    assert items["topic"] == 32


def test_a_machine_whose_clock_is_wrong_can_still_build(root, geodata, store):
    for day in (date(2020, 1, 1), date(2031, 1, 1)):
        report = build_knowledge(root / "kb", geodata, store, today=day)
        assert sum(report.info.items.values()) > 150
        clock = [problem for problem in report.warnings if problem.code == "clock_behind"]
        assert len(clock) == (day.year == 2020)
