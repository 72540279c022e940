"""Rows that are made when they are looked at: each once, none for what nobody sees, none when the knowledge goes."""

from __future__ import annotations

import gc
import weakref
from functools import partial

import pytest

from advisor_app.desktop.presenters.ended import Fate, present_ended
from advisor_app.desktop.presenters.lazy import LazyRows
from advisor_app.desktop.presenters.views import Mark, RowView
from advisor_app.desktop.rows.row_model import ROW_ROLE, RowModel
from tests.desktop.conftest import TODAY, MemoryLibrary
from tests.makers import programme


def row(item_id: str, title: str = "") -> RowView:
    return RowView(id=item_id, kind="programme", title=title or item_id, meta="", stand=Mark(icon="", tone="", text=""))


class Maker:
    """Makes rows and remembers of what."""

    def __init__(self, **titles: str) -> None:
        self.titles = titles
        self.made: list[str] = []

    def __call__(self, item_id: str) -> RowView:
        self.made.append(item_id)
        return row(item_id, self.titles.get(item_id, ""))


def test_only_what_is_looked_at_is_made_and_that_once():
    maker = Maker()
    rows = LazyRows([f"nr-{number}" for number in range(20_000)], maker)
    assert len(rows) == 20_000
    assert (rows[7].id, rows[-1].id, rows[7].id) == ("nr-7", "nr-19999", "nr-7")
    assert [one.id for one in rows[2:4]] == ["nr-2", "nr-3"]
    assert maker.made == ["nr-7", "nr-19999", "nr-2", "nr-3"]


def test_there_is_nothing_beyond_the_rows():
    rows = LazyRows(["a", "b"], Maker())
    assert (rows.look(2), rows.look(-1), rows.find("b"), rows.find("c")) == (None, None, 1, -1)
    with pytest.raises(IndexError):
        _ = rows[2]


def test_who_lets_go_keeps_what_was_looked_at_and_holds_nothing_else():
    maker = Maker()
    held = weakref.ref(maker)
    rows = LazyRows(["a", "b"], maker)
    assert rows[0].id == "a"
    rows.let_go()
    del maker
    gc.collect()
    assert held() is None
    assert (rows[0].id, rows.look(1)) == ("a", None)
    with pytest.raises(IndexError):
        _ = rows[1]


def test_what_nobody_saw_may_change_unseen():
    shown = LazyRows(["a", "b"], Maker())
    assert shown[0].title == "a"
    assert shown.shows(LazyRows(["a", "b"], Maker(b="anders")))
    assert not shown.shows(LazyRows(["a", "b"], Maker(a="anders")))
    assert not shown.shows(LazyRows(["b", "a"], Maker()))


def test_a_model_begins_anew_only_where_there_is_something_new_to_see(qtbot):
    model = RowModel()
    assert model.show_lazy(LazyRows(["a", "b"], Maker()))
    first = model.row(0)
    with qtbot.assertNotEmitted(model.modelReset):
        assert not model.show_lazy(LazyRows(["a", "b"], Maker(b="neu")))
    assert model.row(0) == first
    # What had not been seen is that of the new knowledge.
    assert model.data(model.index(1, 0)) == "neu"
    with qtbot.waitSignal(model.modelReset):
        assert model.show_lazy(LazyRows(["b"], Maker(b="neu")))
    assert (model.find("b"), model.find("a"), model.rowCount()) == (0, -1, 1)
    model.let_go()
    assert model.data(model.index(0, 0), ROW_ROLE) is None
    assert not model.canFetchMore()


def test_the_rows_of_what_ended_hold_no_library_that_was_let_go():
    library = MemoryLibrary((programme("alt", "Altes", valid_to="2024-12-31"),))
    held = weakref.ref(library)
    rows = present_ended(library, TODAY).rows(Fate.ENDED)
    assert rows[0].cap == "seit 31.12.2024"
    rows.let_go()
    del library
    gc.collect()
    assert held() is None


def test_rows_of_numbers_are_rows_too():
    assert list(LazyRows(range(3), partial(pow, 2))) == [1, 2, 4]
