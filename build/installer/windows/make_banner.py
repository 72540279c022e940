"""Paint `banner.bmp`, the left side of the setup's first and last page, from the icon.

    python build/installer/windows/make_banner.py

NSIS wants a bitmap of 164 x 314 pixels; this one is twice as large and gets scaled.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT, ICON = 328, 628, 160


def main() -> int:
    """Paint the picture and return the exit status."""
    app = QGuiApplication(["make_banner", "-platform", "offscreen"])
    icon = QIcon(str(HERE / "beratungskoffer.ico")).pixmap(256, 256).toImage()
    # The ground of the icon, taken where it is plain.
    ground = icon.pixelColor(icon.width() // 2, icon.height() // 12)
    picture = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    picture.fill(QColor(ground.red(), ground.green(), ground.blue()))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRect((WIDTH - ICON) // 2, 96, ICON, ICON), icon)
    painter.end()
    indexed = picture.convertToFormat(QImage.Format.Format_Indexed8, Qt.ImageConversionFlag.AvoidDither)
    saved = indexed.save(str(HERE / "banner.bmp"), "BMP")
    del app
    return 0 if saved else 1


if __name__ == "__main__":
    sys.exit(main())
