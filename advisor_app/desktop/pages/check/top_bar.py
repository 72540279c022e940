"""The top of the check: how much was checked with how much, and what can be done with the whole of it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from advisor_app.desktop.presenters.check_views import HeadView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, Panel, plain_tip, set_look, text_label

_WORDS_WIDTH = 780
_SENSITIVE = "Vertrauliche Angaben und Notizen mit speichern und ausgeben"


class TopBar(Panel):
    """Heading, counts and deeds.

    Args:
        theme: the look.

    Signals: `undo_wanted`, `redo_wanted`, `facts_wanted` (where the facts have no room beside the rest),
    `leaf_wanted` (name of a leaf), `fresh_wanted` (a new check), `open_wanted`, `save_wanted` (whether under another
    name), `copy_wanted`, `print_wanted`.
    """

    undo_wanted = Signal()
    redo_wanted = Signal()
    facts_wanted = Signal()
    leaf_wanted = Signal(str)
    fresh_wanted = Signal()
    open_wanted = Signal()
    save_wanted = Signal(bool)
    copy_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("topbar", parent)
        self._theme = theme
        self._narrow: bool | None = None
        # Its buttons say less where there is less room; what they say must not keep the window from getting narrow.
        self.setMinimumWidth(1)
        self._row = QHBoxLayout(self)
        self.heading = text_label("Fördercheck", "page", parent=self)
        self._row.addWidget(self.heading)
        self._counts = ElidedLabel("", "meta", parent=self)
        self._row.addWidget(self._counts, 1)
        self.facts = self._button("Angaben", "notes")
        self.facts.hide()
        self.undo = self._button("", "arrow-back-up", hint="Rückgängig (Strg+Z)", kind="icon")
        self.redo = self._button("", "arrow-forward-up", hint="Wiederholen (Strg+Y)", kind="icon")
        self.what_if = self._button("Was wäre wenn", "adjustments")
        self.print = self._button("Drucken", "printer")
        self.more = self._button("Mehr", "dots")
        self._fill_menu()
        self.undo.clicked.connect(self.undo_wanted)
        self.redo.clicked.connect(self.redo_wanted)
        self.facts.clicked.connect(self.facts_wanted)
        self.what_if.clicked.connect(self.ask_what_if)
        self.print.clicked.connect(self.print_wanted)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _button(self, words: str, icon: str, *, hint: str = "", kind: str = "plain") -> Button:
        button = Button(words, theme=self._theme, kind=kind, icon=icon, colour="text2", hint=hint or words, parent=self)
        self._row.addWidget(button)
        return button

    def _fill_menu(self) -> None:
        menu = QMenu(self.more)
        menu.setToolTipsVisible(True)
        self._entry(menu, "Neuer Check", self.fresh_wanted)
        self._entry(menu, "Öffnen …\tStrg+O", self.open_wanted)
        self._entry(menu, "Speichern\tStrg+S", self.ask_to_save)
        self._entry(menu, "Speichern unter …", self.ask_to_save_elsewhere)
        self.sensitive = self._entry(menu, _SENSITIVE, None)
        self.sensitive.setCheckable(True)
        menu.addSeparator()
        self._entry(menu, "Größenklasse", self.tell_leaf).setData("size")
        self._entry(menu, "De-minimis-Konto", self.tell_leaf).setData("account")
        self._entry(menu, "Fragezettel", self.tell_leaf).setData("sheet")
        menu.addSeparator()
        self.copy = self._entry(menu, "Ergebnis kopieren", self.copy_wanted)
        self.menu = menu
        self.more.setMenu(menu)

    @staticmethod
    def _entry(menu: QMenu, words: str, target: object) -> QAction:
        action = QAction(words, menu)
        if target is not None:
            action.triggered.connect(target)
        menu.addAction(action)
        return action

    def show_view(self, view: HeadView) -> None:
        """Show counts and what can be done."""
        self._counts.setText(view.counts)
        self.undo.setEnabled(bool(view.undo))
        self.undo.setToolTip(
            plain_tip(f"Rückgängig: {view.undo} (Strg+Z)") if view.undo else "Nichts rückgängig zu machen"
        )
        self.redo.setEnabled(bool(view.redo))
        self.redo.setToolTip(plain_tip(f"Wiederholen: {view.redo} (Strg+Y)") if view.redo else "Nichts zu wiederholen")
        self.what_if.setEnabled(not view.is_empty)
        self.copy.setEnabled(not view.is_empty)
        self.print.setEnabled(not view.is_empty)
        if not view.has_sensitive:
            self.sensitive.setChecked(False)
        self.sensitive.setVisible(view.has_sensitive)

    @property
    def with_sensitive(self) -> bool:
        """Tell whether delicate facts go along: only what is offered can have been ticked."""
        return self.sensitive.isChecked() and self.sensitive.isVisible()

    def say(self, words: str) -> None:
        """Say something else in the place of the counts."""
        self._counts.setText(words)

    @property
    def counts(self) -> str:
        """Return what is said of how much was checked."""
        return self._counts.text()

    @Slot()
    def ask_what_if(self) -> None:
        """Ask for the leaf that changes facts on trial."""
        self.leaf_wanted.emit("what_if")

    @Slot()
    def ask_to_save(self) -> None:
        """Ask to save where it was saved before."""
        self.save_wanted.emit(False)

    @Slot()
    def ask_to_save_elsewhere(self) -> None:
        """Ask to save under another name."""
        self.save_wanted.emit(True)

    @Slot()
    def tell_leaf(self) -> None:
        """Ask for the leaf whose entry was chosen."""
        action = self.sender()
        if isinstance(action, QAction):
            self.leaf_wanted.emit(str(action.data()))

    def arrange(self, width: int, *, alone: bool) -> None:
        """Say less where there is less room.

        Args:
            width: of the page in pixels.
            alone: the facts have no room beside the rest.
        """
        narrow = width < self._theme.px(_WORDS_WIDTH)
        self.facts.setVisible(alone)
        self._counts.setVisible(width >= self._theme.px(520))
        if narrow is not self._narrow:
            self._narrow = narrow
            for button, words in (
                (self.what_if, "Was wäre wenn"),
                (self.print, "Drucken"),
                (self.more, "Mehr"),
                (self.facts, "Angaben"),
            ):
                button.say("" if narrow else words)
                button.setAccessibleName(words)
                set_look(button, "kind", "icon" if narrow else "plain")

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self.setFixedHeight(px(57))
        self._row.setContentsMargins(px(20), 0, px(20), 0)
        self._row.setSpacing(px(8))
        self._narrow = None
