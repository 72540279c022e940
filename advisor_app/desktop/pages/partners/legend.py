"""The legend below the map: signs painted as the map paints them, with their words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from advisor_app.desktop.map.picture import ATTRIBUTION, LegendEntry, MapPicture, Swatch
from advisor_app.desktop.map.signs import SIGN_GAP, SIGN_HEIGHT, SIGN_WIDTHS, paint_sign
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import clear_layout, text_label
from advisor_app.desktop.widgets.flow import FlowLayout


class Sign(QWidget):
    """One sign with its words."""

    def __init__(self, entry: LegendEntry, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.entry = entry
        self._theme = theme
        self.setAccessibleName(entry.text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def _sign_width(self) -> int:
        width = SIGN_WIDTHS.get(self.entry.swatch, 0)
        return self._theme.px(width) + self._theme.px(SIGN_GAP) if width else 0

    def sizeHint(self) -> QSize:
        """Return the size of sign and words."""
        text = QFontMetricsF(self._theme.font(12)).horizontalAdvance(self.entry.text)
        return QSize(self._sign_width + round(text) + 2, self._theme.px(SIGN_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size: the words may end in an ellipsis."""
        return QSize(min(self.sizeHint().width(), self._sign_width + self._theme.px(40)), self._theme.px(SIGN_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint sign and words."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._sign_width:
            paint_sign(painter, self.entry, theme, self.height())
        font = theme.font(12)
        painter.setFont(font)
        painter.setPen(theme.colour("text2" if self.entry.swatch is not Swatch.NOTE else "text3"))
        room = self.width() - self._sign_width
        shown = QFontMetricsF(font).elidedText(self.entry.text, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(self.entry.text if shown != self.entry.text else "")
        area = QRectF(self._sign_width, 0, room + 1, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class Legend(QWidget):
    """All signs of a picture, and whose borders these are."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[LegendEntry, ...] = ()
        self._signs = QWidget(self)
        self._flow = FlowLayout(self._signs)
        self._attribution = text_label(ATTRIBUTION, "small", wrap=True, parent=self)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._signs)
        self._column.addWidget(self._attribution)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_picture(self, picture: MapPicture) -> None:
        """Show the signs of a picture."""
        if picture.legend != self._shown:
            self._shown = picture.legend
            self._fill()

    def _fill(self) -> None:
        clear_layout(self._signs)
        for entry in self._shown:
            sign = Sign(entry, theme=self._theme, parent=self._signs)
            self._flow.addWidget(sign)
            sign.show()
        self._signs.updateGeometry()

    @Slot()
    def restyle(self) -> None:
        """Take over the colours and sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(8), px(16), px(8))
        self._column.setSpacing(px(4))
        self._flow.gap = px(12)
        self._fill()
