"""`advisor-admin build`: deterministic, atomic, repeatable; the real content obeys its own rules."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from advisor_app.errors import Cancelled, ContentRefused, Severity
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.publishing.build import build_knowledge
from advisor_app.terminal.admin import main
from advisor_app.workspace import Workspace
from tests.conftest import TODAY
from tests.part_of_kb import copy_part_of_kb


@pytest.fixture
def kb(tmp_path, root):
    """A part of the content: how a build goes is the same for all of it."""
    folder = tmp_path / "kb"
    copy_part_of_kb(root / "kb", folder, "zim-einzel")
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


@pytest.fixture(scope="module")
def built(tmp_path_factory, root, geodata):
    """Content that was built, then changed, and the seconds that building it again takes."""
    folder = tmp_path_factory.mktemp("built")
    copy_part_of_kb(root / "kb", folder / "kb", "zim-einzel")
    old = build_knowledge(folder / "kb", geodata, KnowledgeStore(folder / "data" / "knowledge"), today=TODAY)
    path = folder / "kb" / "programmes" / "zim-einzel.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nEin Satz mehr.\n", encoding="utf-8")
    shutil.copytree(folder / "data", folder / "again")
    begin = time.monotonic()
    assert build_in_a_process(folder / "kb", folder / "again").wait() == 0
    return folder, old.info, time.monotonic() - begin


def build_in_a_process(kb: Path, data: Path) -> subprocess.Popen[bytes]:
    words = ["--data-dir", str(data), "build", "--kb", str(kb), "--today", TODAY.isoformat()]
    command = [sys.executable, "-m", "advisor_app.terminal.admin", *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("share", [0.3, 0.6, 0.75, 0.9, 0.97])
def test_kill_at_any_time_leaves_the_old_or_the_new_state(built, geodata, tmp_path, share):
    folder, old, seconds = built
    kb, store = folder / "kb", KnowledgeStore(tmp_path / "data" / "knowledge")
    shutil.copytree(folder / "data", tmp_path / "data")
    process = build_in_a_process(kb, tmp_path / "data")
    time.sleep(share * seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    generation = store.current()
    assert generation is not None
    with KnowledgeReader(generation.database) as reader:
        assert reader.info().digest == generation.digest
        assert sum(reader.info().items.values()) == sum(old.items.values())
    with Workspace.locate(tmp_path / "data").open_library(today=TODAY) as library:
        assert library.item("zim-einzel") is not None
    assert build_knowledge(kb, geodata, store, today=TODAY).info.digest != old.digest


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


def test_a_machine_whose_clock_is_wrong_can_still_build(kb, geodata, store):
    for day in (date(2020, 1, 1), date(2031, 1, 1)):
        report = build_knowledge(kb, geodata, store, today=day)
        assert sum(report.info.items.values()) > 50
        clock = [problem for problem in report.warnings if problem.code == "clock_behind"]
        assert len(clock) == (day.year == 2020)
