"""Paint `banner.bmp`, the left side of the setup's first and last page, from the icon.

    python build/installer/windows/make_banner.py

NSIS takes a bitmap of 164 x 314 pixels and scales it on a screen with more.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT, ICON = 164, 314, 96


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
    painter.drawImage(QRect((WIDTH - ICON) // 2, 48, ICON, ICON), icon)
    painter.end()

    saved = picture.convertToFormat(QImage.Format.Format_RGB888).save(str(HERE / "banner.bmp"), "BMP")
    del app
    return 0 if saved else 1


if __name__ == "__main__":
    sys.exit(main())
