"""The legend below the map: signs painted as the map paints them, with their words."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from advisor_app.desktop.map.picture import ATTRIBUTION, LegendEntry, MapPicture, Swatch
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import clear_layout, text_label
from advisor_app.desktop.widgets.flow import FlowLayout

_HEIGHT = 20
_WIDTHS = {Swatch.FILL: 16, Swatch.HATCH: 16, Swatch.LINE: 16, Swatch.DOT: 12, Swatch.SPOT: 12, Swatch.COUNT: 18}
_GAP = 6


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
        width = _WIDTHS.get(self.entry.swatch, 0)
        return self._theme.px(width) + self._theme.px(_GAP) if width else 0

    def sizeHint(self) -> QSize:
        """Return the size of sign and words."""
        text = QFontMetricsF(self._theme.font(12)).horizontalAdvance(self.entry.text)
        return QSize(self._sign_width + round(text) + 2, self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size: the words may end in an ellipsis."""
        return QSize(min(self.sizeHint().width(), self._sign_width + self._theme.px(40)), self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint sign and words."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._sign_width:
            painter.save()
            self._paint_sign(painter)
            painter.restore()
        font = theme.font(12)
        painter.setFont(font)
        painter.setPen(theme.colour("text2" if self.entry.swatch is not Swatch.NOTE else "text3"))
        room = self.width() - self._sign_width
        shown = QFontMetricsF(font).elidedText(self.entry.text, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(self.entry.text if shown != self.entry.text else "")
        area = QRectF(self._sign_width, 0, room + 1, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _paint_sign(self, painter: QPainter) -> None:
        theme, entry = self._theme, self.entry
        middle, width = self.height() / 2, theme.px(_WIDTHS[entry.swatch])
        box = QRectF(0.5, middle - theme.px(6), width - 1, theme.px(12))
        colour = theme.colour(entry.colour)
        if entry.swatch is Swatch.LINE:
            painter.setPen(QPen(colour, theme.px(2)))
            painter.drawLine(QLineF(box.left(), middle, box.right(), middle))
            return
        if entry.swatch in (Swatch.DOT, Swatch.SPOT, Swatch.COUNT):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            radius = width / 2 - (0 if entry.swatch is Swatch.COUNT else 1)
            painter.drawEllipse(box.center(), radius, radius)
            if entry.swatch is Swatch.COUNT:
                painter.setPen(theme.colour("on_accent"))
                painter.setFont(theme.font(11, 600))
                painter.drawText(QRectF(0, 0, width, self.height()), Qt.AlignmentFlag.AlignCenter, "5")
            return
        painter.setPen(QPen(theme.colour("map_rim" if entry.swatch is Swatch.FILL else "accent"), 1))
        painter.setBrush(theme.colour("map_land") if entry.swatch is Swatch.HATCH else colour)
        painter.drawRect(box)
        if entry.swatch is Swatch.HATCH:
            painter.setClipRect(box)
            painter.setPen(QPen(colour, theme.px(2)))
            step = theme.px(5)
            painter.drawLines(
                [QLineF(x, box.bottom(), x + box.height(), box.top()) for x in range(-2 * step, width, step)]
            )


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
