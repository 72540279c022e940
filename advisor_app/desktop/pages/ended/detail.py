"""What became of one programme, and where it leads."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.ended import EndedDetail, Fate
from advisor_app.desktop.presenters.views import LinkView
from advisor_app.desktop.reading.cards import LinkButton, TintedCard
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, IconLabel, Panel, clear_layout, text_label
from advisor_app.desktop.widgets.flow import FlowLayout

_FEWEST = 2
_MOST = 4


class DetailPane(Panel):
    """Answer, reason, and one line for each programme that takes its place.

    Signals: `item_wanted` (id), `comparison_wanted` (ids of programmes), `list_wanted` (narrow windows).
    """

    item_wanted = Signal(str)
    comparison_wanted = Signal(tuple)
    list_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("paper", parent)
        self._theme = theme
        self._narrow = False
        self.detail: EndedDetail | None = None
        self.setAccessibleName("Was daraus wurde")
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName("Was daraus wurde")
        self._content = QWidget()
        self._content.setObjectName("scrolled")
        self._column = QVBoxLayout(self._content)
        self.area.setWidget(self._content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        theme.changed.connect(self.restyle)

    def show_detail(self, detail: EndedDetail | None) -> None:
        """Show what became of a programme; None shows nothing."""
        changed = detail is None or self.detail is None or detail.id != self.detail.id
        self.detail = detail
        self.restyle()
        if changed:
            self.area.verticalScrollBar().setValue(0)

    def set_narrow(self, *, narrow: bool) -> None:
        """Offer the way back to the list where both have no room side by side."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.restyle()

    @Slot()
    def restyle(self) -> None:
        """Build everything for the present look."""
        clear_layout(self._content)
        while self._column.count():
            self._column.takeAt(0)
        px = self._theme.px
        self._column.setContentsMargins(px(24), px(14), px(24), px(24))
        self._column.setSpacing(px(12))
        if self.detail is not None:
            self._add_head(self.detail)
            self._column.addWidget(self._answer(self.detail))
            self._add_heirs(self.detail)
            self._add_similar(self.detail)
            self._add_ways(self.detail)
        self._column.addStretch(1)

    def _add_head(self, detail: EndedDetail) -> None:
        holder, top = self._line()
        if self._narrow:
            back = Button("Liste", theme=self._theme, kind="quiet", icon="chevron-left", colour="accent", size=14,
                          parent=holder)  # fmt: skip
            back.clicked.connect(self.list_wanted)
            top.addWidget(back)
        top.addWidget(ElidedLabel(f"Programm · {detail.overline}", "overline", parent=holder), 1)
        self._column.addWidget(text_label(formatting.hyphenated(detail.title), "title", wrap=True))

    def _answer(self, detail: EndedDetail) -> TintedCard:
        theme, px = self._theme, self._theme.px
        tone = "mute" if detail.fate is Fate.ENDED else "warn"
        card = TintedCard(tone, theme=theme, bar=True, parent=self._content)
        card.setAccessibleName(f"{detail.answer} {detail.why}")
        row = QHBoxLayout(card)
        row.setContentsMargins(px(22), px(12), px(16), px(12))
        row.setSpacing(px(14))
        row.addWidget(IconLabel(detail.mark.icon, theme=theme, colour=tone, size=26, parent=card), 0,
                      Qt.AlignmentFlag.AlignTop)  # fmt: skip
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(text_label(detail.mark.text, "metaStrong", tone=tone, parent=card))
        words.addWidget(text_label(detail.answer, "answer", wrap=True, parent=card))
        words.addWidget(text_label(detail.why, "meta", wrap=True, parent=card))
        row.addLayout(words, 1)
        return card

    def _add_heirs(self, detail: EndedDetail) -> None:
        if not detail.successors:
            holder, line = self._line()
            line.addWidget(IconLabel("route-off", theme=self._theme, colour="mute", size=18, parent=holder))
            line.addWidget(text_label(detail.lead, "uiStrong", wrap=True, parent=holder), 1)
            return
        self._column.addWidget(self._links(detail.lead, "", detail.successors, icon="arrow-right"))

    def _add_similar(self, detail: EndedDetail) -> None:
        if detail.similar:
            hint = "Sie betreffen dieselben Themen. Nachfolger sind sie nicht."
            self._column.addWidget(self._links("Ähnliche Programme", hint, detail.similar, icon="file-text"))

    def _links(self, title: str, hint: str, links: tuple[LinkView, ...], *, icon: str) -> Panel:
        px = self._theme.px
        card = Panel("card", self._content)
        card.setAccessibleName(title)
        column = QVBoxLayout(card)
        column.setContentsMargins(px(14), px(10), px(14), px(12))
        column.setSpacing(px(2))
        column.addWidget(text_label(title, "section", parent=card))
        if hint:
            column.addWidget(text_label(hint, "meta", wrap=True, parent=card))
        for link in links:
            column.addSpacing(px(6))
            button = LinkButton(link, theme=self._theme, icon=icon, parent=card)
            button.item_wanted.connect(self.item_wanted)
            button.setMinimumWidth(1)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            note = text_label(link.note, "meta", wrap=True, parent=card)
            note.setContentsMargins(px(23), 0, 0, 0)
            column.addWidget(note)
        return card

    def _add_ways(self, detail: EndedDetail) -> None:
        theme = self._theme
        holder = QWidget(self._content)
        flow = FlowLayout(holder, gap=theme.px(8))
        read = Button("Ganzen Eintrag lesen", theme=theme, icon="file-text", parent=holder)
        read.clicked.connect(self.read)
        flow.addWidget(read)
        if len(detail.successors) >= _FEWEST:
            compare = Button("Vergleichen", theme=theme, icon="arrows-diff", parent=holder,
                             hint="Was es heute gibt, nebeneinander")  # fmt: skip
            compare.clicked.connect(self.compare)
            flow.addWidget(compare)
        self._column.addWidget(holder)
        self._column.addWidget(text_label(detail.checked, "stand", wrap=True, parent=self._content))

    def _line(self) -> tuple[QWidget, QHBoxLayout]:
        """Add a line of its own: what is built anew is taken out widget by widget."""
        holder = QWidget(self._content)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(8))
        self._column.addWidget(holder)
        return holder, row

    @Slot()
    def read(self) -> None:
        """Ask for the whole entry."""
        if self.detail is not None:
            self.item_wanted.emit(self.detail.id)

    @Slot()
    def compare(self) -> None:
        """Ask to see side by side what takes its place."""
        if self.detail is not None:
            self.comparison_wanted.emit(tuple(link.id for link in self.detail.successors[:_MOST]))
