"""One programme explained: what would have to change, every condition with its value and source, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.handed_panel import Handed, HandedPanel
from advisor_app.desktop.pages.check.reason_parts import (
    KEY,
    STAYS,
    AidCard,
    Card,
    EstimateCard,
    LeadCard,
    heed_stay,
    let_delicate_go,
)
from advisor_app.desktop.pages.check.reason_sources import SourcesCard
from advisor_app.desktop.pages.check.reason_tree import ConditionsCard, TalkCard
from advisor_app.desktop.pages.check.start_card import StartCard
from advisor_app.desktop.presenters.check_reason_views import ReasonView
from advisor_app.desktop.reading.cards import SignatureCard
from advisor_app.desktop.widgets.basics import Button, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.desktop.widgets.marks import Badge

# Cards in their order; the first ones fill a screen, the others are built when that is painted.
_ORDER = ("head", "lead", "conditions", "talk", "estimate", "signature", "start", "aid", "sources")
_FIRST = 3
_Wanted = tuple[str, object, Callable[[], QWidget]]
_TICK_HINT = "Kopie und Druck nennen dann auch Schwierigkeiten, Insolvenz und Rückforderung"


class ReasonPanel(HandedPanel):
    """Shows one explanation.

    Args:
        tools: what the page is given.

    Signals: besides those of what is handed on `read_wanted` (id of an item), `judged` (id of the programme, id of the
    rule, what a person found or None to take that back), `link_wanted` (address outside), `comparison_wanted` (ids of
    programmes).
    """

    read_wanted = Signal(str)
    judged = Signal(str, str, object)
    link_wanted = Signal(str)
    comparison_wanted = Signal(tuple)

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("Begründung", "Warum dieses Ergebnis", tools, parent)
        self.view: ReasonView | None = None
        self._every = False
        self._cards: dict[str, tuple[object, QWidget]] = {}
        self._waiting: list[_Wanted] = []
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self.build_rest)
        self.bar.sensitive_toggled.connect(self.let_delicate_go)
        self._clear()

    # Showing

    def show_view(self, view: ReasonView | None) -> None:
        """Show an explanation; of the same programme the place that was read and what had the focus stay."""
        if view == self.view:
            return
        same = view is not None and self.view is not None and _about(view) == _about(self.view)
        self.view = view
        if not same:
            self.bar.sensitive.setChecked(False)
        self._offer()
        if not same:
            self._every = False
            self._clear()
        place = self.area.place if same else 0
        self._build(at_once=same)
        self.area.go_to(place)

    def _offer(self) -> None:
        leaving = self.view.leaving if self.view is not None else None
        stays = leaving.stays if leaving is not None else ""
        self.area.body.setProperty(STAYS, bool(stays))
        offers = leaving is not None and leaving.offers_all
        self.bar.offer(leaves=leaving is not None and not stays, sensitive=offers, hint=stays or _TICK_HINT)

    @Slot()
    def restyle(self) -> None:
        """Build the cards for the current look."""
        place, key = self.area.place, self._focus_key()
        self._clear()
        self._build(at_once=True)
        self.area.go_to(place)
        self._focus_again(key)

    def _clear(self) -> None:
        self._waiting.clear()
        self.area.clear()
        self._cards.clear()
        self.area.column.addStretch(1)

    def _build(self, *, at_once: bool) -> None:
        """Build the cards whose part of the view is another one; those below the first screen a moment later."""
        view = self.view
        if view is None:
            return
        wanted = list(self._wanted(view))
        for name in self._cards.keys() - {name for name, _, _ in wanted}:
            self._drop(name)
        self._waiting = [(name, part, make) for name, part, make in wanted if self._is_other(name, part)]
        self._build_next(len(self._waiting) if at_once else _FIRST)
        if self._waiting:
            self._later.start()

    def _is_other(self, name: str, part: object) -> bool:
        return name not in self._cards or self._cards[name][0] != part

    @Slot()
    def build_rest(self) -> None:
        """Build the next card that is not there yet."""
        self._build_next(1)
        if not self._waiting:
            self._later.stop()

    def _build_next(self, count: int) -> None:
        key = self._focus_key()
        for name, part, make in self._waiting[:count]:
            self._drop(name)
            card = make()
            before = _ORDER[: _ORDER.index(name)]
            self.area.column.insertWidget(sum(other in self._cards for other in before), card)
            self._cards[name] = (part, card)
            # Qt would show it a moment later, and until then it has no height.
            card.show()
            heed_stay(card)
            if self.bar.with_sensitive:
                let_delicate_go(card, go=True)
        del self._waiting[:count]
        if key and self._focus_key() != key:
            self._focus_again(key)

    def _drop(self, name: str) -> None:
        old = self._cards.pop(name, None)
        if old is not None:
            self.area.column.removeWidget(old[1])
            old[1].hide()
            old[1].deleteLater()

    def _wanted(self, view: ReasonView) -> Iterator[_Wanted]:
        """Yield the cards of a view in their order, each with what it is made of."""
        theme, content = self.theme, self.area.body
        stays = bool(view.leaving.stays)
        head = (view.id, view.title, view.meta, view.outcome, view.window, view.stand, stays)
        yield "head", head, partial(self._head, view)
        yield "lead", (view.lead, stays), partial(self._lead, view)
        if view.every:
            yield "conditions", (view.deciding, view.every, stays), partial(self._conditions, view)
        if view.talk:
            yield "talk", (view.talk, stays), partial(self._talk, view)
        yield "estimate", view.estimate, lambda: self._wired(EstimateCard(view.estimate, theme=theme, parent=content))
        yield "signature", view.start.signature, partial(self._signature, view)
        yield "start", view.start, lambda: self._wired(StartCard(view.start, theme=theme, parent=content))
        yield "aid", view.aid, partial(self._aid, view)
        yield "sources", (view.sources, view.standing), partial(self._sources, view)

    def _wired(self, card: Card) -> Card:
        card.fact_wanted.connect(self.fact_wanted)
        card.reference_wanted.connect(self.show_source)
        return card

    def _lead(self, view: ReasonView) -> QWidget:
        lead = LeadCard(view.lead, theme=self.theme, parent=self.area.body)
        lead.fact_wanted.connect(self.fact_wanted)
        lead.link_wanted.connect(self.link_wanted)
        return lead

    def _conditions(self, view: ReasonView) -> QWidget:
        card = ConditionsCard(view, every=self._every, theme=self.theme, parent=self.area.body)
        card.unfolded.connect(self.keep_unfolded)
        return self._wired(card)

    def _talk(self, view: ReasonView) -> QWidget:
        card = TalkCard(view.talk, theme=self.theme, parent=self.area.body)
        card.judged.connect(self.tell_judgement)
        return self._wired(card)

    def _signature(self, view: ReasonView) -> QWidget:
        card = SignatureCard(view.start.signature, theme=self.theme, parent=self.area.body)
        card.reference_wanted.connect(self.show_source)
        return card

    def _aid(self, view: ReasonView) -> QWidget:
        card = AidCard(view.aid, theme=self.theme, parent=self.area.body)
        card.item_wanted.connect(self.read_wanted)
        return self._wired(card)

    def _sources(self, view: ReasonView) -> QWidget:
        card = SourcesCard(view, theme=self.theme, parent=self.area.body)
        card.link_wanted.connect(self.link_wanted)
        return card

    def _head(self, view: ReasonView) -> QWidget:
        theme, px = self.theme, self.theme.px
        head = QWidget(self.area.body)
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

    def card(self, name: str) -> QWidget | None:
        """Return a card by its name, None while it is not built."""
        found = self._cards.get(name)
        return found[1] if found is not None else None

    # Where one is

    def _focus_key(self) -> str:
        focused = QApplication.focusWidget()
        if focused is None or not self.area.body.isAncestorOf(focused):
            return ""
        return str(focused.property(KEY) or "")

    def _focus_again(self, key: str) -> None:
        if not key:
            return
        # What was replaced is still there for a moment.
        there = (button for _, card in self._cards.values() for button in card.findChildren(Button))
        found = next((button for button in there if button.property(KEY) == key), None)
        (found or self.area).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(bool)
    def let_delicate_go(self, go: bool) -> None:  # noqa: FBT001 - what Qt's signals give
        """Let what is delicate be selected and copied, or not."""
        let_delicate_go(self.area.body, go=go)

    @Slot(bool)
    def keep_unfolded(self, every: bool) -> None:  # noqa: FBT001 - what Qt's signals give
        """Remember whether all conditions are shown."""
        self._every = every
        if self.bar.with_sensitive:
            self.let_delicate_go(go=True)

    @Slot(str)
    def show_source(self, link: str) -> None:
        """Bring a source into sight."""
        self._build_next(len(self._waiting))
        card = self.card("sources")
        row = card.row_of(link) if isinstance(card, SourcesCard) else None
        if row is not None:
            self.area.go_to(self.area.place)
            top = row.mapTo(self.area.body, QPoint(0, 0)).y()
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

    def handed(self, *, with_sensitive: bool) -> Handed | None:
        """Return the explanation as it may leave, None where it may not."""
        if self.view is None or self.view.leaving.stays:
            return None
        leaving, title = self.view.leaving, f"Begründung {self.view.title}"
        text, html = (leaving.text_all, leaving.html_all) if with_sensitive else (leaving.text, leaving.html)
        return Handed(title=title, text=text, html=html, standing=self.view.standing)


def _about(view: ReasonView) -> tuple[str, str]:
    """Return what two explanations have in common where one takes the place of the other."""
    return view.id, view.leaving.stays
