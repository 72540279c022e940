"""A list that scrolls within a page that scrolls: which of the two moves, where there is no room for both."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QWidget


def area_around(view: QWidget) -> QScrollArea | None:
    """Return what a view is scrolled away in, None where it always stands as a whole."""
    above = view.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


def turned_page(view: QAbstractScrollArea, event: QWheelEvent) -> bool:
    """Let the wheel move the page around a view: down until the view is there as a whole, up from its top.

    Returns:
        Whether it did, so that the view stays.
    """
    area, turned = area_around(view), event.angleDelta().y() or event.pixelDelta().y()
    if area is None or not turned:
        return False
    around, within = area.verticalScrollBar(), view.verticalScrollBar()
    if around.value() == around.maximum() if turned < 0 else within.value() > within.minimum():
        return False
    QCoreApplication.sendEvent(around, event)
    event.accept()
    return True


def bring(view: QWidget) -> None:
    """Scroll the page so that a view is in sight, its top rather than its end."""
    area = area_around(view)
    content = area.widget() if area is not None else None
    if area is not None and content is not None:
        bar, top = area.verticalScrollBar(), view.mapTo(content, QPoint(0, 0)).y()
        end = top + view.height() - area.viewport().height()
        bar.setValue(min(max(bar.value(), end), top))
