"""All partners as a list: the accessible twin of the map, with the same words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from advisor_app.desktop.pages.partners.row_painting import ROW_HEIGHT, paint_row
from advisor_app.desktop.presenters.lazy import LazyRows
from advisor_app.desktop.presenters.partners_views import PartnerRow
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import ElidedLabel, Panel, text_label
from advisor_app.desktop.widgets.entry_list import EntryList
from advisor_app.desktop.widgets.lazy_lines import LINE_ROLE, Index, LazyModel
from advisor_app.desktop.widgets.row_ink import paint_ground


class PartnerModel(LazyModel[PartnerRow]):
    """Rows of partners."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what every line tells, and in the tooltip where the partner works."""
        row = self.rows.look(index.row()) if role == Qt.ItemDataRole.ToolTipRole else None
        return super().data(index, role) if row is None else f"{row.title}\n{row.area}"


class PartnerDelegate(QStyledItemDelegate):
    """Paints the rows."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height all rows share."""
        return QSize(self._theme.px(240), self._theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row = index.data(LINE_ROLE)
        if not isinstance(row, PartnerRow):
            return
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, rect, option.state, theme=self._theme)
        paint_row(painter, row, QRectF(rect), theme=self._theme, chevron=False)
        painter.restore()


class PartnerList(Panel):
    """A card with all partners that are wanted.

    Signals: `item_chosen` (id, by click or Enter).
    """

    item_chosen = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self._title = ElidedLabel("", "uiStrong", parent=self)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        self.model = PartnerModel(self)
        self.list = EntryList("Partner", parent=self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(PartnerDelegate(theme=theme, parent=self.list))
        self.list.setUniformItemSizes(True)
        self.list.clicked.connect(self.tell_chosen)
        self.list.opened.connect(self.tell_chosen)
        self._empty = text_label("Zu diesen Filtern ist kein Partner hinterlegt. Ein Filter weniger zeigt mehr.",
                                 "meta", wrap=True, parent=self)  # fmt: skip
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self._empty, 1)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_rows(self, title: str, rows: LazyRows[PartnerRow]) -> None:
        """Show rows; where they are the same, scrolling and choice stay."""
        self._title.setText(title)
        self.model.show(rows)
        self.list.setVisible(bool(rows))
        self._empty.setVisible(not rows)

    def take_focus(self) -> None:
        """Take the keyboard focus, at a row."""
        if not self.list.currentIndex().isValid() and self.model.rows:
            self.list.setCurrentIndex(self.model.index(0, 0))
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(QModelIndex)
    def tell_chosen(self, index: QModelIndex) -> None:
        """Tell which partner was chosen."""
        row = index.data(LINE_ROLE)
        if isinstance(row, PartnerRow):
            self.item_chosen.emit(row.id)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(1, 0, 1, px(8))
        self._head.setContentsMargins(px(16), px(14), px(16), px(12))
        self._empty.setContentsMargins(px(16), px(4), px(16), 0)
        self.list.doItemsLayout()
