"""Opening an index while an update takes its files away, and one that is damaged for good."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest

from advisor_app.errors import KnowledgeDamaged
from advisor_app.search import index
from advisor_app.search.index import SearchIndex, build_index, update_index
from advisor_app.search.mirror import Segment, read_mirror
from advisor_app.search.model import SearchDocument, SearchRequest

TODAY = date(2026, 11, 23)
FIRST = SearchDocument(id="a", kind="document", title="Erste Fassung")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build_index([FIRST], tmp_path)
    return tmp_path


def test_files_that_an_update_takes_away_meanwhile_are_found_in_its_next_state(folder, monkeypatch):
    late = iter([True])

    def read(place: Path) -> Segment:
        if next(late, False):
            update_index(folder, [replace(FIRST, title="Zweite Fassung")], [])
            assert not place.exists(), "the update takes the earlier state away"
        return read_mirror(place)

    monkeypatch.setattr(index, "read_mirror", read)
    opened = SearchIndex.open(folder, today=TODAY)
    assert [hit.title for hit in opened.search(SearchRequest(text="zweite")).hits] == ["Zweite Fassung"]
    opened.close()


def test_nobody_waits_for_what_is_damaged(folder, monkeypatch):
    def never(_seconds: float) -> NoReturn:
        raise AssertionError("what stays as it is will not mend itself")

    monkeypatch.setattr(time, "sleep", never)
    next(folder.rglob("*.npy")).write_bytes(b"")
    with pytest.raises(KnowledgeDamaged):
        SearchIndex.open(folder, today=TODAY)


def test_a_file_that_is_held_by_another_program_is_waited_for(folder, monkeypatch):
    refusals = iter(range(2))

    def read(place: Path) -> Segment:
        for _ in refusals:
            raise PermissionError(place)
        return read_mirror(place)

    monkeypatch.setattr(index, "read_mirror", read)
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    SearchIndex.open(folder, today=TODAY).close()
