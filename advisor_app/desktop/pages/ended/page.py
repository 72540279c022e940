"""The page of ended programmes: people ask for them for years, and each leads on to what there is today."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.knowledge_page import KnowledgePage, PageTools
from advisor_app.desktop.pages.ended.detail import DetailPane
from advisor_app.desktop.pages.ended.list_panel import EndedList
from advisor_app.desktop.presenters.ended import EndedDetail, EndedView, Fate, find_ended, present_detail, present_ended
from advisor_app.desktop.presenters.views import Library
from advisor_app.desktop.widgets.basics import ElidedLabel, Panel, text_label

_NARROW = 736
_WIDE = 1100


class EndedPage(KnowledgePage):
    """List at the left, what became of the chosen one at the right; entries are read in its place.

    Args:
        tools: what the page is given.
    """

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("ended", "Beendete Programme", tools=tools, parent=parent)
        self._theme = tools.theme
        self._narrow = False
        self._reading_first = False
        self._bar = Panel("topbar", self)
        self._bar_row = QHBoxLayout(self._bar)
        self._bar_row.addWidget(text_label("Beendete Programme", "page", parent=self._bar))
        self._told = ElidedLabel("", "meta", parent=self._bar)
        self._bar_row.addWidget(self._told, 1)
        self.entries = EndedList(theme=self._theme, parent=self)
        self._right = QStackedWidget(self)
        self.detail = DetailPane(theme=self._theme, parent=self._right)
        self._right.addWidget(self.detail)
        self._body = QHBoxLayout()
        self._body.setSpacing(0)
        self._body.addWidget(self.entries)
        self._body.addWidget(self._right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(self._body, 1)
        self._wire()
        self._theme.changed.connect(self.restyle)
        self.restyle()

    def _wire(self) -> None:
        self.entries.asked.connect(self.look_for)
        self.entries.chosen.connect(self.show_chosen)
        self.entries.opened.connect(self.open_chosen)
        self.entries.onward_wanted.connect(self.read)
        self.entries.elsewhere_wanted.connect(self.search_wanted)
        self.detail.item_wanted.connect(self.read)
        self.detail.comparison_wanted.connect(self.comparison_wanted)
        self.detail.list_wanted.connect(self.show_list)

    # Showing

    def refresh(self) -> None:
        """Ask for the list; what is asked for in it is asked again."""
        today = self.tools.today

        def work(library: Library) -> object:
            return present_ended(library, today)

        self.ask(work, self.show_view)

    def let_go(self) -> None:
        """Ask nothing any more, and make no more rows."""
        super().let_go()
        self.entries.let_go()

    @Slot(object)
    def show_view(self, view: EndedView) -> None:
        """Show the list."""
        ended, soon = view.count(Fate.ENDED), view.count(Fate.SOON)
        self._told.setText(
            formatting.joined([f"{formatting.number(ended)} beendet", f"{formatting.number(soon)} enden bald"])
        )
        with QSignalBlocker(self.entries):
            # What is chosen then is asked for once, also where it is the same as before.
            self.entries.show_view(view)
        self.show_chosen(self.entries.current_id)
        if self.entries.field.edit.text().strip():
            self.look_for(self.entries.field.edit.text())

    @Slot(str)
    def look_for(self, text: str) -> None:
        """Look for a name among the rows."""
        asked, ids = text.strip(), self.entries.ids
        if not asked:
            self.tools.runner.cancel(f"{self.name}-find")
            self.entries.show_found(None)
            return

        def work(library: Library) -> object:
            return find_ended(library, asked, ids)

        self.ask(work, self.show_found, slot="find")

    @Slot(object)
    def show_found(self, found: tuple[str, ...]) -> None:
        """Show what was found."""
        self.entries.show_found(found)

    @Slot(str)
    def show_chosen(self, item_id: str) -> None:
        """Show what became of the chosen programme."""
        if not item_id:
            self.tools.runner.cancel(f"{self.name}-detail")
            self.detail.show_detail(None)
            return
        today = self.tools.today

        def work(library: Library) -> object:
            return present_detail(library, item_id, today)

        self.ask(work, self.show_detail, slot="detail")

    @Slot(object)
    def show_detail(self, detail: EndedDetail | None) -> None:
        """Show what was asked for in place of an entry that is being read."""
        changed = detail is None or self.detail.detail is None or detail.id != self.detail.detail.id
        self.detail.show_detail(detail)
        if changed and self.visit is not None and self.visit.is_open:
            self.visit.leave()

    @Slot()
    def open_chosen(self) -> None:
        """Go into what became of the chosen programme."""
        self._reading_first = True
        self._arrange()
        self._right.setCurrentWidget(self.detail)
        self.detail.area.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def read(self, item_id: str) -> None:
        """Read an entry at the right."""
        if self.visit is None:
            visit = self.add_visit("Zurück", self._right)
            visit.left.connect(self.close_entry)
            self._right.addWidget(visit)
        if self.visit is not None:
            self._reading_first = True
            self._arrange()
            self._right.setCurrentWidget(self.visit)
            self.visit.visit(item_id)
            self.visit.pane.take_focus()

    @Slot()
    def close_entry(self) -> None:
        """Show again what became of the programme."""
        self._right.setCurrentWidget(self.detail)

    @Slot()
    def show_list(self) -> None:
        """Show the list where there is room for one of both only."""
        self._reading_first = False
        self._arrange()
        self.entries.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # Keys

    def take_focus(self) -> None:
        """Put the cursor into the field."""
        if self._narrow and self._reading_first:
            self._reading_first = False
            self._arrange()
        self.entries.field.take_focus()

    def next_pane(self) -> None:
        """Move the focus to the next part: field, list, what is at the right."""
        focused = QApplication.focusWidget()
        if focused is self.entries.field.edit and self.entries.list.isVisible():
            self.entries.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif focused is not None and self.entries.isAncestorOf(focused):
            self._reading_first = True
            self._arrange()
            reading = self.visit is not None and self._right.currentWidget() is self.visit
            target = self.visit.pane.area if reading and self.visit is not None else self.detail.area
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.take_focus()

    def step_out(self) -> bool:
        """Go one step out: what is read, then the way back to the list, then what was asked for."""
        if super().step_out():
            return True
        if self._narrow and self._reading_first:
            self.show_list()
            return True
        if self.entries.field.edit.text():
            self.entries.field.clear()
            return True
        return False

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put list and detail beside each other where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room, px = self.width() / self._theme.zoom, self._theme.px
        self._narrow = room < _NARROW
        self.detail.set_narrow(narrow=self._narrow)
        self.entries.setVisible(not self._narrow or not self._reading_first)
        self._right.setVisible(not self._narrow or self._reading_first)
        if self._narrow:
            self.entries.setMinimumWidth(0)
            self.entries.setMaximumWidth(16_777_215)
        else:
            self.entries.setFixedWidth(px(460 if room >= _WIDE else 368))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._bar.setFixedHeight(px(57))
        self._bar_row.setContentsMargins(px(20), 0, px(20), 0)
        self._bar_row.setSpacing(px(12))
        self._arrange()
