"""A partner that can be opened, as one line of a card."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from advisor_app.desktop.pages.partners.row_painting import ROW_HEIGHT, paint_row
from advisor_app.desktop.presenters.partners_views import PartnerRow
from advisor_app.desktop.theme import Theme


class RowButton(QAbstractButton):
    """Paints a row and can be clicked or pressed by keys; `row` is what it shows."""

    def __init__(self, row: PartnerRow, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = row
        self._theme = theme
        self.setAccessibleName(row.spoken)
        self.setToolTip(row.title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.restyle)

    def sizeHint(self) -> QSize:
        """Return the height of a row."""
        return QSize(self._theme.px(240), self._theme.px(ROW_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row, and the line above it."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(box.adjusted(1, 1, -1, -1), theme.colour("sunken"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), theme.colour("line"))
        paint_row(painter, self.row, box, theme=theme, chevron=True)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), theme.px(6), theme.px(6))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.updateGeometry()
        self.update()
