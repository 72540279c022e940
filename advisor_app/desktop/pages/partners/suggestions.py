"""The places that what is typed may mean, below the field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.partners_views import PlaceChoice
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Panel

_CODE = int(Qt.ItemDataRole.UserRole)
_WIDTH, _LINE = 340, 30


class Suggestions(Panel):
    """A short list that leaves the focus where it is.

    Signals: `chosen` (code of a place).
    """

    chosen = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("drawer", parent)
        self._theme = theme
        self._page = parent
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Vorschläge")
        self.list.itemClicked.connect(self.choose)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.list)
        self.hide()

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the places that are offered, none while they are hidden."""
        if self.isHidden():
            return ()
        return tuple(str(self.list.item(row).data(_CODE)) for row in range(self.list.count()))

    @property
    def current(self) -> str:
        """Return the code of the place that the keys are at, "" if none."""
        item = self.list.currentItem()
        return str(item.data(_CODE)) if item is not None and not self.isHidden() else ""

    def offer(self, choices: Sequence[PlaceChoice], field: QWidget) -> None:
        """Show places below a field; none closes the list."""
        if not choices:
            self.hide()
            return
        self.list.clear()
        px = self._theme.px
        for choice in choices:
            item = QListWidgetItem(formatting.joined([choice.label, choice.detail]), self.list)
            item.setData(_CODE, choice.code)
            item.setSizeHint(QSize(px(100), px(_LINE)))
        self._column.setContentsMargins(px(4), px(4), px(4), px(4))
        width = min(max(px(_WIDTH), field.width()), self._page.width() - 2 * px(8))
        self.resize(width, len(choices) * px(_LINE) + 2 * px(4) + 4)
        self.move(field.mapTo(self._page, QPoint(0, field.height() + px(4))))
        self.show()
        self.raise_()

    def move_current(self, step: int) -> None:
        """Go up or down, from the end to the beginning."""
        count = self.list.count()
        if count and not self.isHidden():
            at = self.list.currentRow() + step if self.list.currentRow() >= 0 else (0 if step > 0 else -1)
            self.list.setCurrentRow(at % count)

    @Slot(QListWidgetItem)
    def choose(self, item: QListWidgetItem) -> None:
        """Tell which place was clicked."""
        self.hide()
        self.chosen.emit(str(item.data(_CODE)))
