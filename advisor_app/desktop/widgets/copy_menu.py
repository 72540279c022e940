"""A menu of what can be copied of an entry."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget


def offer_copies(texts: Iterable[tuple[str, str]], place: QPoint, *, parent: QWidget) -> None:
    """Show a menu of what can be copied, and copy what is chosen.

    Args:
        texts: label and text of each; an empty text is shown, but cannot be chosen.
        place: where on the screen.
        parent: whose menu it is.
    """
    menu = QMenu(parent)
    for label, text in texts:
        action = menu.addAction(label)
        action.setData(text)
        action.setEnabled(bool(text))
    chosen = menu.exec(place)
    if chosen is not None:
        QGuiApplication.clipboard().setText(str(chosen.data()))
    menu.deleteLater()
