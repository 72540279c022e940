"""The list of what the reader marked: to read again, to compare, to hand on."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from advisor_app.desktop.contacts_address import card_address
from advisor_app.desktop.knowledge_page import KnowledgePage, PageTools
from advisor_app.desktop.presenters.marked import COMPARED, MarkedView, present_marked
from advisor_app.desktop.presenters.outside import NOT_COPIED, kept_words
from advisor_app.desktop.presenters.views import Library
from advisor_app.desktop.rows.row_list import RowList
from advisor_app.desktop.rows.row_model import RowModel
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, IconLabel, Panel, text_label

NAME = "marked"
_LIST = 424
# Below this width, in design pixels, the list and what is read take turns.
_BESIDE = 860


class MarkedPage(KnowledgePage):
    """Rows of the marked items, the one that is chosen beside them.

    Args:
        tools: what the page is given.
    """

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(NAME, "Merkliste", tools=tools, parent=parent)
        self._view: MarkedView | None = None
        self._inside = False
        self._build_bar()
        self.model = RowModel(self)
        self.list = RowList(self.model, theme=tools.theme, name="Merkliste", parent=self)
        self.list.current_changed.connect(self.read_current)
        self.list.opened.connect(self.enter)
        self.list.clicked.connect(self.enter_narrow)
        self.list.onward_wanted.connect(self.item_wanted)
        self._reading = self.add_visit("Merkliste", self)
        self._reading.left.connect(self.come_out)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.list)
        self._split.addWidget(self._reading)
        self._split.setStretchFactor(1, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._split)
        self._stack.addWidget(self._nothing())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        tools.marks.changed.connect(self.refresh)
        tools.theme.changed.connect(self.restyle)
        self.restyle()

    def _build_bar(self) -> None:
        theme = self.tools.theme
        self._bar = Panel("topbar", self)
        self._bar_row = QHBoxLayout(self._bar)
        self._bar_row.addWidget(text_label("Merkliste", "page", parent=self._bar))
        self._headline = ElidedLabel("", "meta", parent=self._bar)
        self._bar_row.addWidget(self._headline, 1)
        self.compare_button = Button("Vergleichen", theme=theme, icon="columns", parent=self._bar)
        self.compare_button.clicked.connect(self.compare)
        self.cards_button = Button("Visitenkarten", theme=theme, icon="address-book", parent=self._bar)
        self.cards_button.setToolTip("Die gemerkten Partner als Visitenkarten in einer Datei")
        self.cards_button.clicked.connect(self.hand_on)
        self.copy_button = Button("", theme=theme, kind="icon", icon="copy", colour="text2", size=18,
                                  hint="Liste als Text kopieren", parent=self._bar)  # fmt: skip
        self.copy_button.clicked.connect(self.copy)
        self.remove_button = Button("", theme=theme, kind="icon", icon="star-off", colour="text2", size=18,
                                    hint="Gewählten Eintrag nicht mehr merken (Entf)", parent=self._bar)  # fmt: skip
        self.remove_button.setShortcut(Qt.Key.Key_Delete)
        self.remove_button.clicked.connect(self.remove_current)
        self.clear_button = Button("Leeren", theme=theme, kind="quiet", parent=self._bar)
        self.clear_button.clicked.connect(self.clear)
        for button in (
            self.compare_button,
            self.cards_button,
            self.copy_button,
            self.remove_button,
            self.clear_button,
        ):
            self._bar_row.addWidget(button)

    def _nothing(self) -> QWidget:
        theme, px = self.tools.theme, self.tools.theme.px
        page = QWidget(self)
        card = Panel("card", page)
        card.setMaximumWidth(px(560))
        column = QVBoxLayout(card)
        column.setContentsMargins(px(18), px(18), px(18), px(18))
        column.setSpacing(px(8))
        column.addWidget(IconLabel("star", theme=theme, colour="text2", size=28, parent=card))
        column.addWidget(text_label("Noch nichts gemerkt", "section", parent=card))
        words = (
            "Mit M oder dem Stern neben dem Titel kommt ein Eintrag hierher. Gemerkte Programme lassen sich "
            "vergleichen, gemerkte Partner als Visitenkarten weitergeben, und im Hallenmodus blättern Sie durch alles."
        )
        column.addWidget(text_label(words, "meta", wrap=True, parent=card))
        outer = QVBoxLayout(page)
        outer.setContentsMargins(px(16), px(16), px(16), px(16))
        outer.addWidget(card)
        outer.addStretch(1)
        return page

    # Showing

    @Slot()
    def refresh(self) -> None:
        """Show what is marked now; what was being read stays open."""
        ids, today = self.tools.marks.ids, self.tools.today

        def work(library: Library) -> object:
            return present_marked(ids, library, today)

        self.ask(work, self.show_marked)

    @Slot(object)
    def show_marked(self, view: MarkedView) -> None:
        """Show the rows."""
        current, self._view = self.item_id, view
        gone = f" · {len(view.gone)} nicht mehr enthalten" if view.gone else ""
        self._headline.setText(f"{view.headline}{gone}")
        # Scrolling to the row that was chosen is not choosing another one.
        self.list.selectionModel().blockSignals(True)
        self.model.show(view.rows, len(view.rows))
        number = self.model.find(current)
        self.list.setCurrentIndex(self.model.index(max(number, 0)))
        self.list.selectionModel().blockSignals(False)
        if number < 0:
            self.read_current()
        self._stack.setCurrentIndex(0 if view.rows else 1)
        several = len(view.programmes)
        self.compare_button.setEnabled(several > 1)
        self.cards_button.setVisible(bool(view.partners))
        hint = "Zwei bis vier Programme merken, um sie nebeneinander zu sehen"
        self.compare_button.setToolTip("Die gemerkten Programme nebeneinander" if several > 1 else hint)
        for button in (self.copy_button, self.remove_button, self.clear_button):
            button.setEnabled(bool(view.rows or view.gone))

    @Slot()
    def read_current(self) -> None:
        """Read the chosen row beside the list."""
        row = self.model.row(self.list.currentIndex().row())
        if row is not None:
            self._reading.visit(row.id)
        elif self._reading.is_open:
            self._reading.leave()

    @Slot(QModelIndex)
    def enter(self, _index: QModelIndex) -> None:
        """Go into what is shown."""
        self._inside = True
        self._arrange()
        self._reading.pane.take_focus()

    @Slot(QModelIndex)
    def enter_narrow(self, index: QModelIndex) -> None:
        """Go into what was clicked where the list does not leave room for it."""
        if self._is_narrow:
            self.read_current()
            self.enter(index)

    @Slot()
    def come_out(self) -> None:
        """Show the list again."""
        self._inside = False
        self._arrange()
        self.take_focus()

    # Doing something with it

    @Slot()
    def compare(self) -> None:
        """Show the marked programmes side by side, the chosen one among them."""
        if self._view is None:
            return
        chosen = self.item_id
        first = (chosen,) if chosen in self._view.programmes else ()
        ids = dict.fromkeys((*first, *self._view.programmes))
        self.comparison_wanted.emit(tuple(ids)[:COMPARED])

    @Slot()
    def hand_on(self) -> None:
        """Save the business cards of the marked partners; only what is public goes into them."""
        if self._view is not None:
            self.link_wanted.emit(card_address(self._view.partners))

    @Slot()
    def copy(self) -> None:
        """Copy the list as text; what is not public stays here, and that is said."""
        if self._view is None:
            return
        if self._view.plain:
            QGuiApplication.clipboard().setText(self._view.plain)
        copied = "Merkliste kopiert" if self._view.plain else NOT_COPIED
        self.said.emit(". ".join(part for part in (copied, kept_words(self._view.kept)) if part))

    @Slot()
    def remove_current(self) -> None:
        """Take the mark of the chosen row away."""
        row = self.model.row(self.list.currentIndex().row())
        if row is not None:
            self._change(
                f"Nicht mehr gemerkt: {row.title}", tuple(kept for kept in self.tools.marks.ids if kept != row.id)
            )

    @Slot()
    def clear(self) -> None:
        """Take all marks away."""
        self._change("Merkliste geleert", ())

    def _change(self, said: str, ids: tuple[str, ...]) -> None:
        marks, before = self.tools.marks, self.tools.marks.ids

        def undo() -> None:
            marks.replace(before)

        marks.replace(ids)
        self.undo_offered.emit(said, undo)

    # Keys and room

    def take_focus(self) -> None:
        """Begin at the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pane(self) -> None:
        """Move between the list and what is read."""
        if self.list.hasFocus():
            self._reading.pane.take_focus()
        else:
            self.take_focus()

    def step_out(self) -> bool:
        """Go back to the list from what is read."""
        pane = self._reading.pane
        if not pane.find_bar.isHidden() or pane.strip.is_open or (self._is_narrow and self._inside):
            return self._reading.step_out()
        if self.list.hasFocus():
            return False
        self.take_focus()
        return True

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self.tools.theme.px
        self._bar.setFixedHeight(px(57))
        self._bar_row.setContentsMargins(px(20), 0, px(16), 0)
        self._bar_row.setSpacing(px(10))
        self._split.setSizes([px(_LIST), max(self.width() - px(_LIST), px(_LIST))])
        self._arrange()

    @property
    def _is_narrow(self) -> bool:
        return self.width() < self.tools.theme.px(_BESIDE)

    def _arrange(self) -> None:
        narrow = self._is_narrow
        self._reading.pane.set_narrow(narrow=narrow)
        self._reading.setVisible(not narrow or self._inside)
        self.list.setVisible(not narrow or not self._inside)
        self.compare_button.say("" if narrow else "Vergleichen")
        self.compare_button.setAccessibleName("Gemerkte Programme vergleichen")
        self.cards_button.say("" if narrow else "Visitenkarten")
        self.cards_button.setAccessibleName("Visitenkarten der gemerkten Partner")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange list and reading for the room there is."""
        super().resizeEvent(event)
        self._arrange()
