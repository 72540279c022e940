"""One programme explained: what would have to change, every condition with its value and source, and what follows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.clipboard import copy_rich
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.handing_bar import HandingBar
from advisor_app.desktop.pages.check.printing import Paper
from advisor_app.desktop.pages.check.reason_parts import KEY, AidCard, Card, EstimateCard, LeadCard
from advisor_app.desktop.pages.check.reason_sources import SourcesCard
from advisor_app.desktop.pages.check.reason_tree import ConditionsCard, TalkCard
from advisor_app.desktop.pages.check.start_card import StartCard
from advisor_app.desktop.presenters.check_reason_views import ReasonView
from advisor_app.desktop.reading.cards import SignatureCard
from advisor_app.desktop.reading.sealing import seal
from advisor_app.desktop.widgets.basics import Button, Panel, clear_layout, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.desktop.widgets.marks import Badge

_COLUMN = 860
_TICK_HINT = "Kopie und Druck nennen dann auch Schwierigkeiten, Insolvenz und Rückforderung"


class ReasonPanel(Panel):
    """Shows one explanation.

    Args:
        tools: what the page is given.

    Signals: `back_wanted`, `read_wanted` (id of an item), `fact_wanted` (fact to answer or change), `judged` (id of the
    programme, id of the rule, what a person found or None to take that back), `link_wanted` (address outside),
    `comparison_wanted` (ids of programmes), `print_wanted` and `save_wanted` (a `Paper`), `said` (what was done).
    """

    back_wanted = Signal()
    read_wanted = Signal(str)
    fact_wanted = Signal(str)
    judged = Signal(str, str, object)
    link_wanted = Signal(str)
    comparison_wanted = Signal(tuple)
    print_wanted = Signal(object)
    save_wanted = Signal(object)
    said = Signal(str)

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("page", parent)
        self._theme = tools.theme
        self.view: ReasonView | None = None
        self._every = False
        self.setAccessibleName("Begründung")
        self.bar = HandingBar("Warum dieses Ergebnis", theme=self._theme, parent=self)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName("Begründung")
        self.setFocusProxy(self.area)
        self._content = QWidget(self.area)
        self._content.setObjectName("scrolled")
        self._column = QVBoxLayout(self._content)
        self.area.setWidget(self._content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.area, 1)
        self.sources: SourcesCard | None = None
        self._wire()

    def _wire(self) -> None:
        self.bar.back_wanted.connect(self.back_wanted)
        self.bar.copy_wanted.connect(self.copy_reason)
        self.bar.print_wanted.connect(self.print_reason)
        self.bar.save_wanted.connect(self.save_reason)
        self._theme.changed.connect(self.restyle)

    # Showing

    def show_view(self, view: ReasonView | None) -> None:
        """Show an explanation; of the same programme the place that was read and what had the focus stay."""
        if view == self.view:
            return
        same = view is not None and self.view is not None and view.id == self.view.id
        self.view = view
        if not same:
            self._every = False
        self._offer()
        self._build(keep=same)

    def _offer(self) -> None:
        leaving = self.view.leaving if self.view is not None else None
        stays = leaving.stays if leaving is not None else ""
        offers = leaving is not None and leaving.offers_all
        self.bar.offer(leaves=leaving is not None and not stays, sensitive=offers, hint=stays or _TICK_HINT)

    @Slot()
    def restyle(self) -> None:
        """Build the cards for the current look."""
        self._build(keep=True)

    def _build(self, *, keep: bool) -> None:
        place, key = self.area.verticalScrollBar().value(), self._focus_key()
        px = self._theme.px
        self.sources = None
        clear_layout(self._content)
        while self._column.count():
            self._column.takeAt(0)
        self._column.setContentsMargins(px(20), px(16), px(20), px(24))
        self._column.setSpacing(px(12))
        if self.view is not None:
            self._fill(self.view)
            seal(self._content, sealed=bool(self.view.leaving.stays))
        self._column.addStretch(1)
        if keep:
            self._content.adjustSize()
            self.area.verticalScrollBar().setValue(place)
            self._focus_again(key)
        else:
            self.area.verticalScrollBar().setValue(0)

    def _fill(self, view: ReasonView) -> None:
        theme, content = self._theme, self._content
        self._add(self._head(view))
        lead = LeadCard(view.lead, theme=theme, parent=content)
        lead.fact_wanted.connect(self.fact_wanted)
        lead.link_wanted.connect(self.link_wanted)
        self._add(lead)
        if view.every:
            conditions = ConditionsCard(view, every=self._every, theme=theme, parent=content)
            conditions.unfolded.connect(self.keep_unfolded)
            self._add_card(conditions)
        if view.talk:
            talk = TalkCard(view.talk, theme=theme, parent=content)
            talk.judged.connect(self.tell_judgement)
            self._add_card(talk)
        self._add_card(EstimateCard(view.estimate, theme=theme, parent=content))
        signature = SignatureCard(view.start.signature, theme=theme, parent=content)
        signature.reference_wanted.connect(self.show_source)
        self._add(signature)
        self._add_card(StartCard(view.start, theme=theme, parent=content))
        aid = AidCard(view.aid, theme=theme, parent=content)
        aid.item_wanted.connect(self.read_wanted)
        self._add_card(aid)
        self.sources = SourcesCard(view, theme=theme, parent=content)
        self.sources.link_wanted.connect(self.link_wanted)
        self._add(self.sources)

    def _add(self, widget: QWidget) -> None:
        widget.setMaximumWidth(self._theme.px(_COLUMN))
        self._column.addWidget(widget)

    def _add_card(self, card: Card) -> None:
        card.fact_wanted.connect(self.fact_wanted)
        card.reference_wanted.connect(self.show_source)
        self._add(card)

    def _head(self, view: ReasonView) -> QWidget:
        theme, px = self._theme, self._theme.px
        head = QWidget(self._content)
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        title = text_label(formatting.hyphenated(view.title), "title", wrap=True, parent=head)
        title.setAccessibleName(view.title)
        column.addWidget(title)
        column.addWidget(text_label(view.meta, "meta", wrap=True, parent=head))
        strip = QWidget(head)
        flow = FlowLayout(strip, gap=px(8))
        for mark in (view.outcome, view.window, view.stand):
            flow.addWidget(Badge(mark, theme=theme, parent=strip))
        column.addWidget(strip)
        deeds = QHBoxLayout()
        deeds.setSpacing(px(8))
        for words, icon, deed in (
            ("Programm lesen", "file-text", self.read_programme),
            ("Vergleichen", "columns", self.compare_programme),
        ):
            button = Button(words, theme=theme, kind="pill", icon=icon, colour="text2", parent=head)
            button.setProperty(KEY, f"head:{icon}")
            button.clicked.connect(deed)
            deeds.addWidget(button)
        deeds.addStretch(1)
        column.addLayout(deeds)
        return head

    # Where one is

    def _focus_key(self) -> str:
        focused = QApplication.focusWidget()
        if focused is None or not self._content.isAncestorOf(focused):
            return ""
        return str(focused.property(KEY) or "")

    def _focus_again(self, key: str) -> None:
        if not key:
            return
        found = next((one for one in self._content.findChildren(Button) if one.property(KEY) == key), None)
        (found or self.area).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(bool)
    def keep_unfolded(self, every: bool) -> None:  # noqa: FBT001 - what Qt's signals give
        """Remember whether all conditions are shown."""
        self._every = every

    @Slot(str)
    def show_source(self, link: str) -> None:
        """Bring a source into sight."""
        if self.sources is not None:
            row = self.sources.row_of(link)
            if row is not None:
                top = row.mapTo(self._content, QPoint(0, 0)).y()
                self.area.ensureVisible(0, top + row.height(), 0, row.height())
                row.setFocus(Qt.FocusReason.OtherFocusReason)

    # Doing

    @Slot()
    def read_programme(self) -> None:
        """Ask to read the entry."""
        if self.view is not None:
            self.read_wanted.emit(self.view.id)

    @Slot()
    def compare_programme(self) -> None:
        """Ask for the programme beside others."""
        if self.view is not None:
            self.comparison_wanted.emit((self.view.id,))

    @Slot(str, object)
    def tell_judgement(self, rule: str, found: object) -> None:
        """Tell what a person found of a condition."""
        if self.view is not None:
            self.judged.emit(self.view.id, rule, found)

    @Slot()
    def copy_reason(self) -> None:
        """Copy the explanation: with its look, and as plain text."""
        if self.view is not None and not self.view.leaving.stays:
            leaving, wished = self.view.leaving, self.bar.with_sensitive
            copy_rich(leaving.text_all if wished else leaving.text, leaving.html_all if wished else leaving.html)
            self.said.emit("Begründung kopiert, mit Vertraulichem" if wished else "Begründung kopiert")

    @Slot()
    def print_reason(self) -> None:
        """Ask for the explanation on paper."""
        paper = self.paper()
        if paper is not None:
            self.print_wanted.emit(paper)

    @Slot()
    def save_reason(self) -> None:
        """Ask for the explanation as PDF."""
        paper = self.paper()
        if paper is not None:
            self.save_wanted.emit(paper)

    def paper(self) -> Paper | None:
        """Return the explanation as it may be printed, None where it may not."""
        if self.view is None or self.view.leaving.stays:
            return None
        leaving = self.view.leaving
        html = leaving.html_all if self.bar.with_sensitive else leaving.html
        return Paper(title=f"Begründung {self.view.title}", html=html, standing=self.view.standing)
