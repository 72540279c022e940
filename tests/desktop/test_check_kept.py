"""The check that is under way comes back after the program ended in whatever way; delicate facts do not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from advisor_app.consultation.kept import NAME, Begun
from advisor_app.content.profile_file import load_profile
from advisor_app.desktop.jobs import JobRunner
from advisor_app.desktop.pages.check.keeping import Keeping
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
        self.damaged: list[str] = []
        self.keeping = Keeping(folder=self.folder, runner=self.runner, parent=self.runner)
        self.keeping.found.connect(self.take_found)
        self.keeping.damaged.connect(self.damaged.append)
        self.keeping.look()
        self.rest()

    def take_found(self, found: tuple[Begun, ...]) -> None:
        self.found = list(found)

    def begin_again(self) -> None:
        self.keeping.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.begin()

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
    def file(self) -> Path:
        return self.folder / f"{NAME}.yaml"


@pytest.fixture
def world(qapp, qtbot, tmp_path):
    world = World(tmp_path / "data", qtbot.waitUntil)
    yield world
    world.end()


def test_the_newest_of_many_is_kept_and_comes_back(world):
    assert world.found == []
    for staff in range(30):
        world.keeping.keep(known(headcount=staff))
    world.rest()
    world.begin_again()
    assert [begun.profile for begun in world.found] == [known(headcount=29)]


def test_what_is_being_kept_when_the_window_closes_is_kept(world):
    for staff in range(30):
        world.keeping.keep(known(headcount=staff))
    world.runner.shut_down()
    world.keeping.finish()
    assert load_profile(world.file) == known(headcount=29)


def test_one_that_goes_on_or_is_dropped_is_not_offered_again(world):
    world.keep(known(headcount=3))
    world.begin_again()
    world.keeping.take(world.found[0])
    world.keep(known(headcount=4))
    world.begin_again()
    world.keeping.drop(world.found[0])
    world.rest()
    world.begin_again()
    assert world.found == []
    assert not world.file.exists()


def test_after_one_that_was_dropped_the_next_one_is_offered(world):
    world.keep(known(headcount=3))
    world.begin_again()
    world.keep(known(headcount=70))
    world.begin_again()
    assert [begun.profile for begun in world.found] == [known(headcount=70), known(headcount=3)]
    world.keeping.drop(world.found[0])
    world.rest()
    assert [begun.profile for begun in world.found] == [known(headcount=3)]


def test_a_damaged_file_is_told_and_outlives_the_next_check(world):
    world.keep(known(headcount=3))
    world.file.write_text("schema: profile/1\nfacts: [", encoding="utf-8")
    world.begin_again()
    world.keep(known(headcount=4))
    assert world.found == []
    assert [Path(file).read_text(encoding="utf-8")[-1] for file in world.damaged] == ["["]


def test_a_folder_that_refuses_is_no_fault(qapp, qtbot, tmp_path):
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    world = World(tmp_path / "data", qtbot.waitUntil)
    faults: list[object] = []
    world.keeping.failed.connect(faults.append)
    for staff in (3, 4):
        world.keep(known(headcount=staff))
    world.end()
    assert faults == []


def test_the_page_offers_it_and_goes_on_with_it(open_face, library, qtbot, settings):
    settings.file.parent.mkdir(parents=True, exist_ok=True)
    (settings.file.parent / f"{NAME}.yaml").write_text(
        "schema: profile/1\nfacts:\n  company.headcount: 7\n", encoding="utf-8"
    )
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
