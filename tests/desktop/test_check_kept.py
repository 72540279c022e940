"""The check that is under way comes back after the program ended in whatever way; delicate facts do not."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from advisor_app.desktop.jobs import JobRunner
from advisor_app.desktop.pages.check.keeping import EARLIER, NAME, Begun, Keeping
from advisor_app.desktop.pages.check.page import CheckPage
from advisor_app.domain.profile import FactValue, Known, Profile


def known(**facts: object) -> Profile:
    return Profile(title="Muster", facts={
        f"company.{name}": FactValue(possible=Known(value)) for name, value in facts.items()})  # fmt: skip


class World:
    """A keeper of checks in a folder, as one program after the other has it."""

    def __init__(self, folder: Path, wait: Callable[..., None]) -> None:
        self.folder, self._wait = folder, wait
        self.runner = JobRunner()
        self.begin()

    def begin(self) -> None:
        self.found: list[Begun] = []
        self.keeping = Keeping(folder=self.folder, runner=self.runner, parent=self.runner)
        self.keeping.found.connect(self.found.append)
        self.keeping.look()
        self.rest()

    def rest(self) -> None:
        self._wait(lambda: not self.runner.is_busy())

    def keep(self, profile: Profile) -> None:
        self.keeping.keep(profile)
        self.rest()

    def end(self) -> None:
        """Delete all here and now: garbage of Qt must never be collected in a worker thread."""
        self.runner.shut_down()
        self.runner.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def names(self) -> set[str]:
        return {file.name for file in self.folder.iterdir()}


@pytest.fixture
def world(qapp, qtbot, tmp_path):
    world = World(tmp_path / "data", qtbot.waitUntil)
    yield world
    world.end()


def test_what_was_known_last_comes_back(world):
    assert world.found == []
    for staff in range(30):
        world.keeping.keep(known(headcount=staff))
    world.rest()
    world.begin()
    assert [begun.profile for begun in world.found] == [known(headcount=29)]


def test_only_its_owner_reads_it(world):
    world.keep(known(headcount=3))
    assert stat.S_IMODE((world.folder / NAME).stat().st_mode) == 0o600


def test_delicate_facts_are_not_kept(world):
    world.keep(known(headcount=3, insolvency=True))
    assert "insolvency" not in (world.folder / NAME).read_text(encoding="utf-8")
    world.begin()
    assert world.found[0].profile == known(headcount=3)


def test_nothing_is_kept_of_nothing(world):
    world.keep(known(headcount=3))
    world.keep(Profile())
    assert world.names == set()


def test_a_check_that_nobody_decided_about_outlives_the_next_one(world):
    world.keep(known(headcount=3))
    world.begin()
    world.keep(known(headcount=70))
    assert world.names == {NAME, EARLIER}
    world.keep(Profile())
    world.begin()
    assert world.found[0].profile == known(headcount=3)


def test_one_that_was_decided_about_is_gone(world):
    world.keep(known(headcount=3))
    world.begin()
    world.keeping.decide()
    world.rest()
    world.begin()
    assert world.found == []


def test_a_damaged_file_offers_nothing_and_stays(world):
    world.keep(known(headcount=3))
    (world.folder / NAME).write_text("schema: profile/1\nfacts: [", encoding="utf-8")
    world.begin()
    assert world.found == []
    assert world.names == {NAME}


def test_a_folder_that_refuses_is_no_fault(qapp, qtbot, tmp_path):
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    world = World(tmp_path / "data", qtbot.waitUntil)
    faults: list[object] = []
    world.keeping.failed.connect(faults.append)
    world.keep(known(headcount=3))
    world.end()
    assert faults == []


def test_the_page_offers_it_and_goes_on_with_it(open_face, library, qtbot, settings):
    settings.file.parent.mkdir(parents=True, exist_ok=True)
    (settings.file.parent / NAME).write_text("schema: profile/1\nfacts:\n  company.headcount: 7\n", encoding="utf-8")
    window = open_face(lambda: library).window
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.library_opened):
        window.show()
    window.show_page("check")
    qtbot.waitUntil(lambda: not window.tools.runner.is_busy())
    page = window.page("check")
    assert isinstance(page, CheckPage)
    assert page.course.is_empty
    page.arrangement.beginning.resume.click()
    qtbot.waitUntil(lambda: not window.tools.runner.is_busy())
    assert page.course.session.given.known("company.headcount") == 7
    assert page.course.session.changed
