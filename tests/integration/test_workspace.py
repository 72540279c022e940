"""Where knowledge is found, and what happens when a part of it is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from advisor_app.errors import EnvironmentFault, KnowledgeDamaged, KnowledgeMissing
from advisor_app.search.model import SearchRequest
from advisor_app.updates.format import CHANNEL_FIELD
from advisor_app.updates.policy import UpdatePolicy
from advisor_app.workspace import Workspace
from tests.makers import partner, programme
from tests.stores import fill


@pytest.fixture
def workspace(tmp_path):
    return Workspace(data_dir=tmp_path / "data", seed=tmp_path / "seed", kb=None, resources=tmp_path / "resources")


def titles(workspace: Workspace, text: str, today: date) -> list[str]:
    with workspace.open_library(today=today) as library:
        return [hit.title for hit in library.search(SearchRequest(text=text)).hits]


def test_nothing_anywhere_is_missing_knowledge(workspace):
    with pytest.raises(KnowledgeMissing):
        workspace.open_library()


def test_own_knowledge_wins_until_the_installation_brings_newer(workspace, today):
    fill(workspace.seed_store(), [programme("aus-der-installation", "Mitgebracht")], version=4)
    assert titles(workspace, "", today) == ["Mitgebracht"]
    fill(workspace.own_store(), [programme("empfangen", "Empfangen")], version=4)
    assert titles(workspace, "", today) == ["Empfangen"]
    fill(workspace.seed_store(), [programme("aus-der-installation", "Neuer mitgebracht")], version=5)
    assert titles(workspace, "", today) == ["Neuer mitgebracht"]


def trust(workspace: Workspace, channel: str) -> None:
    root = workspace.resources / "trust" / "root.json"
    root.parent.mkdir(parents=True, exist_ok=True)
    root.write_text(json.dumps({"signed": {"_type": "root", "version": 1, CHANNEL_FIELD: channel}, "signatures": []}))


def test_versions_of_another_channel_say_nothing_about_age(workspace, today):
    fill(workspace.own_store(), [programme("empfangen", "Vom alten Haus")], version=40, channel="aaaaaaaa")
    fill(workspace.seed_store(), [programme("mitgebracht", "Vom neuen Haus")], version=2, channel="bbbbbbbb")
    trust(workspace, "bbbbbbbb")
    assert titles(workspace, "", today) == ["Vom neuen Haus"]
    trust(workspace, "aaaaaaaa")
    assert titles(workspace, "", today) == ["Vom alten Haus"]


def test_without_a_readable_root_of_trust_the_users_own_channel_counts(workspace, today):
    fill(workspace.own_store(), [programme("empfangen", "Empfangen")], version=3, channel="aaaaaaaa")
    fill(workspace.seed_store(), [programme("mitgebracht", "Mitgebracht")], version=9, channel="bbbbbbbb")
    assert titles(workspace, "", today) == ["Empfangen"]


def test_an_earlier_state_somebody_went_back_to_stays_although_the_installation_brought_a_newer_one(workspace, today):
    store = workspace.own_store()
    earlier = fill(store, [programme("empfangen", "Früher")], version=3)
    fill(store, [programme("empfangen", "Später")], version=4)
    fill(workspace.seed_store(), [programme("empfangen", "Mitgebracht")], version=4)
    store.go_back(earlier.path.name)
    assert titles(workspace, "", today) == ["Früher"]
    assert store.held() == 4
    store.go_back(store.earlier()[0].path.name)
    assert titles(workspace, "", today) == ["Später"]
    assert store.held() == 0


def test_going_back_does_not_hide_what_a_newer_installation_brings(workspace, today):
    store = workspace.own_store()
    earlier = fill(store, [programme("empfangen", "Früher")], version=3)
    fill(store, [programme("empfangen", "Später")], version=4)
    store.go_back(earlier.path.name)
    fill(workspace.seed_store(), [programme("empfangen", "Mitgebracht")], version=5)
    assert titles(workspace, "", today) == ["Mitgebracht"]
    status = workspace.updates().status(datetime.now(tz=UTC))
    assert (status.held, status.known_version) == (0, 5)


def test_a_checkout_trusts_its_own_development_channel_once_there_is_one(tmp_path):
    local = tmp_path / "cache" / "root.json"
    workspace = Workspace(
        data_dir=tmp_path / "data", seed=tmp_path / "seed", kb=None, resources=tmp_path / "res", local_root=local
    )
    assert workspace.trust_root(UpdatePolicy()) == tmp_path / "res" / "trust" / "root.json"
    local.parent.mkdir()
    local.write_text("{}")
    assert workspace.trust_root(UpdatePolicy()) == local
    assert workspace.trust_root(UpdatePolicy(trust_root=tmp_path / "house.json")) == tmp_path / "house.json"


def test_a_damaged_own_pointer_falls_back_to_the_installation(workspace, today):
    fill(workspace.seed_store(), [programme()])
    (workspace.data_dir / "knowledge").mkdir(parents=True)
    (workspace.data_dir / "knowledge" / "current").write_text("unsinn")
    assert titles(workspace, "zuschuss", today) == ["Zuschuss A"]


def damage_remove(index: Path) -> None:
    shutil.rmtree(index)


def damage_cut(index: Path) -> None:
    for path in index.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damage_foreign(index: Path) -> None:
    for path in index.rglob("*"):
        if path.is_file():
            path.write_bytes(b"\x80\x04cos\nsystem\n(S'touch /tmp/owned'\ntR.")


@pytest.mark.parametrize("damage", [damage_remove, damage_cut, damage_foreign])
def test_a_lost_or_foreign_index_is_rebuilt_from_the_database_once(workspace, today, damage):
    generation = fill(workspace.own_store(), [programme(), partner()])
    damage(generation.index)
    assert titles(workspace, "zuschuss", today) == ["Zuschuss A"]
    (rebuilt,) = (workspace.data_dir / "rebuilt-index").iterdir()
    stamp = rebuilt.stat().st_mtime_ns
    assert titles(workspace, "partner", today) == ["Partner A"]
    assert rebuilt.stat().st_mtime_ns == stamp


def test_several_windows_that_find_the_index_lost_do_not_disturb_each_other(workspace, today):
    generation = fill(workspace.own_store(), [programme(f"zuschuss-{number}") for number in range(60)])
    shutil.rmtree(generation.index)
    program = (
        "import sys; from pathlib import Path; from advisor_app.search.model import SearchRequest; "
        "from advisor_app.workspace import Workspace; data, seed = map(Path, sys.argv[1:]); "
        "place = Workspace(data_dir=data, seed=seed, kb=None, resources=seed); "
        "print(place.open_library().search(SearchRequest(limit=1)).total)"
    )
    command = [sys.executable, "-c", program, str(workspace.data_dir), str(workspace.seed)]
    with ExitStack() as stack:
        windows = [stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, text=True)) for _ in range(3)]
        assert [window.communicate()[0].strip() for window in windows] == ["60"] * 3


def test_the_worker_takes_no_program_from_the_folder_somebody_stands_in(tmp_path):
    (tmp_path / "advisor_app").mkdir()
    (tmp_path / "advisor_app" / "__init__.py").write_text("raise SystemExit('a stranger')")
    worker = Workspace.locate(tmp_path / "data").updates().worker(source=str(tmp_path / "none.kbz"))
    done = subprocess.run(worker, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert "a stranger" not in done.stderr
    assert "input_unreadable" in done.stdout or "cancelled" in done.stdout


def test_an_index_of_another_format_is_rebuilt(workspace, today):
    fill(workspace.own_store(), [programme()], index_format="0")
    assert titles(workspace, "zuschuss", today) == ["Zuschuss A"]


def test_a_damaged_database_is_told(workspace):
    generation = fill(workspace.own_store(), [programme()])
    generation.database.write_bytes(b"x" * 4096)
    with pytest.raises(KnowledgeDamaged):
        workspace.open_library()


def test_where_nothing_lasting_can_be_written_the_index_is_rebuilt_for_this_run(
    workspace, today, tmp_path, monkeypatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    generation = fill(workspace.own_store(), [programme()])
    shutil.rmtree(generation.index)
    (workspace.data_dir / "rebuilt-index").write_text("a file where a folder should be")
    with workspace.open_library(today=today) as library:
        assert [hit.title for hit in library.search(SearchRequest(text="zuschuss")).hits] == ["Zuschuss A"]
        assert len(list((tmp_path / "scratch").iterdir())) == 1
    assert list((tmp_path / "scratch").iterdir()) == []


def test_where_nothing_at_all_can_be_written_the_lasting_place_is_named(workspace, today, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    generation = fill(workspace.own_store(), [programme()])
    shutil.rmtree(generation.index)
    (workspace.data_dir / "rebuilt-index").write_text("a file where a folder should be")
    with pytest.raises(EnvironmentFault) as caught:
        workspace.open_library(today=today)
    assert "rebuilt-index" in str(caught.value.details["path"])


def test_data_dir_is_respected(tmp_path):
    assert Workspace.locate(tmp_path).settings_file.parent == tmp_path


class Overtaken(Workspace):
    """A workspace in which updates pass between choosing a generation and opening it."""

    __slots__ = ()

    def _choose(self):
        chosen = super()._choose()
        version_then = chosen.generation.version
        if version_then < 5:
            for version in (version_then + 1, version_then + 2):
                fill(self.own_store(), [programme("p", f"Stand {version}")], version=version)
        return chosen


def test_a_generation_that_updates_sweep_away_is_not_insisted_on(workspace, today, monkeypatch):
    monkeypatch.setattr("advisor_app.knowledge.generations._SMALL_BYTES", 0)
    fill(workspace.own_store(), [programme("p", "Stand 1")], version=1)
    overtaken = Overtaken(data_dir=workspace.data_dir, seed=workspace.seed, kb=None, resources=workspace.resources)
    assert titles(overtaken, "", today) == ["Stand 5"]


def test_a_generation_that_is_damaged_where_it_stands_is_told(workspace):
    generation = fill(workspace.own_store(), [programme("p")], version=1)
    generation.database.unlink()
    with pytest.raises(KnowledgeMissing):
        workspace.open_library()
