"""The card of a newer version of the program: what is new, how far it is loaded, and what one can do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from advisor_app.desktop.pages.freshness.state_card import IconField, LineRow
from advisor_app.desktop.presenters.app_offer import DEED_LABELS, NOTES_SHOWN, AppCardView, AppDeed
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel, clear_layout, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.desktop.widgets.meter import Meter

_QUIET = frozenset({AppDeed.CANCEL, AppDeed.LATER})
_BUSY = "Erst endet die Aktualisierung der Inhalte."


class AppCard(Panel):
    """Shows an `AppCardView`; hidden without one.

    Signals: `deed_chosen` (AppDeed).
    """

    deed_chosen = Signal(object)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self._view: AppCardView | None = None
        self._unfolded = False
        self._build_head()
        self._notes = QWidget(self)
        self._notes_column = QVBoxLayout(self._notes)
        self._progress = QWidget(self)
        self._progress_words = text_label("", "meta", parent=self._progress)
        self.meter = Meter("Fortschritt", theme=theme, space=5, parent=self._progress)
        progress = QVBoxLayout(self._progress)
        progress.setContentsMargins(0, 0, 0, 0)
        progress.addWidget(self._progress_words)
        progress.addWidget(self.meter)
        self._lines = QWidget(self)
        self._lines_column = QVBoxLayout(self._lines)
        self._command = text_label("", "cap", wrap=True, parent=self)
        self._command.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._buttons = QWidget(self)
        self._flow = FlowLayout(self._buttons, gap=theme.px(8))
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        for part in (self._notes, self._progress, self._lines, self._command, self._buttons):
            self._column.addWidget(part)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.hide()

    def _build_head(self) -> None:
        self._icon = IconField(theme=self._theme, parent=self)
        self._title = text_label("", "section", wrap=True, parent=self)
        self._sentence = text_label("", "meta", wrap=True, parent=self)
        self._words = QVBoxLayout()
        self._words.addWidget(self._title)
        self._words.addWidget(self._sentence)
        self._show = self._button(AppDeed.SHOW, parent=self)
        self._head = QHBoxLayout()
        self._head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._head.addLayout(self._words, 1)
        self._head.addWidget(self._show, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def view(self) -> AppCardView | None:
        """Return what is shown."""
        return self._view

    def show_view(self, view: AppCardView | None) -> None:
        """Show a card, or none; what stays the same is left alone, and so is the focus."""
        before, self._view = self._view, view
        self.setVisible(view is not None)
        if view is None or view == before:
            return
        self._icon.show_icon(view.icon, view.tone)
        self._title.setText(view.title)
        self._sentence.setText(view.sentence)
        self.setAccessibleName(view.spoken)
        self._progress.setVisible(view.fraction is not None)
        if view.fraction is not None:
            self.meter.show_fraction(view.fraction)
            self._progress_words.setText(view.progress)
        self._command.setText(view.command)
        self._command.setVisible(bool(view.command))
        self._command.setAccessibleName(f"Befehl: {view.command}")
        if before is None or before.notes != view.notes:
            self._show_notes()
        if before is None or before.lines != view.lines:
            self._show_lines()
        shown = (view.deeds, view.first, view.primary, view.idle)
        if before is None or (before.deeds, before.first, before.primary, before.idle) != shown:
            self._show_deeds()

    def button(self, deed: AppDeed) -> Button | None:
        """Return the button of a deed, None if it is not offered."""
        if self._view is None or deed not in self._view.deeds:
            return None
        if deed is AppDeed.SHOW:
            return self._show
        return next(one for one in self._buttons.findChildren(Button) if one.property("deed") == deed.value)

    def take_focus(self) -> None:
        """Put the keyboard on the first button."""
        buttons = (one for one in self.findChildren(Button) if one.property("deed") and one.isVisible())
        first = next(buttons, None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_notes(self) -> None:
        """List what is new; where that is much, the rest unfolds."""
        clear_layout(self._notes)
        notes = self._view.notes if self._view is not None else ()
        shown = notes if self._unfolded or len(notes) <= NOTES_SHOWN + 1 else notes[:NOTES_SHOWN]
        for note in shown:
            row = QHBoxLayout()
            row.setSpacing(self._theme.px(8))
            line = QWidget(self._notes)
            line.setLayout(row)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(QLabel("•", line), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(text_label(note, "", wrap=True, parent=line), 1)
            self._notes_column.addWidget(line)
        if len(shown) < len(notes):
            more = Button(f"{len(notes) - len(shown)} weitere", theme=self._theme, kind="quiet", parent=self._notes)
            more.clicked.connect(self.unfold)
            self._notes_column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self._notes.setVisible(bool(notes))

    @Slot()
    def unfold(self) -> None:
        """Show everything that is new."""
        self._unfolded = True
        self._show_notes()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_lines(self) -> None:
        clear_layout(self._lines)
        lines = self._view.lines if self._view is not None else ()
        for line in lines:
            row = LineRow(theme=self._theme, parent=self._lines)
            row.show_line(line)
            self._lines_column.addWidget(row)
        self._lines.setVisible(bool(lines))

    def _show_deeds(self) -> None:
        """Show the buttons in their order and keep the keyboard on the card."""
        view = self._view
        held = any(button.hasFocus() for button in self.findChildren(Button))
        for button in self._buttons.findChildren(Button):
            button.setParent(None)
            button.deleteLater()
        while self._flow.count():
            self._flow.takeAt(0)
        if view is None:
            return
        deeds = [deed for deed in view.deeds if deed is not AppDeed.SHOW]
        for place, deed in enumerate(deeds):
            first = "primary" if place == 0 and view.primary else "plain"
            button = self._button(deed, kind="text" if deed in _QUIET else first, parent=self._buttons)
            if place == 0 and view.first:
                button.say(view.first)
            if view.idle and deed is AppDeed.FETCH:
                button.setEnabled(False)
                button.setToolTip(_BUSY)
            self._flow.addWidget(button)
            button.show()
            if place == 0 and held:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._buttons.setVisible(bool(deeds))
        self._show.setVisible(AppDeed.SHOW in view.deeds)
        if held and not deeds:
            self._show.setFocus(Qt.FocusReason.OtherFocusReason)
        self._flow.invalidate()
        self._buttons.updateGeometry()

    def _button(self, deed: AppDeed, *, kind: str = "plain", parent: QWidget) -> Button:
        button = Button(DEED_LABELS[deed], theme=self._theme, kind=kind, parent=parent)
        button.setProperty("deed", deed.value)
        button.clicked.connect(self.choose_deed)
        return button

    @Slot()
    def choose_deed(self) -> None:
        """Tell which button was pressed."""
        self.deed_chosen.emit(AppDeed(str(self.sender().property("deed"))))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(px(20), px(18), px(20), px(16))
        self._column.setSpacing(px(12))
        self._head.setSpacing(px(12))
        self._words.setSpacing(px(2))
        for column, gap in ((self._notes_column, 4), (self._lines_column, 8)):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(px(gap))
        self._flow.gap = px(8)
        view, self._view = self._view, None
        if view is not None:
            self.show_view(view)
