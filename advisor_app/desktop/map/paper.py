"""The map on paper: title, map, legend, who is responsible, whose borders these are. Vectors, in light colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from advisor_app.desktop.map.camera import Camera
from advisor_app.desktop.map.layers import Scene, paint
from advisor_app.desktop.map.picture import ATTRIBUTION, LegendEntry, MapPicture
from advisor_app.desktop.map.shapes import Shapes
from advisor_app.desktop.map.signs import SIGN_GAP, SIGN_HEIGHT, SIGN_WIDTHS, paint_sign
from advisor_app.desktop.theme import LIGHT

# The sheet in design pixels: what lies between the margins of a sheet of A4 is so wide.
_WIDTH = 680.0
_MARGIN_MM = 15.0
_MAP_HEIGHT = 560.0
_FOOT = 40.0
_DPI = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEntry:
    """Somebody who is named below the map: as what, who, and why or how to reach them."""

    overline: str
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is printed. `foot` says from when the knowledge is."""

    title: str
    subtitle: str
    picture: MapPicture
    entries: tuple[SheetEntry, ...] = ()
    foot: str = ""


class PaperInk:
    """Colours, fonts and sizes of paper: light, on white, in the resolution of what is printed on.

    Args:
        unit: dots per design pixel.
    """

    def __init__(self, unit: float) -> None:
        self.unit = unit

    def colour(self, name: str) -> QColor:
        """Return a colour by its token name; the ground around the map stays paper."""
        return QColor(getattr(LIGHT, "surface" if name == "map_bg" else name))

    def font(self, size: float, weight: int = 400) -> QFont:
        """Return the interface font at a design size."""
        font = QFont(QGuiApplication.font())
        font.setPixelSize(max(1, round(size * self.unit)))
        font.setWeight(QFont.Weight(weight))
        return font

    def px(self, design: float) -> int:
        """Return a size in dots."""
        return max(1, round(design * self.unit)) if design > 0 else 0


def pdf_of(sheet: Sheet, shapes: Shapes) -> bytes:
    """Return a sheet as a PDF file of A4 pages."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setTitle(sheet.title)
    writer.setCreator("Beratungskoffer")
    writer.setPageLayout(a4())
    draw_sheet(writer, sheet, shapes)
    buffer.close()
    return bytes(buffer.data().data())


def a4() -> QPageLayout:
    """Return the page a sheet is laid out for."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins,
                       QPageLayout.Unit.Millimeter)  # fmt: skip


def draw_sheet(device: QPagedPaintDevice, sheet: Sheet, shapes: Shapes) -> None:
    """Draw a sheet on paper or into a file; what does not fit goes on on another page."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        _Drawing(painter, device, sheet).draw(shapes)
    finally:
        painter.end()


class _Drawing:
    """Draws one sheet from top to bottom."""

    def __init__(self, painter: QPainter, device: QPagedPaintDevice, sheet: Sheet) -> None:
        self._painter = painter
        self._device = device
        self._sheet = sheet
        self._page = QRectF(0, 0, device.width(), device.height())
        self._ink = PaperInk(device.width() / _WIDTH)
        self._y = 0.0

    def draw(self, shapes: Shapes) -> None:
        """Draw everything."""
        sheet = self._sheet
        self._text(sheet.title, (20, 600, "text"))
        self._text(sheet.subtitle, (12, 400, "text2"))
        self._gap(8)
        self._map(shapes)
        self._legend(sheet.picture.legend)
        for entry in sheet.entries:
            self._entry(entry)
        self._foot()

    def _gap(self, design: float) -> None:
        self._y += design * self._ink.unit

    def _map(self, shapes: Shapes) -> None:
        unit = self._ink.unit
        room = self._page.height() - self._y - (_FOOT + 120) * unit
        size = QSizeF(self._page.width(), min(_MAP_HEIGHT * unit, room))
        camera = Camera(shapes.box, size, 8 * unit)
        self._painter.save()
        self._painter.translate(0, self._y)
        paint(self._painter, Scene(self._sheet.picture, shapes, camera, self._ink))
        self._painter.restore()
        self._y += size.height()
        self._gap(8)

    def _legend(self, entries: Sequence[LegendEntry]) -> None:
        ink, x = self._ink, 0.0
        font = ink.font(11)
        metrics, line = QFontMetricsF(font), SIGN_HEIGHT * ink.unit
        for entry in entries:
            sign = SIGN_WIDTHS.get(entry.swatch, 0)
            lead = (sign + SIGN_GAP) * ink.unit if sign else 0.0
            width = lead + metrics.horizontalAdvance(entry.text)
            if x and x + width > self._page.width():
                x, self._y = 0.0, self._y + line
            self._painter.save()
            self._painter.translate(x, self._y)
            if sign:
                paint_sign(self._painter, entry, ink, line)
            self._painter.restore()
            self._painter.setFont(font)
            self._painter.setPen(ink.colour("text2"))
            self._painter.drawText(QRectF(x + lead, self._y, width, line), Qt.AlignmentFlag.AlignVCenter, entry.text)
            x += width + 16 * ink.unit
        if entries:
            self._y += line
            self._gap(12)

    def _entry(self, entry: SheetEntry) -> None:
        parts = [(entry.overline, (10, 600, "text2")), (entry.title, (14, 600, "text"))]
        parts += [(line, (11, 400, "text")) for line in entry.lines]
        height = sum(self._height(text, look[0], look[1]) for text, look in parts)
        if self._y + height > self._page.height() - _FOOT * self._ink.unit:
            self._foot()
            self._device.newPage()
            self._y = 0.0
        for text, look in parts:
            self._text(text, look)
        self._gap(10)

    def _height(self, text: str, size: float, weight: int) -> float:
        box = QRectF(0, 0, self._page.width(), self._page.height())
        metrics = QFontMetricsF(self._ink.font(size, weight), self._device)
        return metrics.boundingRect(box, int(Qt.TextFlag.TextWordWrap), text).height() if text else 0.0

    def _text(self, text: str, look: tuple[float, int, str]) -> None:
        """Write a paragraph below what was drawn last."""
        if not text:
            return
        size, weight, colour = look
        height = self._height(text, size, weight)
        self._painter.setFont(self._ink.font(size, weight))
        self._painter.setPen(self._ink.colour(colour))
        box = QRectF(0, self._y, self._page.width(), height)
        self._painter.drawText(box, int(Qt.TextFlag.TextWordWrap), text)
        self._y += height
        self._gap(2)

    def _foot(self) -> None:
        """Write whose borders these are and from when the knowledge is, at the end of the page."""
        ink, unit = self._ink, self._ink.unit
        top = self._page.height() - 30 * unit
        self._painter.setPen(ink.colour("line"))
        self._painter.drawLine(QPointF(0, top), QPointF(self._page.width(), top))
        self._painter.setFont(ink.font(9))
        self._painter.setPen(ink.colour("text2"))
        box = QRectF(0, top + 6 * unit, self._page.width(), 20 * unit)
        self._painter.drawText(box, Qt.AlignmentFlag.AlignLeft, ATTRIBUTION)
        self._painter.drawText(box, Qt.AlignmentFlag.AlignRight, self._sheet.foot)
