"""Pictures of every screen, for README and for looking at one's own work: `python -m advisor_app.desktop.shots DIR`.

The window runs on the bundled knowledge without a display; the day is fixed, so that pictures change with the product
only. Each screen is a short script of what a reader would do.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QScrollArea

from advisor_app.desktop import shot_pages
from advisor_app.desktop import shot_samples as samples
from advisor_app.desktop.app import Face, make_app, make_face
from advisor_app.desktop.keeper import OpenLibrary
from advisor_app.desktop.pages.freshness.page import FreshnessPage
from advisor_app.desktop.pages.options.page import OptionsPage
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.shot_kit import DAY, LOOKS, Act, Shot, page, settle, then
from advisor_app.desktop.theme import Appearance
from advisor_app.errors import PolicyUnreadable
from advisor_app.updates.desk import UpdateDesk
from advisor_app.updates.model import Step
from advisor_app.workspace import Library, Workspace

_SMALLEST = 0  # PNG is lossless; Qt reads its "quality" as effort
_PATIENCE_MS = 20_000


def _clock() -> datetime:
    return samples.NOW


def _search(text: str, *filters: tuple[str, str]) -> Act:
    def act(face: Face) -> None:
        face.window.search.field.edit.setText(text)
        for facet, code in filters:
            face.window.search.toggle_filter(facet, code)

    return act


def _read(item_id: str) -> Act:
    def act(face: Face) -> None:
        face.window.search.visit_item(item_id)

    return act


def _sources(face: Face) -> None:
    face.window.search.reading.strip.set_open(open_=True)


def _scroll_on(face: Face) -> None:
    bar = face.window.search.reading.area.verticalScrollBar()
    bar.setValue(bar.value() + face.window.search.reading.area.height() - 40)


def _filters(face: Face) -> None:
    face.window.search.toggle_drawer()


def _find(text: str) -> Act:
    def act(face: Face) -> None:
        face.window.search.find_in_text()
        face.window.search.reading.find_bar.edit.setText(text)

    return act


def _keys(face: Face) -> None:
    face.window.show_keys()


def _updates(do: samples.Do, *, feed: bool = True, shown_page: str = "freshness", tab: str = "") -> Act:
    def act(face: Face) -> None:
        face.window.show_page(shown_page)
        settle()
        room = face.window.updates
        if room is None:
            return
        do(room.receiving)
        if feed:
            room.take_feed(samples.FEED)
        shown = face.window.page("freshness")
        if tab and isinstance(shown, FreshnessPage):
            shown.show_tab(tab)

    return act


def _earlier(face: Face) -> None:
    shown = face.window.page("freshness")
    if isinstance(shown, FreshnessPage):
        shown.ways.unfold()


def _app_in_sight(face: Face) -> None:
    face.window.show_offer()


def _bug(face: Face) -> None:
    face.window.messages.find_help = lambda: "it@ihk-musterstadt.example.org, 0208 1234-56"
    try:
        int("elf")
    except ValueError as bug:
        face.window.messages.show_bug(bug)


def _toast(face: Face) -> None:
    face.window.toast.say("Angezeigt wird der Stand vom 18.11.2026", face.window.toast.hide)


def _drop(face: Face) -> None:
    face.window.surface.drop_hint.cover()


def _down(face: Face) -> None:
    page = face.window.page("options")
    if isinstance(page, OptionsPage) and page.form is not None:
        page.scroll_to(page.form)


def _facets_down(face: Face) -> None:
    bars = [area.verticalScrollBar() for area in face.window.search.facets.findChildren(QScrollArea)]
    for bar in bars:
        bar.setValue(bar.maximum())


def _refused(face: Face) -> None:
    place = "[updates] check = vielleicht"
    face.window.show_failure(PolicyUnreadable(file="/etc/beratungskoffer/policy.ini", place=place, remedy=""))


_LOADING = samples.run(Step.DOWNLOAD, 1_400_000, 2_100_000, seconds_left=3)
_FEED = _updates(samples.end(samples.DONE))
_OFFLINE = _updates(samples.end(samples.OFFLINE))
_FORGED = _updates(samples.end(samples.SIGNATURE))
_APP = _updates(samples.app())
_IT = _search("it sicherheit", ("kind", "programme"))
SHOTS = (
    Shot(name="search-light", act=_IT),
    Shot(name="search-dark", act=then(_IT, _sources), size=(1440, 900), appearance=Appearance.DARK),
    Shot(name="search-contrast", act=_IT, appearance=Appearance.CONTRAST),
    Shot(name="search-contrast-compact", act=_IT, size=(1024, 640), appearance=Appearance.CONTRAST),
    Shot(
        name="search-compact", act=_search("it sicherheit", ("kind", "programme"), ("region", "05")), size=(1024, 640)
    ),
    Shot(name="search-compact-filters", act=then(_IT, _filters), size=(1024, 640)),
    Shot(name="zoom-200", act=_IT, size=(1440, 900), zoom=2.0),
    Shot(name="zoom-200-compact", act=_IT, size=(1024, 640), zoom=2.0),
    Shot(name="zoom-200-reading", act=then(_IT, _read("mid-digitale-sicherheit")), size=(1024, 640), zoom=2.0),
    Shot(name="all-entries", act=_search("")),
    Shot(name="programme-ended", act=then(_search("go-digital"), _read("go-digital"))),
    Shot(name="programme-conditions", act=then(_IT, _scroll_on), size=(1440, 900)),
    Shot(name="topic", act=_search("NIS-2", ("kind", "topic")), size=(1440, 900)),
    Shot(name="partner", act=_search("Witten", ("kind", "partner")), size=(1440, 900)),
    Shot(name="event", act=_search("", ("kind", "event")), size=(1440, 900)),
    Shot(name="nothing-found", act=_search("Wasserstoff", ("kind", "event"), ("thema", "ki"))),
    Shot(name="find-in-text", act=then(_IT, _find("EUR"))),
    Shot(name="freshness-rest", act=_updates(samples.rest())),
    Shot(name="freshness-rest-empty", act=_updates(samples.rest(earlier=()), feed=False)),
    Shot(name="freshness-contents", act=_updates(samples.rest(), tab="contents")),
    Shot(name="freshness-looking", act=_updates(samples.run(Step.CONNECT, 0, None, found=None))),
    Shot(name="freshness-loading", act=_updates(_LOADING)),
    Shot(name="freshness-loading-dark", act=_updates(_LOADING), appearance=Appearance.DARK),
    Shot(name="freshness-loading-contrast", act=_updates(_LOADING), appearance=Appearance.CONTRAST),
    Shot(name="freshness-loading-compact", act=_updates(_LOADING), size=(1024, 640)),
    Shot(name="freshness-loading-200", act=_updates(_LOADING), size=(1440, 900), zoom=2.0),
    Shot(name="freshness-applying", act=_updates(samples.run(Step.INDEX, 620, 1000), shown_page="search")),
    Shot(name="freshness-done", act=_FEED),
    Shot(name="freshness-done-dark", act=_FEED, appearance=Appearance.DARK),
    Shot(name="freshness-done-contrast", act=_FEED, appearance=Appearance.CONTRAST),
    Shot(name="freshness-done-compact", act=_FEED, size=(1024, 640)),
    Shot(name="freshness-feed-200", act=_updates(samples.rest(), tab="changes"), size=(1024, 640), zoom=2.0),
    Shot(name="freshness-offline", act=_OFFLINE),
    Shot(name="freshness-offline-200", act=_OFFLINE, size=(1024, 640), zoom=2.0),
    Shot(name="freshness-signature", act=_FORGED),
    Shot(name="freshness-signature-dark", act=_FORGED, appearance=Appearance.DARK),
    Shot(
        name="freshness-signature-contrast",
        act=_FORGED,
        appearance=Appearance.CONTRAST,
    ),
    Shot(name="freshness-old-stick", act=_updates(samples.end(samples.OLD_STICK))),
    Shot(name="freshness-held", act=then(_updates(samples.rest(status=samples.HELD)), _earlier)),
    Shot(
        name="freshness-held-compact",
        act=_updates(samples.rest(status=samples.HELD)),
        size=(1024, 640),
        appearance=Appearance.DARK,
    ),
    Shot(name="freshness-drop", act=_drop),
    Shot(name="app-offer", act=_APP),
    Shot(name="app-offer-dark", act=_APP, appearance=Appearance.DARK),
    Shot(name="app-offer-contrast", act=_APP, appearance=Appearance.CONTRAST),
    Shot(name="app-offer-compact", act=then(_APP, _app_in_sight), size=(1024, 640)),
    Shot(name="app-offer-200", act=then(_APP, _app_in_sight), size=(1440, 900), zoom=2.0),
    Shot(name="app-loading", act=_updates(samples.app(loaded=12_400_000))),
    Shot(name="app-fetched", act=_updates(samples.app(fetched=True))),
    Shot(name="app-needed", act=_updates(samples.app(ending=samples.TOO_OLD))),
    Shot(name="app-pill", act=then(_APP, page("search"))),
    Shot(name="app-pill-200", act=then(_APP, page("search")), size=(1024, 640), zoom=2.0),
    Shot(name="bug", act=_bug),
    Shot(name="bug-contrast", act=_bug, appearance=Appearance.CONTRAST),
    Shot(name="bug-200", act=_bug, size=(1024, 640), zoom=2.0, appearance=Appearance.DARK),
    Shot(name="stale", act=then(_IT, _read("mid-digitale-sicherheit")), day=date(2027, 1, 11)),
    Shot(name="stale-allowed", act=_search("forschungszulage"), day=date(2027, 1, 11), size=(1440, 900)),
    Shot(name="toast", act=_toast),
    Shot(name="options", act=page("options")),
    Shot(name="about", act=page("about")),
    *(
        Shot(name=f"{name}-house{ending}", act=act, house=True, **look)
        for name, act in (("options", then(page("options"), _down)), ("about", page("about")))
        for ending, look in LOOKS.items()
    ),
    Shot(name="search-house", act=then(_search("", ("kind", "partner")), _facets_down), house=True),
    Shot(name="search-house-compact", act=_search("it sicherheit"), size=(1024, 640), zoom=1.5, house=True),
    Shot(name="policy-unreadable", act=_refused, house=True),
    Shot(name="keys", act=_keys),
    Shot(name="topic-dark", act=_search("Robotik", ("kind", "topic")), appearance=Appearance.DARK),
    Shot(name="partner-contrast", act=_search("IHK", ("kind", "partner")), appearance=Appearance.CONTRAST),
)


def page_shots() -> Iterator[Shot]:
    """Yield the pictures that stand with each page."""
    for module in sorted(entry.name for entry in iter_modules(shot_pages.__path__)):
        yield from import_module(f"{shot_pages.__name__}.{module}").SHOTS


def take(app: QApplication, shot: Shot, open_library: OpenLibrary, *, resources: Path, folder: Path) -> Path:
    """Take one picture in a fresh window and return its file.

    Raises:
        TimeoutError: the knowledge did not open.
    """
    with TemporaryDirectory() as kept:
        settings = WindowSettings(Path(kept) / "settings.ini")
        settings.appearance = shot.appearance
        settings.zoom = shot.zoom
        desk = samples.desk(Path(kept), resources / "trust" / "root.json")
        face = make_face(app, open_library, resources=resources, settings=settings, today=shot.day, updates=desk,
                         clock=_clock, first_page="search")  # fmt: skip
        face.window.resize(*shot.size)
        opened = QEventLoop()
        face.window.library_opened.connect(opened.quit)
        patience = QTimer()
        patience.setSingleShot(True)
        patience.timeout.connect(opened.quit)
        patience.start(_PATIENCE_MS)
        if shot.house:
            _settle_in(face, desk, resources, Path(kept))
        face.window.show()
        opened.exec()
        if not patience.isActive():
            raise TimeoutError(shot.name)
        settle()
        _warm_up(face)
        shot.act(face)
        settle()
        target = folder / f"{shot.name}.png"
        _picture(face).save(str(target), quality=_SMALLEST)
        face.window.close()
        face.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return target


def _settle_in(face: Face, desk: UpdateDesk, resources: Path, folder: Path) -> None:
    """Let a window be one that a house set up."""
    preset = samples.preset(resources)
    desk.policy = samples.managed(preset, folder)
    face.window.take_house(preset.house)


def _warm_up(face: Face) -> None:
    """Ask once beforehand: the time shown in a picture is that of any search, not of the first one after the start."""
    for text in ("it sicherheit förderung", ""):
        face.window.search.ask_for(text)
        settle()


def _picture(face: Face) -> QPixmap:
    """Return the window, with the dialog in front of it if there is one."""
    picture = face.window.grab()
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        painter = QPainter(picture)
        painter.fillRect(picture.rect(), QColor(0, 0, 0, 90))
        painter.drawPixmap(face.window.rect().center() - dialog.rect().center(), dialog.grab())
        painter.end()
        dialog.close()
    return picture


def main(arguments: list[str]) -> int:
    """Write the pictures whose name begins as asked for (all by default) into a folder."""
    parser = ArgumentParser(prog="python -m advisor_app.desktop.shots", description="Write pictures of every screen.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", action="append", metavar="PREFIX", help="pictures whose name begins so; repeatable")
    parser.add_argument("--data-dir", type=Path, help="directory of the user's data; the platform's by default")
    chosen = parser.parse_args(arguments)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    app = make_app([])
    workspace = Workspace.locate(chosen.data_dir)

    def open_library() -> Library:
        return workspace.open_library(today=DAY)

    for shot in (*SHOTS, *page_shots()):
        if shot.name.startswith(tuple(chosen.only or ("",))):
            target = take(app, shot, open_library, resources=workspace.resources, folder=chosen.folder)
            print(target)  # noqa: T201 - a command's output
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv[1:]))
