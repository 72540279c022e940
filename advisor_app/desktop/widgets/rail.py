"""The navigation rail: pages that exist, top and bottom, with icon and word; where it is low, with the icon only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLayout, QSizePolicy, QVBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Panel

if TYPE_CHECKING:
    from pathlib import Path

    from advisor_app.desktop.widgets.logo import Logo

WIDTH = 84
# An entry with its word, and the least that one shrinks to; the word goes where it has no room.
HEIGHT = 56
WORD_FROM = 50
LEAST = 16
GAP = 4
# The logo of the house may take this much, and only where this much stays free around it.
LOGO = (64, 40)
LOGO_ROOM = 24


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A page in the rail."""

    page: str
    label: str
    icon: str
    at_bottom: bool = False


class RailButton(QAbstractButton):
    """One entry, painted: icon 22 above its word, a filled field when it is chosen."""

    def __init__(self, entry: RailEntry, *, theme: Theme, shortcut: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._theme = theme
        self._fraction: float | None = None
        self._dot = False
        self._room = HEIGHT
        self.setText(entry.label)
        self.setCheckable(True)
        self.setAccessibleName(entry.label)
        self.setToolTip(f"{entry.label} ({shortcut})")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sign(self, *, fraction: float | None, dot: bool, words: str) -> None:
        """Show beside the icon that something is under way or new.

        Args:
            fraction: how much of what is under way is done, None if nothing is.
            dot: there is something new.
            words: the same for a screen reader, "" for nothing.
        """
        if (fraction, dot) != (self._fraction, self._dot):
            self._fraction, self._dot = fraction, dot
            self.update()
        self.setAccessibleName(f"{self.entry.label}, {words}" if words else self.entry.label)

    def set_room(self, height: int) -> None:
        """Take the height there is, in design pixels."""
        self._room = height
        self.setFixedHeight(self._theme.px(height))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the entry."""
        return QSize(self._theme.px(72), self._theme.px(self._room))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint field, icon, word and focus ring."""
        theme, on = self._theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        if on or self.underMouse():
            fill = QColor(theme.tokens.rail_sel)
            fill.setAlphaF(1.0 if on else 0.45)
            painter.setBrush(fill)
            painter.drawRoundedRect(area, theme.px(8), theme.px(8))
        colour = "rail_on" if on else "rail_text"
        icon = min(22, self._room - 2)
        size = theme.px(icon)
        worded = self._room >= WORD_FROM
        pixmap = theme.icon(self.entry.icon, colour, icon, self.devicePixelRatioF(), 2.0 if on else 1.6)
        top = theme.px(8 if self._room == HEIGHT else 4) if worded else round((self.height() - size) / 2)
        painter.drawPixmap(round((self.width() - size) / 2), top, pixmap)
        self._sign(painter, colour, top)
        painter.setPen(theme.colour(colour))
        painter.setFont(theme.font(11, 600))
        if worded:
            box = QRectF(0, top + theme.px(24), self.width(), theme.px(18))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.entry.label)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("rail_text"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), theme.px(7), theme.px(7))

    def _sign(self, painter: QPainter, colour: str, top: int) -> None:
        """Paint a ring that fills while something is under way, else a dot for news, at the icon's upper right."""
        theme, px = self._theme, self._theme.px
        centre = QPointF(self.width() / 2 + px(14), top + px(3))
        if self._fraction is not None:
            ring = QRectF(centre.x() - px(6), centre.y() - px(6), px(12), px(12))
            faint = theme.colour(colour)
            faint.setAlphaF(0.35)
            for pen, span in ((faint, 1.0), (theme.colour(colour), max(self._fraction, 0.04))):
                painter.setPen(QPen(pen, px(2.5), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawArc(ring, 90 * 16, round(-360 * 16 * span))
        elif self._dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("rail_on" if self.isChecked() else "rail_new"))
            painter.drawEllipse(centre, px(4), px(4))


class Rail(Panel):
    """All entries; `page_wanted` tells which one was asked for."""

    page_wanted = Signal(str)

    def __init__(self, entries: tuple[RailEntry, ...], *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("rail", parent)
        self._theme = theme
        self.setAccessibleName("Bereiche")
        self._layout = QVBoxLayout(self)
        # Entries shrink to the height there is, so theirs does not hold the window up.
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._buttons: dict[str, RailButton] = {}
        self._logo: Logo | None = None
        ordered = [entry for entry in entries if not entry.at_bottom], [entry for entry in entries if entry.at_bottom]
        for part in ordered:
            for entry in part:
                shortcut = f"Alt+{len(self._buttons) + 1}"
                button = RailButton(entry, theme=theme, shortcut=shortcut, parent=self)
                button.clicked.connect(self.ask_for_clicked)
                self._buttons[entry.page] = button
                self._layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            if part is ordered[0]:
                self._layout.addStretch(1)
        theme.changed.connect(self.restyle)
        self.restyle()

    def pages(self) -> tuple[str, ...]:
        """Return the pages in the order of the rail."""
        return tuple(self._buttons)

    def withhold(self, pages: Collection[str]) -> None:
        """Hide the entries of some pages, and show all others."""
        for page, button in self._buttons.items():
            button.setHidden(page in pages)

    def show_sign(self, page: str, *, fraction: float | None, dot: bool, words: str) -> None:
        """Show at an entry that something is under way or new (see `RailButton.show_sign`)."""
        self._buttons[page].show_sign(fraction=fraction, dot=dot, words=words)

    def show_logo(self, file: Path, name: str) -> None:
        """Show the logo of a house above the lower entries, as long as there is room to spare for it.

        Args:
            file: the picture; one that cannot be drawn is left out.
            name: of the house.
        """
        from advisor_app.desktop.widgets.logo import Logo, read_picture  # noqa: PLC0415 - few houses have one

        picture = read_picture(file)
        if picture is None:
            return
        self._logo = logo = Logo(picture, name=name, room=LOGO, theme=self._theme, parent=self)
        lower = sum(button.entry.at_bottom for button in self._buttons.values())
        place = self._layout.count() - lower
        self._layout.insertWidget(place, logo, 0, Qt.AlignmentFlag.AlignHCenter)
        self._layout.insertSpacing(place + 1, self._theme.px(6))
        self._make_room()

    def minimumSizeHint(self) -> QSize:
        """Return the size that all entries need at the least."""
        margins = self._layout.contentsMargins()
        entries = len(self._buttons) * self._theme.px(LEAST + GAP)
        return QSize(self._theme.px(WIDTH), entries + margins.top() + margins.bottom())

    def _make_room(self) -> None:
        """Let entries shrink, and the logo go, where there is not the height for all."""
        margins = self._layout.contentsMargins()
        room = self.height() - margins.top() - margins.bottom()
        each = room / self._theme.zoom / max(len(self._buttons), 1) - GAP
        height = max(LEAST, min(HEIGHT, int(each)))
        for button in self._buttons.values():
            button.set_room(height)
        if self._logo is None:
            return
        spare = room - len(self._buttons) * self._theme.px(height + GAP)
        self._logo.setVisible(spare >= self._logo.sizeHint().height() + self._theme.px(LOGO_ROOM))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See whether there is room for the logo."""
        super().resizeEvent(event)
        self._make_room()

    def mark(self, page: str) -> None:
        """Show which page is open; for one that has no entry here, none."""
        for name, button in self._buttons.items():
            button.setChecked(name == page)

    @Slot()
    def ask_for_clicked(self) -> None:
        """Ask for the page whose entry was clicked."""
        button = self.sender()
        if isinstance(button, RailButton):
            self.page_wanted.emit(button.entry.page)

    @Slot()
    def restyle(self) -> None:
        """Take over sizes and colours."""
        self.setFixedWidth(self._theme.px(WIDTH))
        self._layout.setContentsMargins(0, self._theme.px(10), 0, self._theme.px(10))
        self._layout.setSpacing(self._theme.px(GAP))
        for button in self._buttons.values():
            button.updateGeometry()
            button.update()
        self._make_room()
