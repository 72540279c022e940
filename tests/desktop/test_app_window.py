"""A newer version of the program in the real window: pill, card, download, hand-over; the worker plays along."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest

from advisor_app.desktop.app import Face, make_face
from advisor_app.desktop.presenters.app_offer import AppDeed
from advisor_app.desktop.presenters.update_faults import Deed
from advisor_app.desktop.settings import WindowSettings
from advisor_app.errors import AppTooOld, InputUnreadable, Offline
from advisor_app.installation import Installation, Package
from advisor_app.updates.app_offer import AppFetched, AppOffer
from advisor_app.updates.model import Step
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.state import UpdateState
from tests.desktop.conftest import RESOURCES, TODAY, MemoryLibrary, dispose
from tests.desktop.update_plays import CURRENT, NOW, SERVER, PlayDesk, step, told

ROOT = RESOURCES / "trust" / "root.json"
DATA = b"an installer" * 100
NOTES = [f"Neuerung {number}." for number in range(1, 8)]


def offer(package: Package, version: str = "0.2.0") -> AppOffer:
    custom = {"version": version, "published": "2026-12-02", "notes": NOTES}
    return AppOffer.signed(package, len(DATA), hashlib.sha256(DATA).hexdigest(), custom)


class Browser(QObject):
    """Takes what the system would open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


class Setup:
    """Stands for starting a setup program."""

    def __init__(self, started: list[Path]) -> None:
        self._started = started

    def __call__(self, file: Path) -> bool:
        self._started.append(file)
        return True


@pytest.fixture
def browser() -> Iterator[Browser]:
    found = Browser()
    QDesktopServices.setUrlHandler("file", found, "take")  # type: ignore[arg-type]  # what PySide6 takes
    yield found
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def open_with(app, settings, tmp_path, qtbot) -> Iterator[Any]:
    """Makes a window of a program that was installed from a package, with what was offered to it."""
    faces: list[Face] = []

    def make(package: Package, *, offered: str = "0.2.0") -> tuple[Face, PlayDesk]:
        installation = Installation(version="0.1.0", package=package, platform="linux", program=tmp_path)
        desk = PlayDesk(tmp_path, root=ROOT, installation=installation)
        remember(desk, offered and offer(package, offered))
        face = make_face(app, MemoryLibrary, resources=RESOURCES, settings=WindowSettings(settings.file), today=TODAY,
                         updates=desk, clock=lambda: NOW, first_page="search")  # fmt: skip
        faces.append(face)
        face.window.resize(1366, 768)
        with qtbot.waitSignal(face.window.library_opened):
            face.window.show()
        rest(qtbot, face)
        return face, desk

    yield make
    for face in faces:
        dispose(face)


def remember(desk: PlayDesk, what: AppOffer | str, **state: Any) -> None:
    found = what if isinstance(what, AppOffer) else None
    desk.remember(TrustRoot.read(ROOT).channel, UpdateState(app=found, **state))


def rest(qtbot, face: Face) -> None:
    qtbot.waitUntil(lambda: not face.runner.is_busy())
    qtbot.wait(5)


def pill(face: Face) -> Any:
    return face.window.pill.offer


def card(face: Face) -> Any:
    face.window.show_freshness()
    page: Any = face.window.page("freshness")
    return page.app


def press(face: Face, deed: AppDeed) -> None:
    button = card(face).button(deed)
    assert button is not None, card(face).view
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def put(desk: PlayDesk, what: AppOffer, data: bytes = DATA) -> Path:
    folder = desk.home / "app"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / what.file_name
    file.write_bytes(data)
    file.chmod(0o600)
    return file


def room(face: Face) -> Any:
    return face.window.updates


def until_ended(qtbot, face: Face) -> None:
    qtbot.waitUntil(lambda: room(face).receiving.run is None)
    rest(qtbot, face)


def test_the_pill_leads_to_the_card_which_says_what_is_new(open_with, qtbot):
    face, _ = open_with(Package.DEB)
    assert pill(face).isVisible()
    QTest.mouseClick(pill(face), Qt.MouseButton.LeftButton)
    shown = face.window.page("freshness").app
    assert shown.isVisible()
    assert shown.view.title == "Version 0.2.0 ist da"
    assert shown.button(AppDeed.FETCH).hasFocus()
    assert not shown.meter.isVisible()
    more = [button for button in shown.findChildren(type(pill(face))) if button.text() == "3 weitere"]
    QTest.mouseClick(more[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Neuerung 7." in [label.text() for label in shown.findChildren(type(shown._title))])


def test_an_update_of_the_knowledge_brings_the_offer_and_the_policy_takes_it_away(open_with, qtbot):
    face, desk = open_with(Package.DEB, offered="")
    assert not pill(face).isVisible()
    assert not card(face).isVisible()
    found = offer(Package.DEB)
    desk.say(told(replace(CURRENT, app=found)))
    remember(desk, found)
    room(face).check()
    until_ended(qtbot, face)
    assert card(face).view.title == "Version 0.2.0 ist da"
    desk.policy = replace(desk.policy, app_updates=False)
    room(face).receiving.look()
    rest(qtbot, face)
    assert not card(face).isVisible()
    face.window.show_page("search")
    assert not pill(face).isVisible()


def test_later_is_remembered_until_the_next_version(open_with, qtbot):
    face, desk = open_with(Package.DEB)
    press(face, AppDeed.LATER)
    assert not pill(face).isVisible()
    assert card(face).view.deeds == (AppDeed.SHOW,)
    assert WindowSettings(face.window._settings.file).app_later == "0.2.0"
    press(face, AppDeed.SHOW)
    assert AppDeed.FETCH in card(face).view.deeds
    press(face, AppDeed.LATER)
    remember(desk, offer(Package.DEB, "0.3.0"))
    room(face).receiving.look()
    rest(qtbot, face)
    face.window.show_page("search")
    assert pill(face).isVisible()
    assert pill(face).accessibleName().startswith("Version 0.3.0")
    face.window.look.choose_zoom(2.0)
    assert pill(face).text() == ""
    face.window.look.choose_zoom(1.0)
    assert pill(face).text() != ""
    face.window.resize(720, 600)
    assert pill(face).text() == ""
    assert pill(face).accessibleName().startswith("Version 0.3.0")


def test_a_version_is_loaded_checked_and_handed_to_the_systems_installer(open_with, qtbot, browser):
    face, desk = open_with(Package.DEB)
    found = offer(Package.DEB)
    file = put(desk, found)
    desk.say(step(Step.DOWNLOAD, 600, len(DATA)), told(AppFetched(offer=found, file=str(file))))
    press(face, AppDeed.FETCH)
    assert card(face).view.deeds == (AppDeed.CANCEL,)
    assert face.window.page("freshness").state.button(Deed.CHECK) is None
    assert "Version 0.2.0 des Programms" in face.window.updates.progress()[0]
    until_ended(qtbot, face)
    assert desk.asked()[-3:] == ["update", "--events", "--app"]
    assert card(face).view.title == "Version 0.2.0 ist bereit"
    assert face.window.page("freshness").state.view.title == "Inhaltsstand 20.11.2026"
    press(face, AppDeed.COPY)
    assert QGuiApplication.clipboard().text() == f"sudo apt install {file}"
    press(face, AppDeed.FOLDER)
    press(face, AppDeed.INSTALL)
    rest(qtbot, face)
    assert browser.opened == [str(file.parent), str(file)]
    assert face.window.isVisible()


def test_a_download_can_be_cancelled_and_a_fault_is_told_on_its_card(open_with, qtbot):
    face, desk = open_with(Package.DEB)
    desk.say(step(Step.DOWNLOAD, 600, len(DATA)), ("until_cancelled",))
    press(face, AppDeed.FETCH)
    qtbot.waitUntil(lambda: card(face).view.fraction == 0.5)
    assert face.window.status_line.isVisible()
    press(face, AppDeed.CANCEL)
    until_ended(qtbot, face)
    assert card(face).view.title == "Version 0.2.0 ist da"
    desk.say(told(Offline(where=SERVER, reason="no route")))
    press(face, AppDeed.FETCH)
    until_ended(qtbot, face)
    assert card(face).view.title == "Kein Netz"
    assert face.window.page("freshness").state.view.title == "Inhaltsstand 20.11.2026"
    assert card(face).button(AppDeed.FETCH).text() == "Erneut herunterladen"


def test_a_setup_program_that_was_altered_is_refused_and_one_that_is_right_is_started(open_with, qtbot):
    found = offer(Package.SETUP)
    face, desk = open_with(Package.SETUP)
    file = put(desk, found)
    desk.say(told(AppFetched(offer=found, file=str(file))))
    press(face, AppDeed.FETCH)
    until_ended(qtbot, face)
    started: list[Path] = []
    room(face).apps.start = Setup(started)
    put(desk, found, DATA[:-1] + b"!")
    press(face, AppDeed.INSTALL)
    rest(qtbot, face)
    assert started == []
    assert card(face).view.tone == "bad"
    assert face.window.isVisible()
    put(desk, found)
    press(face, AppDeed.FETCH)
    until_ended(qtbot, face)
    face.window.look.choose_zoom(1.25)
    press(face, AppDeed.INSTALL)
    qtbot.waitUntil(lambda: not face.window.isVisible())
    assert started == [file]
    assert WindowSettings(face.window._settings.file).zoom == 1.25


def test_a_version_newer_than_the_one_that_was_loaded_is_not_ready_yet(open_with, qtbot):
    face, desk = open_with(Package.DEB)
    desk.say(told(AppFetched(offer=offer(Package.DEB), file=str(put(desk, offer(Package.DEB))))))
    press(face, AppDeed.FETCH)
    until_ended(qtbot, face)
    assert card(face).view.title == "Version 0.2.0 ist bereit"
    remember(desk, offer(Package.DEB, "0.3.0"))
    for _ in range(2):
        room(face).receiving.look()
        rest(qtbot, face)
        assert card(face).view.title == "Version 0.3.0 ist da"


def test_what_a_stick_offers_is_fetched_from_there_and_after_a_fault_from_the_server(open_with, qtbot, tmp_path):
    face, desk = open_with(Package.DEB, offered="")
    stick = str(tmp_path / "stick.kbz")
    found = offer(Package.DEB)
    desk.say(told(replace(CURRENT, app=found)))
    remember(desk, found)
    room(face).read_source(stick)
    until_ended(qtbot, face)
    desk.say(told(InputUnreadable(file=stick, place=found.path, remedy="it brings knowledge only")))
    press(face, AppDeed.FETCH)
    until_ended(qtbot, face)
    assert desk.asked()[-5:] == ["update", "--events", "--from", stick, "--app"]
    press(face, AppDeed.FETCH)
    until_ended(qtbot, face)
    assert desk.asked()[-3:] == ["update", "--events", "--app"]


def test_what_was_loaded_before_is_there_after_the_next_start_without_a_network(open_with, tmp_path):
    (tmp_path / "updates").mkdir()
    desk = PlayDesk(tmp_path, root=ROOT)
    put(desk, offer(Package.TAR))
    face, _ = open_with(Package.TAR)
    assert card(face).view.deeds == (AppDeed.FOLDER, AppDeed.LATER)


def test_content_that_needs_it_shows_the_offer_right_there(open_with, qtbot):
    face, desk = open_with(Package.DEB)
    press(face, AppDeed.LATER)
    desk.say(told(AppTooOld(needs="app version 0.2.0", have="app version 0.1.0")))
    face.window.updates.check()
    until_ended(qtbot, face)
    state = face.window.page("freshness").state.view
    assert "Version 0.2.0, sie steht unter „Aktualität“ bereit" in state.sentence
    assert [line.text for line in state.lines] == ["Der Stand vom 20.11.2026 bleibt nutzbar."]
    lines = [line.text for line in card(face).view.lines]
    assert lines[0].endswith("Bis dahin bleiben die Inhalte vom 20.11.2026.")
