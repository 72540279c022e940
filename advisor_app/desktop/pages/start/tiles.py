"""Topics as tiles: icon, name, and how many programmes pay for it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from advisor_app.desktop.presenters.start import TopicTile
from advisor_app.desktop.theme import Theme

HEIGHT = 56
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Tile(QAbstractButton):
    """One topic, painted. Signals: `item_wanted` (id)."""

    item_wanted = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tile = TopicTile(id="", title="", icon="bulb", note="")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.ask)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_tile(self, tile: TopicTile) -> None:
        """Show a topic."""
        self._tile = tile
        self.setText(tile.title)
        self.setAccessibleName(f"{tile.title}, {tile.note}")
        self.setToolTip(f"{tile.title}: {tile.note}")
        self.update()

    @Slot()
    def ask(self) -> None:
        """Ask for the topic."""
        self.item_wanted.emit(self._tile.id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint card, icon, name and note; the focus as a ring."""
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = self.hasFocus()
        width = px(2) if focus else 1
        inset = width / 2
        painter.setPen(QPen(theme.colour("accent" if focus else "line"), width))
        lit = self.underMouse() or self.isDown()
        painter.setBrush(theme.colour("sunken" if lit else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), px(10), px(10))
        icon = theme.icon(self._tile.icon, "accent", 18, self.devicePixelRatioF())
        painter.drawPixmap(px(14), round((self.height() - px(18)) / 2), icon)
        left, top = px(43), (self.height() - px(39)) / 2
        room = self.width() - left - px(12)
        for text, font, colour, y, height in (
            (self._tile.title, theme.font(13, 600), "text", top, px(20)),
            (self._tile.note, theme.font(12), "text2", top + px(20), px(19)),
        ):
            painter.setFont(font)
            painter.setPen(theme.colour(colour))
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, y, room + 2, height), _LEFT, shown)

    def sizeHint(self) -> QSize:
        """Return a size in which most names can be read."""
        return QSize(self._theme.px(200), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Allow the name to be cut."""
        return QSize(self._theme.px(120), self._theme.px(HEIGHT))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.setFixedHeight(self._theme.px(HEIGHT))
        self.updateGeometry()
        self.update()
