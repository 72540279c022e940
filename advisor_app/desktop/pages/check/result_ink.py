"""Paints the card of a group, and lets rows that came into another group fade in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QObject, QRectF, Qt, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QApplication, QStyle

from advisor_app.desktop.presenters.check_result_views import ResultsView
from advisor_app.desktop.theme import Theme

if TYPE_CHECKING:
    from advisor_app.desktop.pages.check.result_list import VerdictList

_FADE_MS = 120
_FAINT = 0.25
_RADIUS = 10


@dataclass(frozen=True, slots=True)
class Card:
    """A group: the number of its head, and that behind its last row."""

    first: int
    end: int


class Fade(QObject):
    """Tells how strongly rows are painted that have just come into another group.

    Nothing fades where the system asks for no movement.

    Signals: `changed` (paint again).
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._before: ResultsView | None = None
        self._after: ResultsView | None = None
        self._strength = QVariantAnimation(self)
        self._strength.setDuration(_FADE_MS)
        self._strength.setStartValue(_FAINT)
        self._strength.setEndValue(1.0)
        self._strength.valueChanged.connect(self.changed)
        self._strength.finished.connect(self.end)

    def begin(self, before: ResultsView, after: ResultsView) -> None:
        """Let fade in what is in another group now than it was before."""
        self.end()
        style = QApplication.style()
        same = before.check is after.check or before.check.rulebook is not after.check.rulebook
        if same or not style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration):
            return
        self._before, self._after = before, after
        self._strength.start()

    @Slot()
    def end(self) -> None:
        """Paint everything as it is."""
        self._strength.stop()
        self._before = self._after = None
        self.changed.emit()

    def strength(self, place: int) -> float:
        """Return how strongly the row of a programme is painted now, from 0 to 1."""
        if self._before is None or self._after is None:
            return 1.0
        before, after = self._before.check, self._after.check
        moved = before.standing.outcomes[place] != after.standing.outcomes[place]
        return float(self._strength.currentValue()) if moved else 1.0


def paint_card(view: VerdictList, card: Card, seen: range, *, theme: Theme) -> None:
    """Paint a card and the entries on it that are on screen.

    Args:
        view: the list.
        card: the group.
        seen: numbers of the entries on screen.
        theme: the look.
    """
    tokens, radius = theme.tokens, theme.px(_RADIUS)
    model, hovered = view.verdicts, view.hovered()
    painter = QPainter(view.viewport())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = _outline(view, card, radius)
    painter.fillPath(outline, QColor(tokens.surface))
    painter.setClipPath(outline)
    for number in range(max(card.first, seen.start), min(card.end, seen.stop)):
        index = model.index(number)
        option = view.option_of(index, hovered)
        painter.setOpacity(1.0 if model.is_head(number) else view.fade.strength(model.place(number)))
        view.itemDelegate().paint(painter, option, index)
        painter.setOpacity(1.0)
        if number > card.first:
            painter.setPen(QPen(QColor(tokens.line), 1))
            top = option.rect.top() + 0.5
            painter.drawLine(QLineF(option.rect.left(), top, option.rect.right() + 1, top))
    painter.setClipping(False)
    painter.setPen(QPen(QColor(tokens.line), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(outline)
    _ring(painter, view, card, theme)
    painter.end()


def _outline(view: VerdictList, card: Card, radius: int) -> QPainterPath:
    """Return the rounded edge of a card; of a tall one only what is near the screen."""
    head, last = view.visualRect(view.verdicts.index(card.first)), view.visualRect(view.verdicts.index(card.end - 1))
    near = 4 * radius
    top = max(head.top(), -near)
    bottom = min(last.bottom() + 1, view.viewport().height() + near)
    path = QPainterPath()
    path.addRoundedRect(QRectF(head.left() + 0.5, top + 0.5, head.width() - 1, bottom - top - 1), radius, radius)
    return path


def _ring(painter: QPainter, view: VerdictList, card: Card, theme: Theme) -> None:
    """Show where the keyboard is."""
    current = view.currentIndex()
    if not view.hasFocus() or not card.first <= current.row() < card.end:
        return
    painter.setPen(QPen(QColor(theme.tokens.accent), theme.px(2)))
    inner = QRectF(view.visualRect(current)).adjusted(3, 3, -3, -3)
    painter.drawRoundedRect(inner, theme.px(6), theme.px(6))
