"""Opens and closes the hall: what is being read over the whole screen, and afterwards everything as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from advisor_app.desktop.hall.sheet import HallSheet
from advisor_app.desktop.jobs import JobContext
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.presenters.hall import HallView, present_hall
from advisor_app.desktop.presenters.results import is_stale

if TYPE_CHECKING:
    from advisor_app.desktop.presenters.views import Library

NOTHING_OPEN = "Für die Halle zuerst einen Eintrag öffnen"
NOT_PUBLIC = "Dieser Eintrag ist nur für das Netzwerk bestimmt"


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a job found: the item, its place among the others, and whether there are others."""

    view: HallView
    place: str
    more: bool


class HallMode(QObject):
    """Shows items in the hall.

    Args:
        host: the window that is covered and goes over the whole screen meanwhile.
        cover: what fills the window otherwise; hidden meanwhile, so that no key and no reader reaches it.
        tools: theme, runner, today and marks.
        library: returns the knowledge in use, None while there is none; only what anybody may see of it is shown.
        hits: returns the ids of the hits, to step through where nothing is marked.

    Signals: `said` (why nothing is shown), `failed` (exception of a job), `closed`.
    """

    said = Signal(str)
    failed = Signal(object)
    closed = Signal()

    def __init__(
        self, *, host: QWidget, cover: QWidget, tools: PageTools, library: Callable[[], Library | None],
        hits: Callable[[], Sequence[str]],
    ) -> None:  # fmt: skip
        super().__init__(host)
        self._host = host
        self._cover = cover
        self._tools = tools
        self._library = library
        self._hits = hits
        self._sheet: HallSheet | None = None
        self._focus: QWidget | None = None
        self._state = Qt.WindowState.WindowNoState
        self._geometry = QRect()
        host.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Tell whether the hall is shown."""
        return self._sheet is not None and not self._sheet.isHidden()

    @property
    def sheet(self) -> HallSheet | None:
        """Return the hall itself, None before it was first shown."""
        return self._sheet

    @property
    def item_id(self) -> str:
        """Return the id of what is shown, "" for nothing."""
        return self._sheet.view.id if self._sheet is not None and self._sheet.view and self.is_open else ""

    def toggle(self, item_id: str) -> None:
        """Show an item, or close the hall if it is open; where nothing is read, what is marked is shown."""
        if self.is_open:
            self.leave()
        elif item_id:
            self._ask((item_id,))
        elif self._tools.marks.ids:
            self._ask(self._tools.marks.ids)
        else:
            self.said.emit(NOTHING_OPEN)

    @Slot()
    def renew(self) -> None:
        """Show the item as it is in the knowledge that is in use now."""
        if self.is_open:
            self._ask((self.item_id,))

    @Slot(int)
    def step(self, by: int) -> None:
        """Show the next item of those marked, else of the hits; one that is not for everybody is passed over."""
        ids, here = self._row(), self.item_id
        if here in ids:
            place = ids.index(here)
            ids = (*ids[place + 1 :], *ids[:place])
        if ids:
            self._ask(ids if by > 0 else tuple(reversed(ids)))

    def _row(self) -> tuple[str, ...]:
        return self._tools.marks.ids or tuple(self._hits())

    def _ask(self, candidates: tuple[str, ...]) -> None:
        """Find the first item that may be shown, in a worker."""
        library, today = self._library(), self._tools.today
        if library is None:
            return
        row, noun = self._row(), "Gemerkt" if self._tools.marks.ids else "Treffer"

        def work(context: JobContext) -> object:
            shown = library.for_clients()
            for item_id in candidates:
                if context.cancelled():
                    return None
                item = shown.item(item_id)
                view = present_hall(item, labels=shown, today=today, stale=is_stale(shown, today)) if item else None
                if view is not None:
                    place = f"{noun} {row.index(view.id) + 1} von {len(row)}" if view.id in row else ""
                    return _Shown(view, place, more=any(other != view.id for other in row))
            return None

        self._tools.runner.start(work, on_success=self.show_item, on_failure=self.tell_failure, slot="hall")

    @Slot(object)
    def show_item(self, shown: object) -> None:
        """Show what was found; an item that nobody but the network may see closes the hall and is told."""
        if isinstance(shown, _Shown):
            self._cover_window().show_view(shown.view, shown.place, more=shown.more)
        else:
            self.leave()
            self.said.emit(NOT_PUBLIC)

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.leave()
        self.failed.emit(error)

    def _cover_window(self) -> HallSheet:
        if self._sheet is None:
            self._sheet = HallSheet(theme=self._tools.theme, host=self._host)
            self._sheet.leave_wanted.connect(self.leave)
            self._sheet.step_wanted.connect(self.step)
            self._sheet.hide()
        sheet = self._sheet
        if sheet.isHidden():
            self._focus = QApplication.focusWidget()
            self._state, self._geometry = self._host.windowState(), self._host.geometry()
            sheet.setGeometry(self._host.rect())
            sheet.show()
            sheet.raise_()
            sheet.setFocus(Qt.FocusReason.OtherFocusReason)
            self._cover.hide()
            self._host.setWindowState(self._state | Qt.WindowState.WindowFullScreen)
        return sheet

    @Slot()
    def leave(self) -> None:
        """Close the hall; window and focus are as they were."""
        if self._sheet is None or not self.is_open:
            return
        self._cover.show()
        self._sheet.hide()
        self._host.setWindowState(self._state)
        if self._state == Qt.WindowState.WindowNoState:
            self._host.setGeometry(self._geometry)
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus = None
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window; leave before it closes, so that it is remembered as it was."""
        if event.type() is QEvent.Type.Resize and self._sheet is not None:
            self._sheet.setGeometry(self._host.rect())
        elif event.type() is QEvent.Type.Close:
            self.leave()
        return super().eventFilter(watched, event)
