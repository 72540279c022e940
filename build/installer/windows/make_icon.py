"""Draw beratungskoffer.ico from resources/icons/beratungskoffer.svg, the same bytes every time.

    .venv/bin/python build/installer/windows/make_icon.py

To be run when the drawing changes; the result is kept in the repository, so that freezing needs no display.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
DRAWING = HERE.parents[2] / "resources" / "icons" / "beratungskoffer.svg"
ICON = HERE / "beratungskoffer.ico"
# What Windows asks for at 100 to 400 % scaling. Only the largest may be a PNG: older readers expect bitmaps.
SIZES = (16, 20, 24, 32, 40, 48, 64, 128)
LARGEST = 256


def drawn(size: int) -> QImage:
    """Return the drawing in a size."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    return image


def bitmap(image: QImage) -> bytes:
    """Return an image as an icon's bitmap: header, rows from below, and an empty mask (alpha says it all)."""
    size = image.width()
    rows = bytes(image.constBits())
    stride = image.bytesPerLine()
    pixels = b"".join(rows[y * stride : y * stride + size * 4] for y in reversed(range(size)))
    mask = bytes((size + 31) // 32 * 4 * size)
    header = struct.pack("<IiiHHIIiiII", 40, size, size * 2, 1, 32, 0, len(pixels) + len(mask), 0, 0, 0, 0)
    return header + pixels + mask


def png(image: QImage) -> bytes:
    """Return an image as a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # PySide6's stub wants bytes for the format, its runtime takes the name.
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def icon() -> bytes:
    """Return the whole icon file."""
    images = [(size, bitmap(drawn(size))) for size in SIZES] + [(LARGEST, png(drawn(LARGEST)))]
    place = 6 + 16 * len(images)
    head, body = struct.pack("<HHH", 0, 1, len(images)), b""
    for size, data in images:
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), place + len(body))
        body += data
    return head + body


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication([])
    ICON.write_bytes(icon())
