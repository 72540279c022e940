"""What the window shows while a stick's file or folder is held over it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.theme import Theme

BUNDLE_SUFFIX = ".kbz"
_TITLE = "Hier ablegen, um die Inhalte einzulesen"
_HINT = "Gleiche Prüfung wie beim Server, kein Netz nötig"


def source_in(data: QMimeData) -> str:
    """Return the bundle file or folder that is being dragged, "" if it is anything else."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return ""
    path = Path(urls[0].toLocalFile())
    fits = path.is_dir() or (path.suffix.casefold() == BUNDLE_SUFFIX and path.is_file())
    return str(path) if fits else ""


class DropHint(QWidget):
    """Covers the window while something that can be read in is over it, and takes it.

    Signals: `dropped` (path of the file or folder).
    """

    dropped = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAcceptDrops(True)
        self.setAccessibleName(_TITLE)
        self.hide()

    def cover(self) -> None:
        """Cover the whole window."""
        self.show()
        self.follow()
        self.raise_()

    def follow(self) -> None:
        """Go on covering the window, whose size is another one now."""
        host = self.parentWidget()
        if host is not None and not self.isHidden():
            self.setGeometry(host.rect())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Go on taking what is held over the window."""
        if source_in(event.mimeData()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Uncover the window again."""
        self.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self.hide()
        source = source_in(event.mimeData())
        if source:
            event.acceptProposedAction()
            self.dropped.emit(source)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a sheet over the window with a dashed edge and what to do."""
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = theme.colour("bg")
        sheet.setAlphaF(0.94)
        painter.fillRect(self.rect(), sheet)
        painter.setPen(QPen(theme.colour("accent"), px(2), Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        area = QRectF(self.rect()).adjusted(px(24), px(24), -px(24), -px(24))
        painter.drawRoundedRect(area, px(12), px(12))
        middle = area.center()
        icon = theme.icon("usb", "accent", 48, self.devicePixelRatioF(), 1.5)
        painter.drawPixmap(round(middle.x() - px(24)), round(middle.y() - px(64)), icon)
        for text, size, weight, colour, top in ((_TITLE, 20, 600, "text", -4), (_HINT, 14, 400, "text2", 28)):
            painter.setFont(theme.font(size, weight))
            painter.setPen(theme.colour(colour))
            line = QRectF(area.left(), middle.y() + px(top) if top > 0 else middle.y() - px(4), area.width(), px(30))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)
