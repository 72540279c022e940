"""What scrolls within what scrolls: which of the two moves where there is no room for both, and what is in sight."""

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


def bring(part: QWidget, *, margin: int = 0) -> None:
    """Scroll the page so that a part is in sight as a whole, its top rather than its end.

    Args:
        part: of what the page scrolls; Qt's own way is content with the place of the cursor.
        margin: kept below and above it, in pixels.
    """
    area = area_around(part)
    content = area.widget() if area is not None else None
    if area is not None and content is not None:
        bar, top = area.verticalScrollBar(), part.mapTo(content, QPoint(0, -margin)).y()
        end = top + part.height() + 2 * margin - area.viewport().height()
        bar.setValue(min(max(bar.value(), end), top))
