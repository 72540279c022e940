"""What the editors of values have in common."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from advisor_app.desktop.presenters.check_editor import EditorTables, EditorView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import text_label
from advisor_app.domain.profile import Possible


class ValueEditor(QWidget):
    """Lets a value be set.

    Args:
        theme: the look.

    Signals: `taken` (Possible: one click was the whole answer), `touched` (what is set is another now), `entered`
    (Enter in a field: what is set is the answer), `asked` (a question that has to be answered first, "" for none any
    more), `read_wanted` (id of a partner).
    """

    taken = Signal(object)
    touched = Signal()
    entered = Signal()
    asked = Signal(str)
    read_wanted = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.restyle)

    def show_view(self, view: EditorView, tables: EditorTables) -> None:
        """Show what is known."""
        raise NotImplementedError

    def result(self) -> Possible | None:
        """Return what is set, None where nothing is.

        Raises:
            NotUnderstood: what was written says nothing; the words say how to write it.
        """
        raise NotImplementedError

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.column.setSpacing(self._theme.px(8))

    def settled(self) -> Possible | None:
        """Return what is set when the reader goes elsewhere: nothing that they were only on the way to.

        Raises:
            NotUnderstood: as `result`, or what was typed is one of several things.
        """
        return self.result()

    def take_focus(self) -> None:
        """Put the focus where one answers."""
        raise NotImplementedError

    @property
    def ready(self) -> bool:
        """Tell whether there may be something to take."""
        return True

    def step_out(self) -> bool:
        """Go one step out within the editor; return whether there was one."""
        return False


class Labelled(QWidget):
    """Parts in a line behind their name; the whole wraps as one.

    Args:
        name: what stands before them, "" for nothing.
        parts: stand side by side.
    """

    def __init__(self, name: str, *parts: QWidget, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name = text_label(name, "meta", parent=self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.name)
        for part in parts:
            part.setParent(self)
            self._row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.restyle)
        self.call(name)
        self.restyle()

    def call(self, name: str) -> None:
        """Put another name before the parts."""
        self.name.setText(name)
        self.name.setVisible(bool(name))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self._row.setSpacing(self._theme.px(6))


def stops(layout: QLayout) -> Iterator[QWidget]:
    """Yield what the Tab key stops at, in the order in which it lies."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        inner = item.layout() if item is not None else None
        widget = item.widget() if item is not None else None
        if inner is not None:
            yield from stops(inner)
        elif widget is not None and not widget.isHidden():
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                yield widget
            below = widget.layout()
            if below is not None:
                yield from stops(below)
