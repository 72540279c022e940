"""The self-test passes on what is whole, and each of its checks fails when its subject is broken."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from advisor_app.domain import Item
from advisor_app.domain.checks import CheckFailed, CheckResult, perform
from advisor_app.errors import AdvisorError, EnvironmentFault, KnowledgeDamaged, KnowledgeMissing, TrustFault
from advisor_app.knowledge.generations import Generation, KnowledgeStore
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.search.library_documents import index_library
from advisor_app.terminal.app import run
from advisor_app.terminal.checks.borders import check_map
from advisor_app.terminal.checks.database import check_database
from advisor_app.terminal.checks.index import check_index, check_search
from advisor_app.terminal.checks.receiving import check_update
from advisor_app.terminal.checks.texts import check_rendering
from advisor_app.updates.format import PACK_FORMAT
from tests.small_knowledge import CHANNEL, ROOT, receive_small

TODAY = date(2026, 11, 23)
GEODATA = ROOT / "resources" / "geodata"


@pytest.fixture(scope="module")
def received(tmp_path_factory) -> Path:
    """A data directory with four entries."""
    folder: Path = tmp_path_factory.mktemp("received")
    receive_small(folder)
    return folder


@pytest.fixture
def generation(received, tmp_path) -> Generation:
    """A generation of its own to break."""
    shutil.copytree(received / "knowledge", tmp_path / "knowledge")
    found = KnowledgeStore(tmp_path / "knowledge").current()
    assert found is not None
    return found


def test_the_whole_program_tells_each_check_even_where_the_windows_process_dies(received):
    before = {path: path.stat().st_mtime_ns for path in received.rglob("*")}
    environment = {**os.environ, "QT_QPA_PLATFORM": "there-is-no-such-platform"}
    ended = subprocess.run(
        [sys.executable, "-m", "advisor_app", "self-test", "--json", "--data-dir", str(received)],
        capture_output=True, text=True, env=environment, check=False, cwd=ROOT,
    )  # fmt: skip
    assert {path: path.stat().st_mtime_ns for path in received.rglob("*")} == before
    told = json.loads(ended.stdout)
    assert ended.returncode == 1
    assert told["passed"] is False
    names = {check["name"]: check["passed"] for check in told["checks"]}
    assert names == {
        "database": True, "index": True, "search": True, "rendering": True, "map": True, "update": True,
        "window": False, "drawing": False,
    }  # fmt: skip
    assert "platform" in told["checks"][-1]["detail"]
    assert all(check["ms"] >= 0 and "\n" not in check["detail"] for check in told["checks"])


def test_without_room_for_temporary_files_it_says_so(received, monkeypatch, capsys):
    monkeypatch.setattr(tempfile, "tempdir", str(received / "there-is-no-such-folder"))
    assert run(["self-test", "--data-dir", str(received)]) == 3
    assert "TMPDIR" in capsys.readouterr().err


def test_a_check_that_breaks_is_a_failed_check_and_a_fault_is_told_in_words():
    def breaks() -> str:
        raise ZeroDivisionError("by\nnothing")

    def faulty() -> str:
        raise EnvironmentFault(path="/x", reason="no", remedy="yes")

    assert perform("a", breaks).detail == "ZeroDivisionError: by nothing"
    assert perform("a", faulty).detail == "environment, path /x, reason no, remedy yes"
    assert perform("a", faulty, lambda error: f"it says {error.code}").detail == "it says environment"
    result = perform("a", lambda: "fine")
    assert result.passed is True
    assert CheckResult.from_json(json.loads(json.dumps(result.to_json()))) == result


# Database


def test_a_changed_record_is_seen(generation):
    with sqlite3.connect(generation.database) as connection:
        connection.execute("UPDATE record SET canonical = replace(canonical, 'Prüfzuschuss', 'Prüfzuschüss')")
    with pytest.raises(CheckFailed, match="digest"):
        check_database(generation)


def test_a_damaged_page_is_seen(generation):
    data = bytearray(generation.database.read_bytes())
    for place in range(4096, len(data), 512):
        data[place : place + 64] = b"\xff" * 64
    generation.database.write_bytes(data)
    with pytest.raises((CheckFailed, AdvisorError)):
        check_database(generation)


def test_a_missing_database_is_seen(generation):
    generation.database.unlink()
    with pytest.raises(KnowledgeMissing):
        check_database(generation)


# Index and search


def test_an_index_of_another_format_is_seen(generation):
    other = replace(generation, index_format="1")
    with pytest.raises(CheckFailed, match="rebuilt at the first start"):
        check_index(other, TODAY)


def test_a_damaged_index_is_seen(generation):
    next(generation.index.rglob("*.npy")).write_bytes(b"nothing")
    with pytest.raises(KnowledgeDamaged):
        check_index(generation, TODAY)


def test_damage_that_only_the_next_update_would_meet_is_seen(generation):
    file = max(generation.index.rglob("whoosh/*"), key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(CheckFailed, match="damaged or missing"):
        check_index(generation, TODAY)


def _index_anew(generation: Generation, change: Callable[[list[Item]], list[Item]]) -> None:
    with KnowledgeReader(generation.database) as reader:
        shutil.rmtree(generation.index)
        index_library(change(list(reader.items())), reader.vocabularies(), generation.index)


def test_an_entry_that_is_not_indexed_is_seen(generation):
    _index_anew(generation, lambda items: items[1:])
    with pytest.raises(CheckFailed, match="3 documents for 4 entries"):
        check_index(generation, TODAY)


def test_titles_that_do_not_find_their_entries_are_seen(generation):
    _index_anew(generation, lambda items: [replace(item, title="Etwas anderes") for item in items])
    with pytest.raises(CheckFailed, match="does not find"):
        check_search(generation, TODAY)


# Texts


@pytest.mark.parametrize(
    "render",
    [
        lambda text, _sources: text,
        lambda text, _sources: f"<p onclick='x'>{text[:0]}<strong>fett</strong> <a href='source:q1'>[1]</a></p>",
        lambda _text, _sources: "",
    ],
)
def test_a_renderer_that_lets_things_through_is_seen(generation, render):
    with pytest.raises(CheckFailed):
        check_rendering(generation, render)


# Map


@pytest.fixture
def geodata(tmp_path) -> Path:
    """Geodata of its own to break."""
    return Path(shutil.copytree(GEODATA, tmp_path / "geodata"))


def _edit_map(geodata: Path, edit: Callable[[Any], object]) -> None:
    file = geodata / "kreise_nrw_mittel.topo.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    edit(document)
    file.write_text(json.dumps(document), encoding="utf-8")


def _shapes(document: Any) -> Any:
    return document["objects"]["data"]["geometries"]


def _swap_keys(document: Any) -> None:
    one, other = _shapes(document)[0]["properties"], _shapes(document)[30]["properties"]
    one["ags"], other["ags"] = other["ags"], one["ags"]


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (lambda document: _shapes(document).pop(), "52 districts"),
        (lambda document: _shapes(document)[0]["arcs"][0].pop(), "gap|not closed"),
        (lambda document: document["arcs"][0].__setitem__(1, [90_000, 90_000]), "gap|measures"),
        (lambda document: document.pop("arcs"), "damaged map"),
        (_swap_keys, "measures|outside"),
        (lambda document: document["transform"]["translate"].__setitem__(0, 7.5), "outside"),
    ],
)
def test_a_broken_map_is_seen(geodata, edit, reason):
    _edit_map(geodata, edit)
    result = perform("map", lambda: check_map(geodata))
    assert result.passed is False
    assert any(word in result.detail for word in reason.split("|"))


# Update


@pytest.fixture
def channel(tmp_path) -> Path:
    """A channel of its own to break."""
    return Path(shutil.copytree(CHANNEL, tmp_path / "channel"))


@pytest.mark.parametrize("pattern", ["2.snapshot.json", "2.content.json", "*.snapshot.kbp", "1.targets.json"])
def test_a_changed_channel_is_seen(channel, tmp_path, pattern):
    file = next((channel / "endpoint").rglob(pattern))
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 4
    file.write_bytes(data)
    with pytest.raises(TrustFault):
        check_update(channel, tmp_path / "scratch", TODAY)


def test_a_foreign_root_is_seen(channel, tmp_path):
    shutil.copyfile(ROOT / "resources" / "trust" / "root.json", channel / "root.json")
    with pytest.raises(TrustFault):
        check_update(channel, tmp_path / "scratch", TODAY)


def test_the_channel_that_ships_holds_until_2099_and_has_the_formats_of_today(channel, tmp_path):
    store = receive_small(tmp_path)
    assert len(list((channel / "endpoint").rglob("*.kbp"))) == 2
    signed = json.loads((channel / "endpoint" / "metadata" / "2.content.json").read_bytes())["signed"]
    info = signed["targets"]["content/snapshot.kbp"]["custom"]
    assert (info["fmt"], info["min_app"]) == (PACK_FORMAT, "")
    for file in (channel / "endpoint" / "metadata").iterdir():
        assert json.loads(file.read_bytes())["signed"]["expires"].startswith("2099-12-3")
    assert store.current() is not None


def test_the_command_that_made_the_channel_makes_another_one(tmp_path):
    spec = importlib.util.spec_from_file_location("selftest_channel", ROOT / "build" / "selftest_channel.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.make(tmp_path / "channel", datetime.now(UTC))
    assert check_update(tmp_path / "channel", tmp_path / "scratch", TODAY).startswith("4 entries")
    assert (tmp_path / "channel" / "root.json").read_bytes() != (CHANNEL / "root.json").read_bytes()
