"""Reading beside something else: a pane that opens items by itself, with its own way back and forth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.desktop.knowledge_page import PageTools, ask_library
from advisor_app.desktop.reading.pane import ReadingPane

if TYPE_CHECKING:
    from advisor_app.desktop.presenters.views import ItemView, Library


class ReadingVisit(QWidget):
    """A reading pane that items are opened in.

    Args:
        name: of the page, so that its jobs do not cross those of another one.
        tools: what the page was given.
        leave: what the button says that closes the pane, such as "Karte"; "" for no button.

    Signals: `left` (the pane was closed), `opened` (id of what is shown), `gone` (id that the library does not hold),
    `link_wanted` (address outside), `failed` (exception of a job).
    """

    left = Signal()
    opened = Signal(str)
    gone = Signal(str)
    link_wanted = Signal(str)
    failed = Signal(object)

    def __init__(self, name: str, *, tools: PageTools, leave: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._tools = tools
        self._library: Library | None = None
        self._way: list[str] = []
        self._place = -1
        self.pane = ReadingPane(theme=tools.theme, marks=tools.marks, parent=self)
        if leave:
            self.pane.offer_leave(leave)
        self.pane.item_wanted.connect(self.visit)
        self.pane.link_wanted.connect(self.link_wanted)
        self.pane.back_wanted.connect(self.go_back)
        self.pane.forth_wanted.connect(self.go_forth)
        self.pane.list_wanted.connect(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)

    @property
    def item_id(self) -> str:
        """Return the id of what is open, "" if nothing is."""
        return self._way[self._place] if self._place >= 0 else ""

    @property
    def is_open(self) -> bool:
        """Tell whether something is open."""
        return self._place >= 0

    def use(self, library: Library) -> None:
        """Read a library from now on; what is open is opened again as it is now."""
        self._library = library
        if self.is_open:
            self._open()

    def let_go(self) -> None:
        """Read nothing any more until there is a library again; what is open stays on screen."""
        self._library = None

    @Slot(str)
    def visit(self, item_id: str) -> None:
        """Open an item, so that one can come back to where one was."""
        if item_id != self.item_id:
            del self._way[self._place + 1 :]
            self._way.append(item_id)
            self._place += 1
        self._open()

    @Slot()
    def go_back(self) -> None:
        """Open what was open before; from the first, leave."""
        if self._place > 0:
            self._place -= 1
            self._open()
        else:
            self.leave()

    @Slot()
    def go_forth(self) -> None:
        """Open what was open after."""
        if self._place + 1 < len(self._way):
            self._place += 1
            self._open()

    @Slot()
    def leave(self) -> None:
        """Close the pane and forget the way."""
        self._way, self._place = [], -1
        self.pane.clear()
        self.left.emit()

    def step_out(self) -> bool:
        """Go one step out: find bar, sources, then the pane itself; return whether there was one."""
        if not self.pane.find_bar.isHidden():
            self.pane.find_bar.close_bar()
        elif self.pane.strip.is_open:
            self.pane.strip.set_open(open_=False)
        elif self.is_open:
            self.leave()
        else:
            return False
        return True

    def _open(self) -> None:
        tools, item_id = self._tools, self.item_id

        def work(library: Library) -> object:
            return tools.open_item(library, item_id, tools.today)

        ask_library(tools.runner, self._library, work, self.show_item, self.tell_failure, slot=f"{self._name}-item")

    @Slot(object)
    def show_item(self, view: ItemView | None) -> None:
        """Show what was opened; what is not there any more closes the pane and is told."""
        if not self.is_open:
            return
        if view is None:
            missing = self.item_id
            self.leave()
            self.gone.emit(missing)
            return
        self.pane.show_view(view)
        self.pane.set_history(back=self._place > 0, forth=self._place + 1 < len(self._way))
        self.opened.emit(view.id)

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)
