from __future__ import annotations

import subprocess
import sys

import pytest

from advisor_app.errors import Busy, KnowledgeDamaged
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.knowledge.info import KnowledgeInfo


def info(version: int) -> KnowledgeInfo:
    return KnowledgeInfo(version=version, digest=f"{version:064x}", as_of="2026-11-23", items={})


def add(store: KnowledgeStore, version: int):
    with store.writing():
        path = store.new_directory(info(version))
        (path / "kb.sqlite").write_text(f"state {version}")
        return store.activate(path, info(version), index_format="1")


def test_an_empty_store_has_no_current_generation(tmp_path):
    assert KnowledgeStore(tmp_path / "new").current() is None


def test_the_last_activated_generation_is_current_and_one_before_it_is_kept(tmp_path):
    store = KnowledgeStore(tmp_path)
    generations = [add(store, version) for version in (1, 2, 3, 4)]
    assert store.current() == generations[-1]
    assert generations[-1].database.read_text() == "state 4"
    with store.writing():
        left = {path.name for path in (tmp_path / "gen").iterdir()}
    assert left == {generations[-1].path.name, generations[-2].path.name}


def test_an_unfinished_generation_is_never_seen_and_swept_later(tmp_path):
    store = KnowledgeStore(tmp_path)
    kept = add(store, 1)
    with store.writing():
        abandoned = store.new_directory(info(2))
    assert store.current() == kept
    with store.writing():
        assert not abandoned.exists()


@pytest.mark.parametrize("pointer", ["", "../../etc", "g1-zz-00000000", "g1-00000000-00000000\nmore", "\x00"])
def test_a_tampered_pointer_is_damage_not_a_path(tmp_path, pointer):
    (tmp_path / "current").write_text(pointer)
    with pytest.raises(KnowledgeDamaged):
        KnowledgeStore(tmp_path).current()


def test_a_pointer_to_nothing_is_damage_and_the_next_build_mends_it(tmp_path):
    store = KnowledgeStore(tmp_path)
    (tmp_path / "current").write_text("g9-00000000-00000000")
    with pytest.raises(KnowledgeDamaged):
        store.current()
    generation = add(store, 1)
    assert store.current() == generation


def test_two_writers_do_not_meet(tmp_path):
    code = (
        "import sys; from pathlib import Path\n"
        "from advisor_app.knowledge.generations import KnowledgeStore\n"
        "from advisor_app.errors import Busy\n"
        "try:\n    with KnowledgeStore(Path(sys.argv[1])).writing(): print('in')\n"
        "except Busy: print('busy')"
    )
    store = KnowledgeStore(tmp_path)
    command = [sys.executable, "-c", code, str(tmp_path)]
    with store.writing():
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "busy"
        with pytest.raises(Busy), KnowledgeStore(tmp_path).writing():
            pass
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "in"
