"""Parts of the forms and panels of state aid: fields that say what is wrong at the field, choices, warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_size_views import Notice
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, set_tone, text_label
from advisor_app.desktop.widgets.flow import FlowLayout

FIELD = 196
_NARROWEST = 120


class Field(QWidget):
    """A line of input below its label; what is wrong with it is said right below.

    Args:
        label: what it is called.
        theme: the look.
        hint: how it may be written, shown while it is empty.
        wide: it takes the room of two.

    Signals: `edited`, `entered` (Enter was pressed).
    """

    edited = Signal()
    entered = Signal()

    def __init__(self, label: str, *, theme: Theme, hint: str = "", wide: bool = False, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wide = wide
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(hint)
        self.edit.setAccessibleName(label)
        self.edit.setMaxLength(300)
        self._title = text_label(label, "overline", parent=self)
        self._title.setBuddy(self.edit)
        self._fault = text_label("", "meta", wrap=True, tone="bad", parent=self)
        self._fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._title)
        column.addWidget(self.edit)
        column.addWidget(self._fault)
        column.addStretch(1)
        self._column = column
        self.edit.textEdited.connect(self.tell_edit)
        self.edit.returnPressed.connect(self.entered)
        theme.changed.connect(self.restyle)
        self.restyle()

    @property
    def text(self) -> str:
        """Return what was typed."""
        return self.edit.text()

    @property
    def fault(self) -> str:
        """Return what is said to be wrong, "" for nothing."""
        return self._fault.text()

    def call(self, label: str) -> None:
        """Call it otherwise."""
        self._title.setText(label)
        self.edit.setAccessibleName(label)

    def show_text(self, text: str) -> None:
        """Show a text as if it had been typed before."""
        self.edit.setText(text)
        self.show_fault("")

    def show_fault(self, words: str) -> None:
        """Say what is wrong; what was typed stays."""
        self._fault.setText(words)
        self._fault.setVisible(bool(words))
        set_tone(self.edit, "bad" if words else "")
        self.edit.setAccessibleDescription(words)
        # A taller field moves what stands below it.
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the height that the words below take at the width there is."""
        width = self.maximumWidth()
        return QSize(width, self._column.totalHeightForWidth(width))

    @Slot()
    def tell_edit(self) -> None:
        """Take back what was said to be wrong once something else is typed."""
        if self.fault:
            self.show_fault("")
        self.edited.emit()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        width = self._theme.px(FIELD)
        self._column.setSpacing(self._theme.px(4))
        self.setMinimumWidth(self._theme.px(_NARROWEST))
        self.setMaximumWidth(2 * width + self._theme.px(12) if self._wide else width)


class Toggle(Button):
    """A button that stays pressed; a tick says so too."""

    def __init__(self, text: str, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(text, theme=theme, kind="segment", icon="circle-dashed", colour="text3", parent=parent)
        self.setCheckable(True)
        self.toggled.connect(self.show_tick)

    @Slot(bool)
    def show_tick(self, on: bool) -> None:  # noqa: FBT001 - as Qt's signal gives it
        """Show whether it is pressed."""
        self.set_icon("check" if on else "circle-dashed", "on_pick" if on else "text3")


class Choice(QWidget):
    """One of several things, behind a button.

    Args:
        label: what is chosen.
        words: code -> words, in the order in which they are offered.
        theme: the look.

    Signals: `chosen` (code).
    """

    chosen = Signal(str)

    def __init__(self, label: str, words: Mapping[str, str], *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = label
        self._words = dict(words)
        self._code = next(iter(self._words))
        self.button = Button("", theme=theme, icon="chevron-down", colour="text2", hint=label, parent=self)
        self.button.put_icon_last()
        self._menu = QMenu(self.button)
        self._group = QActionGroup(self)
        for code, said in self._words.items():
            entry = QAction(said, self, checkable=True)
            entry.setData(code)
            entry.triggered.connect(self.tell_choice)
            self._group.addAction(entry)
            self._menu.addAction(entry)
        self.button.clicked.connect(self.open_menu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(text_label(label, "overline", parent=self))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.show_code(self._code)

    @property
    def code(self) -> str:
        """Return what is chosen."""
        return self._code

    def show_code(self, code: str) -> None:
        """Show what is chosen."""
        self._code = code
        self.button.say(self._words[code])
        self.button.setAccessibleName(f"{self._label}: {self._words[code]}")
        next(entry for entry in self._group.actions() if entry.data() == code).setChecked(True)

    @Slot()
    def open_menu(self) -> None:
        """Offer everything there is."""
        self._menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    @Slot()
    def tell_choice(self) -> None:
        """Take over what was chosen."""
        entry = self.sender()
        if isinstance(entry, QAction):
            self.show_code(str(entry.data()))
            self.chosen.emit(self._code)


class Segments(QWidget):
    """One of two or three things, side by side.

    Signals: `chosen` (code).
    """

    chosen = Signal(str)

    def __init__(self, label: str, words: Mapping[str, str], *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(label)
        self.buttons: dict[str, Button] = {}
        flow = FlowLayout(self, gap=theme.px(6))
        for code, said in words.items():
            button = Button(said, theme=theme, kind="segment", parent=self)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.clicked.connect(partial(self.chosen.emit, code))
            flow.addWidget(button)
            self.buttons[code] = button
        self.show_code(next(iter(words)))

    @property
    def code(self) -> str:
        """Return what is chosen."""
        return next(code for code, button in self.buttons.items() if button.isChecked())

    def show_code(self, code: str) -> None:
        """Show what is chosen."""
        self.buttons[code].setChecked(True)

    def say(self, code: str, words: str) -> None:
        """Call one of them otherwise."""
        self.buttons[code].say(words)


class NoticeLine(QWidget):
    """A warning: shape, words, and the way to what can be done about it.

    Signals: `wanted` (the Notice whose button was pressed).
    """

    wanted = Signal(object)

    def __init__(self, notice: Notice, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._notice = notice
        px = theme.px
        self.setAccessibleName(f"{formatting.sentence(notice.title)} {notice.text}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(10))
        icon = IconLabel(notice.icon, theme=theme, colour=notice.tone, size=18, parent=self)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(text_label(notice.title, "uiStrong", wrap=True, parent=self))
        words.addWidget(text_label(notice.text, "meta", wrap=True, parent=self))
        if notice.action:
            button = Button(notice.action, theme=theme, kind="link", parent=self)
            button.setAccessibleName(f"{notice.action}: {notice.title}")
            button.clicked.connect(self.tell_wanted)
            words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)

    @Slot()
    def tell_wanted(self) -> None:
        """Ask for what can be done about it."""
        self.wanted.emit(self._notice)


def first_faulty(fields: Sequence[Field]) -> Field | None:
    """Return the first field with which something is wrong."""
    return next((field for field in fields if field.fault), None)
