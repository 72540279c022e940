"""Draw the sized icons anew from resources/icons/beratungskoffer.svg: `python build/installer/linux/make_icons.py`.

Needs PySide6. The results are kept in the checkout, so that building packages needs no Qt.
"""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[2] / "resources" / "icons" / "beratungskoffer.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)

application = QGuiApplication([])
drawing = QSvgRenderer(str(SOURCE))
(HERE / "icons").mkdir(exist_ok=True)
for size in SIZES:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    image.save(str(HERE / "icons" / f"{size}.png"))
