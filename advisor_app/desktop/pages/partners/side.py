"""The right column: who is responsible, a question, a hint, or what there is to find."""

from __future__ import annotations

from functools import singledispatchmethod

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.marks import Marks
from advisor_app.desktop.pages.partners.cards import ChoicesPanel, GapPanel, OfficePanel, RowsPanel
from advisor_app.desktop.presenters.partners_views import (
    Gathering,
    GroupCount,
    OfficeCard,
    Offices,
    Overview,
    PlaceChoice,
    QuestionView,
    Side,
    UnknownView,
)
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, clear_layout, text_label


class SideColumn(QScrollArea):
    """Shows one `Side` from top to bottom.

    Signals: `item_wanted` (id), `link_wanted` (address), `said` (short message), `place_chosen` (code),
    `group_chosen` (code), `all_wanted` (the list of all).
    """

    item_wanted = Signal(str)
    link_wanted = Signal(str)
    said = Signal(str)
    place_chosen = Signal(str)
    group_chosen = Signal(str)
    all_wanted = Signal()

    def __init__(self, *, theme: Theme, marks: Marks, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks = marks
        self._side: Side | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = QWidget()
        self._content.setObjectName("scrolled")
        self._column = QVBoxLayout(self._content)
        self.setWidget(self._content)
        theme.changed.connect(self.restyle)

    @property
    def side(self) -> Side | None:
        """Return what is shown."""
        return self._side

    def show_side(self, side: Side) -> None:
        """Show something else from its beginning; the same stays as it is."""
        if side != self._side:
            self._side = side
            self._fill()
            self.verticalScrollBar().setValue(0)

    def focus_first(self) -> None:
        """Put the focus on the first button."""
        for button in self._content.findChildren(Button):
            if button.isVisible() and button.isEnabled():
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    @Slot()
    def restyle(self) -> None:
        """Build the cards for the current look."""
        self._fill()

    def _fill(self) -> None:
        px = self._theme.px
        self.setUpdatesEnabled(False)
        clear_layout(self._content)
        while self._column.count():
            self._column.takeAt(0)
        self._column.setContentsMargins(0, 0, px(6), px(16))
        self._column.setSpacing(px(12))
        if self._side is not None:
            self._build(self._side)
        self._column.addStretch(1)
        self.setUpdatesEnabled(True)

    @singledispatchmethod
    def _build(self, side: object) -> None:
        raise NotImplementedError(type(side).__name__)

    @_build.register
    def _build_offices(self, side: Offices) -> None:
        self._head(side.title, side.subtitle)
        if side.also:
            self._choices(side.ask, side.also)
        for view in side.cards:
            if isinstance(view, OfficeCard):
                card = OfficePanel(view, theme=self._theme, marks=self._marks, parent=self._content)
                card.item_wanted.connect(self.item_wanted)
                card.link_wanted.connect(self.link_wanted)
                card.said.connect(self.said)
                self._column.addWidget(card)
            else:
                self._column.addWidget(GapPanel(view, theme=self._theme, parent=self._content))
        rows = RowsPanel("Außerdem hilfreich", side.helpful, theme=self._theme, total=side.total, remark=side.remark,
                         parent=self._content)  # fmt: skip
        self._add_rows(rows)

    @_build.register
    def _build_question(self, side: QuestionView) -> None:
        self._head(side.title, "")
        self._tinted("help-circle", "info", side.sentence)
        self._choices("", side.choices)

    @_build.register
    def _build_unknown(self, side: UnknownView) -> None:
        self._head(side.title, "")
        self._tinted("info-circle", "mute", side.sentence)
        if side.suggestions:
            self._choices("Gemeint ist vielleicht:", side.suggestions)

    @_build.register
    def _build_overview(self, side: Overview) -> None:
        self._head(side.title, "")
        self._column.addWidget(text_label(side.sentence, "", wrap=True, parent=self._content))
        card = Panel("card", self._content)
        column = QVBoxLayout(card)
        px = self._theme.px
        column.setContentsMargins(px(8), px(8), px(8), px(8))
        column.setSpacing(px(2))
        for group in side.groups:
            column.addWidget(self._group(group, card))
        self._column.addWidget(card)
        for gap in side.gaps:
            self._tinted("help-circle", "mute", gap)

    @_build.register
    def _build_gathering(self, side: Gathering) -> None:
        self._head(side.title, "")
        self._add_rows(RowsPanel("An dieser Stelle der Karte", side.rows, theme=self._theme, parent=self._content))

    def _group(self, group: GroupCount, parent: QWidget) -> Button:
        text = formatting.joined([group.label, formatting.number(group.count)])
        button = Button(text, theme=self._theme, kind="row", icon=group.icon, colour="text2", size=18, parent=parent)
        button.setProperty("code", group.code)
        button.setEnabled(group.count > 0)
        button.clicked.connect(self.tell_group)
        return button

    def _head(self, title: str, subtitle: str) -> None:
        box = QWidget(self._content)
        column = QVBoxLayout(box)
        column.setContentsMargins(2, 0, 0, 0)
        column.setSpacing(self._theme.px(2))
        column.addWidget(text_label(title, "page", wrap=True, parent=box))
        if subtitle:
            column.addWidget(text_label(subtitle, "meta", wrap=True, parent=box))
        self._column.addWidget(box)

    def _choices(self, title: str, choices: tuple[PlaceChoice, ...]) -> None:
        if title:
            self._column.addWidget(text_label(title, "metaStrong", wrap=True, parent=self._content))
        panel = ChoicesPanel(choices, theme=self._theme, parent=self._content)
        panel.chosen.connect(self.place_chosen)
        self._column.addWidget(panel)

    def _tinted(self, icon: str, tone: str, text: str) -> None:
        px = self._theme.px
        card = Panel("tinted", self._content)
        card.setProperty("tone", tone)
        card.setProperty("outline", "true" if self._theme.tokens.outline_soft else "false")
        row = QHBoxLayout(card)
        row.setContentsMargins(px(16), px(12), px(16), px(12))
        row.setSpacing(px(10))
        sign = IconLabel(icon, theme=self._theme, colour=tone, size=18, parent=card)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text_label(text, "", wrap=True, parent=card), 1)
        self._column.addWidget(card)

    def _add_rows(self, rows: RowsPanel) -> None:
        rows.item_wanted.connect(self.item_wanted)
        rows.all_wanted.connect(self.all_wanted)
        self._column.addWidget(rows)

    @Slot()
    def tell_group(self) -> None:
        """Tell which group of partners is wanted."""
        self.group_chosen.emit(str(self.sender().property("code")))
