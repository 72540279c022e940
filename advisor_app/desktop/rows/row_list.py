"""A list of rows, painted by their delegate."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.rows.row_delegate import RowDelegate
from advisor_app.desktop.rows.row_model import RowModel
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.entry_list import EntryList


class RowList(EntryList):
    """Shows the rows of a model.

    Args:
        model: the rows.
        theme: the look.
        name: what the list is called aloud.

    Signals: `current_changed` (another row is the current one), `onward_wanted` (id of a successor).
    """

    current_changed = Signal()
    onward_wanted = Signal(str)

    def __init__(self, model: RowModel, *, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(name, parent=parent)
        self.setModel(model)
        delegate = RowDelegate(theme=theme, parent=self)
        delegate.onward_wanted.connect(self.onward_wanted)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.selectionModel().currentChanged.connect(self.tell_current)
        theme.changed.connect(self.restyle)

    @Slot(QModelIndex)
    def tell_current(self, _current: QModelIndex) -> None:
        """Tell that another row is the current one now."""
        self.current_changed.emit()

    @Slot(int)
    def move_current(self, steps: int) -> None:
        """Move the current row down, or up, as far as there are rows; the focus may be elsewhere."""
        target = min(max(self.currentIndex().row() + steps, 0), self.model().rowCount() - 1)
        if target >= 0:
            self.setCurrentIndex(self.model().index(target, 0))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.doItemsLayout()
        self.viewport().update()
