"""What stands in place of hits: nothing found (and the way out), loading shapes, a fault."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.views import ResultView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, clear_layout, text_label


class NothingFound(QWidget):
    """Says what was searched, which filter to drop with the hits that gives, and another spelling."""

    filter_dropped = Signal(str, str)
    word_dropped = Signal(str)
    spelling_chosen = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._result: ResultView | None = None
        self._card = Panel("card", self)
        self._column = QVBoxLayout(self._card)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._card)
        self._outer.addStretch(1)
        theme.changed.connect(self.restyle)

    def show_result(self, result: ResultView) -> None:
        """Show the ways out of an empty answer."""
        self._result = result
        self.restyle()

    @Slot()
    def restyle(self) -> None:
        """Build the card for the current answer and look."""
        result, theme = self._result, self._theme
        clear_layout(self._card)
        while self._column.count():
            self._column.takeAt(0)
        if result is None:
            return
        px = theme.px
        self._outer.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setContentsMargins(px(18), px(18), px(18), px(18))
        self._column.setSpacing(px(8))
        self._column.addWidget(IconLabel("zoom-question", theme=theme, colour="text2", size=28, parent=self._card))
        asked = result.request.text.strip()
        heading = f"Nichts gefunden für „{asked}“" if asked else "Nichts gefunden"
        self._column.addWidget(text_label(heading, "section", wrap=True, parent=self._card))
        self._column.addWidget(text_label(self._sentence(result), "meta", wrap=True, parent=self._card))
        for way in result.ways_out[:5]:
            line = QWidget(self._card)
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            chip = Button(way.label, theme=theme, kind="chip", icon="x", colour="accent", size=14,
                          hint=f"{way.label} weglassen", parent=line)  # fmt: skip
            chip.setProperty("active", "true")
            chip.put_icon_last()
            chip.setProperty("facet", way.facet)
            chip.setProperty("code", way.code)
            chip.clicked.connect(self.drop_clicked)
            what = "diesen Filter" if way.facet else "dieses Wort"
            row.addWidget(chip)
            row.addStretch(1)
            row.addWidget(text_label(f"{formatting.count(way.total, 'Treffer', 'Treffer')} ohne {what}", "meta"))
            self._column.addWidget(line)
        if result.suggestion:
            self._add_spelling(result.suggestion)

    def _sentence(self, result: ResultView) -> str:
        if any(way.facet for way in result.ways_out):
            return "Mit weniger Filtern gibt es Treffer."
        if result.ways_out:
            return "Mit weniger Wörtern gibt es Treffer."
        return "Ein kürzeres oder allgemeineres Wort führt oft weiter." if not result.suggestion else ""

    def _add_spelling(self, suggestion: str) -> None:
        line = QWidget(self._card)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(4))
        row.addWidget(text_label("Meinten Sie", "meta", parent=line))
        button = Button(suggestion, theme=self._theme, kind="link", parent=line)
        button.clicked.connect(self.choose_spelling)
        row.addWidget(button)
        row.addStretch(1)
        self._column.addWidget(line)

    @Slot()
    def drop_clicked(self) -> None:
        """Drop the filter or word that was clicked."""
        chip = self.sender()
        facet, code = str(chip.property("facet")), str(chip.property("code"))
        if facet:
            self.filter_dropped.emit(facet, code)
        else:
            self.word_dropped.emit(code)

    @Slot()
    def choose_spelling(self) -> None:
        """Take the other spelling."""
        if self._result is not None:
            self.spelling_chosen.emit(self._result.suggestion)


class Skeleton(QWidget):
    """Shapes of rows while the knowledge is being opened."""

    _BARS = ((0.56, 12, 16), (0.38, 9, 38), (0.28, 18, 56))

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Inhalte werden geladen")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shapes of as many rows as fit."""
        px = self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, number = 0, 0
        while top < self.height():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("mute_soft"))
            for width, height, offset in self._BARS:
                length = self.width() * (width - 0.06 * (number % 3))
                bar = QRectF(px(17), top + px(offset), length, px(height))
                painter.drawRoundedRect(bar, px(height) / 2, px(height) / 2)
            top += px(86)
            number += 1
            painter.setPen(self._theme.colour("line"))
            painter.drawLine(0, top - 1, self.width(), top - 1)


class Fault(QWidget):
    """Says that the knowledge cannot be opened and what helps."""

    retry_wanted = Signal()
    updates_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        card = Panel("card", self)
        column = QVBoxLayout(card)
        column.addWidget(IconLabel("alert-triangle", theme=theme, colour="warn", size=28, parent=card))
        self._title = text_label("", "section", wrap=True, parent=card)
        self._sentence = text_label("", "meta", wrap=True, parent=card)
        retry = Button("Erneut öffnen", theme=theme, parent=card)
        retry.clicked.connect(self.retry_wanted)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        self.updates = Button("Inhalte holen", theme=theme, kind="primary", icon="refresh", colour="on_accent",
                              parent=card)  # fmt: skip
        self.updates.clicked.connect(self.updates_wanted)
        self.updates.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self.updates)
        buttons.addWidget(retry)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.setContentsMargins(18, 18, 18, 18)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.addWidget(card)
        outer.addStretch(1)

    def show_fault(self, title: str, sentence: str) -> None:
        """Show what is wrong and what helps."""
        self._title.setText(title)
        self._sentence.setText(sentence)
