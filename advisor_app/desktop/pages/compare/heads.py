"""The heads of the columns: title, what it is, its window, and what can be done with the column."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.compare import Column
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, Panel, text_label
from advisor_app.desktop.widgets.marks import Badge

HEIGHT = 132


class ColumnHead(Panel):
    """One programme.

    Signals: `read_wanted`, `moved` (steps), `replace_wanted`, `removed`; each with the id of the programme.
    """

    read_wanted = Signal(str)
    moved = Signal(str, int)
    replace_wanted = Signal(str)
    removed = Signal(str)

    def __init__(self, column: Column, *, theme: Theme, place: int, count: int, parent: QWidget) -> None:
        super().__init__("columnHead", parent)
        self.column = column
        px = theme.px
        self.setAccessibleName(f"{column.title}, {column.meta}")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(px(12), px(10), px(8), px(6))
        lines.setSpacing(px(2))
        title = text_label(formatting.hyphenated(column.title), "uiStrong", wrap=True, parent=self)
        title.setAccessibleName(column.title)
        title.setToolTip(column.title)
        title.setMaximumHeight(title.fontMetrics().lineSpacing() * 3 + px(2))
        title.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(title, 1)
        lines.addWidget(ElidedLabel(column.meta, "meta", parent=self))
        lines.addWidget(Badge(column.state, theme=theme, parent=self))
        lines.addLayout(self._deeds(theme, place, count))

    def _deeds(self, theme: Theme, place: int, count: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        title = self.column.title
        deeds = (
            ("file-text", "Lesen", self.read, True),
            ("arrow-left", "Nach links", self.move_left, place > 0),
            ("arrow-right", "Nach rechts", self.move_right, place < count - 1),
            ("replace", "Ersetzen", self.replace, True),
            ("x", "Entfernen", self.remove, True),
        )
        for icon, words, deed, possible in deeds:
            button = Button(
                "", theme=theme, kind="bare", icon=icon, colour="text2", hint=f"{words}: {title}", parent=self
            )
            button.setToolTip(words)
            button.setEnabled(possible)
            button.setProperty("deed", icon)
            button.clicked.connect(deed)
            if icon == "x":
                row.addStretch(1)
            row.addWidget(button)
        return row

    @Slot()
    def read(self) -> None:
        """Ask to read the entry."""
        self.read_wanted.emit(self.column.id)

    @Slot()
    def move_left(self) -> None:
        """Ask for a place further left."""
        self.moved.emit(self.column.id, -1)

    @Slot()
    def move_right(self) -> None:
        """Ask for a place further right."""
        self.moved.emit(self.column.id, 1)

    @Slot()
    def replace(self) -> None:
        """Ask for another programme in this place."""
        self.replace_wanted.emit(self.column.id)

    @Slot()
    def remove(self) -> None:
        """Ask to take the column away."""
        self.removed.emit(self.column.id)


class HeadHeader(QHeaderView):
    """Keeps a head above each column; they stay when the table is moved up and go with it sideways.

    Signals: those of `ColumnHead`.
    """

    read_wanted = Signal(str)
    moved = Signal(str, int)
    replace_wanted = Signal(str)
    removed = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._columns: tuple[Column, ...] = ()
        self.heads: list[ColumnHead] = []
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)
        self.sectionResized.connect(self.place_heads)

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        """Show these heads; the one that had the focus keeps it, at the same button."""
        focus = self._focus()
        for head in self.heads:
            head.hide()
            head.deleteLater()
        self._columns = columns
        self.heads = []
        for place, column in enumerate(columns):
            head = ColumnHead(column, theme=self._theme, place=place, count=len(columns), parent=self.viewport())
            head.read_wanted.connect(self.read_wanted)
            head.moved.connect(self.moved)
            head.replace_wanted.connect(self.replace_wanted)
            head.removed.connect(self.removed)
            head.show()
            self.heads.append(head)
        self.place_heads()
        self._focus_again(*focus)

    def _focus(self) -> tuple[str, str]:
        """Return the id of the programme and the name of the button that has the focus, "" for none."""
        for head in self.heads:
            focused = head.focusWidget()
            if focused is not None and focused.hasFocus():
                return head.column.id, str(focused.property("deed"))
        return "", ""

    def _focus_again(self, item_id: str, deed: str) -> None:
        for head in self.heads:
            if head.column.id != item_id:
                continue
            buttons = {str(button.property("deed")): button for button in head.findChildren(Button)}
            wanted = buttons.get(deed)
            if wanted is not None and not wanted.isEnabled():
                wanted = buttons["file-text"]
            if wanted is not None:
                wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def place_heads(self) -> None:
        """Put every head above its column."""
        for number, head in enumerate(self.heads):
            left = self.sectionViewportPosition(number)
            head.setGeometry(left, 0, self.sectionSize(number), self.viewport().height())

    def setOffset(self, offset: int) -> None:
        """Move sideways with the table."""
        super().setOffset(offset)
        self.place_heads()

    def sizeHint(self) -> QSize:
        """Return the height of the heads."""
        return QSize(super().sizeHint().width(), self._theme.px(HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, _number: int) -> None:
        """Paint the ground; the head lies on it."""
        painter.fillRect(rect, self._theme.colour("surface"))

    def updateGeometries(self) -> None:
        """Place the heads anew when the table was laid out."""
        super().updateGeometries()
        self.place_heads()
