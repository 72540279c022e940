"""A menu of what can be copied of an entry."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

STAYS = "Nur für das Netzwerk bestimmt, bleibt hier"


def offer_copies(texts: Iterable[tuple[str, str]], place: QPoint, *, stays: bool, parent: QWidget) -> None:
    """Show a menu of what can be copied, and copy what is chosen.

    Whoever calls decides what may leave the window: what may not comes as an empty text.

    Args:
        texts: label and text of each; an empty text is shown, but cannot be chosen.
        place: where on the screen.
        stays: the entry is not for anybody; that is said, and nothing can be chosen.
        parent: whose menu it is.
    """
    menu = QMenu(parent)
    if stays:
        menu.addAction(STAYS).setEnabled(False)
    for label, text in texts:
        action = menu.addAction(label)
        action.setData(text)
        action.setEnabled(bool(text) and not stays)
    chosen = menu.exec(place)
    if chosen is not None and not stays:
        QGuiApplication.clipboard().setText(str(chosen.data()))
    menu.deleteLater()
