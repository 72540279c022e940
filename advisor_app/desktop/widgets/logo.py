"""The logo of the house on a white plate, whatever the look: it was drawn for paper."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Slot
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent, QPen
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.updates.logo import MAX_BYTES, logo_fault

_PAD = 6
_ROUND = 6


class Picture:
    """A logo that was read; drawn by Qt's own renderers only. `size` is its natural size.

    Args:
        svg: what draws one made of shapes.
        image: one made of pixels.
    """

    def __init__(self, *, svg: QSvgRenderer | None = None, image: QImage | None = None) -> None:
        self._svg = svg
        self._image = image
        size = svg.viewBoxF().size() if svg is not None else QSizeF(image.size()) if image is not None else QSizeF()
        self.size = size

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw it into an area of its own proportions."""
        if self._svg is not None:
            self._svg.render(painter, area)
        elif self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, self._image)


def read_picture(file: Path) -> Picture | None:
    """Return a logo, None for one that cannot be drawn: a house's picture is no reason to stop."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError:
        return None
    # Checked when it was built in; a file that somebody changed since must not make the renderer open others.
    if any(logo_fault(data)):
        return None
    if file.suffix == ".svg":
        svg = QSvgRenderer(data)
        picture = Picture(svg=svg) if svg.isValid() else None
    else:
        image = QImageReader(str(file)).read()
        picture = None if image.isNull() else Picture(image=image)
    return picture if picture is not None and not picture.size.isEmpty() else None


class Logo(QWidget):
    """The plate: as large as the logo's proportions allow within `room` (design pixels).

    Args:
        picture: the logo.
        name: of the house, for the tooltip and for screen readers.
        room: width and height it may take.
        theme: the look.
    """

    def __init__(
        self, picture: Picture, *, name: str, room: tuple[int, int], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._picture = picture
        self._room = room
        self._theme = theme
        self.setToolTip(name)
        self.setAccessibleName(f"Logo: {name}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.restyle)

    def sizeHint(self) -> QSize:
        """Return the size of the plate."""
        px = self._theme.px
        width, height = self._room
        inner = QSizeF(px(width - 2 * _PAD), px(height - 2 * _PAD))
        drawn = self._picture.size.scaled(inner, Qt.AspectRatioMode.KeepAspectRatio)
        return QSize(round(drawn.width()) + px(2 * _PAD), round(drawn.height()) + px(2 * _PAD))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint plate and logo."""
        px = self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(_ROUND), px(_ROUND))
        pad = px(_PAD)
        self._picture.paint(painter, QRectF(self.rect()).adjusted(pad, pad, -pad, -pad))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.updateGeometry()
        self.update()
