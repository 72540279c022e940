"""Parts that an explanation is made of: cards, calculations, what can be done about a fact."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_reason_views import AidLine, AidView, CalcLine, Deed, EstimateView, LeadView
from advisor_app.desktop.reading.cards import RelatedRow, TintedCard, reference_label
from advisor_app.desktop.reading.sealing import seal
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel, Rule, plain_tip, text_label
from advisor_app.desktop.widgets.flow import FlowLayout

# By this property what had the focus is found again after a card was built anew.
KEY = "focusKey"
# Labels that tell what is delicate have this property.
DELICATE = "delicate"
# What lies below a widget with this property may be read here and not leave the window.
STAYS = "stays"
_INDENT = 22


def heed_stay(part: QWidget) -> None:
    """Take from the texts of a new part that they can be selected, if what is around it may not leave the window."""
    around: QWidget | None = part
    while around is not None:
        if around.property(STAYS):
            seal(part, sealed=True)
            return
        around = around.parentWidget()


def make_delicate(label: QLabel) -> None:
    """Have a text be read but not selected and copied, unless delicate facts may leave (`let_delicate_go`)."""
    label.setProperty(DELICATE, True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)


def let_delicate_go(root: QWidget, *, go: bool) -> None:
    """Let the delicate texts below a widget be selected and copied, or not."""
    flags = Qt.TextInteractionFlag.TextSelectableByMouse if go else Qt.TextInteractionFlag.NoTextInteraction
    for label in root.findChildren(QLabel):
        if label.property(DELICATE):
            label.setTextInteractionFlags(flags)


class DeedButton(Button):
    """Answers or changes a fact.

    Signals: `fact_wanted` (name of the fact).
    """

    fact_wanted = Signal(str)

    def __init__(self, deed: Deed, *, theme: Theme, key: str, parent: QWidget) -> None:
        super().__init__(deed.text, theme=theme, kind="quiet", icon="pencil", colour="accent", size=14, parent=parent)
        self._fact = deed.fact
        self.setAccessibleName(deed.hint)
        self.setToolTip(plain_tip(deed.hint))
        self.setProperty(KEY, f"{key}:{deed.fact}")
        self.clicked.connect(self.ask)

    @Slot()
    def ask(self) -> None:
        """Ask for the fact."""
        self.fact_wanted.emit(self._fact)


class Card(Panel):
    """A card with a heading and a column.

    Signals: `fact_wanted` (fact to answer or change), `reference_wanted` (link to a source, `number:1`).
    """

    fact_wanted = Signal(str)
    reference_wanted = Signal(str)

    def __init__(self, heading: str, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("card", parent)
        self.theme = theme
        px = theme.px
        self.setAccessibleName(heading)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(18), px(14), px(18), px(16))
        self.column.setSpacing(px(8))
        self.head = QHBoxLayout()
        self.head.addWidget(text_label(heading, "section", parent=self))
        self.head.addStretch(1)
        self.column.addLayout(self.head)

    def add_text(self, text: str, role: str, *, tone: str = "") -> None:
        """Add a text that wraps, unless it is empty."""
        if text:
            shown = formatting.hyphenated(text)
            self.column.addWidget(text_label(shown, role, wrap=True, tone=tone, parent=self))

    def add_references(self, refs: tuple[int, ...], after: str = "") -> None:
        """Add the numbers of sources at the right of the heading."""
        if refs:
            label = reference_label(refs, theme=self.theme, after=after, parent=self)
            label.linkActivated.connect(self.reference_wanted)
            self.head.addWidget(label)

    def add_foot(self, deeds: Iterable[Deed], key: str, *, calc: tuple[CalcLine, ...] = (), about: str = "") -> None:
        """Add what can be done, as much in a line as fits: see a calculation, answer facts.

        Args:
            deeds: facts to answer or change.
            key: finds the buttons again after a rebuild.
            calc: a calculation, none for no button.
            about: what is calculated.
        """
        row = QWidget(self)
        flow = FlowLayout(row, gap=self.theme.px(6))
        fold = Fold(calc, about=about, theme=self.theme, key=key, host=row) if calc else None
        if fold is not None:
            flow.addWidget(fold.button)
        for deed in deeds:
            flow.addWidget(self.deed_button(deed, key, row))
        if not flow.count():
            row.deleteLater()
            return
        self.column.addWidget(row)
        if fold is not None:
            self.column.addWidget(fold)

    def deed_button(self, deed: Deed, key: str, parent: QWidget | None = None) -> DeedButton:
        """Return a button for a fact."""
        button = DeedButton(deed, theme=self.theme, key=key, parent=parent or self)
        button.fact_wanted.connect(self.fact_wanted)
        return button


class Calculation(QWidget):
    """A calculation line by line: words at the left, figures at the right edge, the provision below the words."""

    def __init__(self, lines: tuple[CalcLine, ...], *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        px = theme.px
        self.setAccessibleName("Rechenweg")
        grid = QGridLayout(self)
        grid.setContentsMargins(px(12), px(4), px(12), px(6))
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(3))
        grid.setColumnStretch(0, 1)
        for at, line in enumerate(lines):
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(text_label(formatting.hyphenated(line.text), "meta", wrap=True, parent=self))
            if line.source:
                words.addWidget(text_label(line.source, "small", wrap=True, parent=self))
            grid.addLayout(words, at, 0)
            amount = text_label(line.amount, "metaStrong", parent=self)
            grid.addWidget(amount, at, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)


class Fold(QWidget):
    """A calculation behind a button; nothing is built before it is wanted.

    Args:
        lines: the calculation.
        about: what is calculated, for a screen reader.
        key: finds the button again after a rebuild.
        host: what the button lies in; whoever makes the fold puts `button` and the fold itself into layouts.
    """

    def __init__(self, lines: tuple[CalcLine, ...], *, about: str, theme: Theme, key: str, host: QWidget) -> None:
        super().__init__(host)
        self._lines, self._theme, self._about = lines, theme, about
        self._shown: Calculation | None = None
        self.button = Button("", theme=theme, kind="quiet", icon="chevron-down", colour="accent", size=14, parent=host)
        self.button.setProperty(KEY, f"{key}:calc")
        self.button.clicked.connect(self.toggle)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()
        self._say()

    @Slot()
    def toggle(self) -> None:
        """Show the calculation, or fold it away again."""
        if self._shown is None:
            self._shown = Calculation(self._lines, theme=self._theme, parent=self)
            self._column.addWidget(self._shown)
            heed_stay(self._shown)
        else:
            self._shown.hide()
            self._shown.deleteLater()
            self._shown = None
        self.setVisible(self.is_open)
        self._say()

    @property
    def is_open(self) -> bool:
        """Tell whether the calculation is shown."""
        return self._shown is not None

    def _say(self) -> None:
        words = "Rechenweg ausblenden" if self.is_open else "Rechenweg zeigen"
        self.button.say(words)
        self.button.setAccessibleName(f"{words}: {self._about}")
        self.button.set_icon("chevron-up" if self.is_open else "chevron-down")


class LeadCard(TintedCard):
    """The first answer to "why".

    Signals: `fact_wanted`, `link_wanted`.
    """

    fact_wanted = Signal(str)
    link_wanted = Signal(str)

    def __init__(self, view: LeadView, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(view.tone, theme=theme, bar=True, parent=parent)
        px = theme.px
        self._url = view.url
        self.setAccessibleName(f"{view.heading}. {view.sentence} {view.rest}".strip())
        column = QVBoxLayout(self)
        column.setContentsMargins(px(22), px(12), px(16), px(14))
        column.setSpacing(px(6))
        column.addWidget(text_label(view.heading, "metaStrong", tone=view.tone, parent=self))
        column.addWidget(text_label(view.sentence, "section", wrap=True, parent=self))
        if view.rest:
            column.addWidget(text_label(view.rest, "meta", wrap=True, parent=self))
        for at, point in enumerate(view.points):
            row = QHBoxLayout()
            row.setContentsMargins(px(_INDENT) * point.depth, px(2), 0, 0)
            row.setSpacing(px(10))
            words = QVBoxLayout()
            words.setSpacing(px(1))
            role = "metaStrong" if point.head else "uiStrong"
            for text, look in ((point.text, role), (point.note, "meta")):
                if text:
                    label = text_label(formatting.hyphenated(text), look, wrap=True, parent=self)
                    words.addWidget(label)
                    if point.delicate:
                        make_delicate(label)
            row.addLayout(words, 1)
            if point.deed is not None:
                button = DeedButton(point.deed, theme=theme, key=f"lead{at}", parent=self)
                button.fact_wanted.connect(self.fact_wanted)
                row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        if view.url:
            hint = f"Quelle öffnen: {view.link}"
            link = Button("Quelle öffnen", theme=theme, kind="link", icon="external-link", colour="accent", hint=hint,
                          parent=self)  # fmt: skip
            link.setAccessibleName(hint)
            link.setProperty(KEY, "lead:link")
            link.clicked.connect(self.open_link)
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def open_link(self) -> None:
        """Ask for the page that settles it."""
        self.link_wanted.emit(self._url)


class EstimateCard(Card):
    """What the programme may come to: a range with its calculation."""

    def __init__(self, view: EstimateView, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("Was es bringen kann", theme=theme, parent=parent)
        self.add_references(view.refs, view.stand)
        self.add_text(view.figure or "nicht zu beziffern", "fact" if view.figure else "factMissing")
        for note in view.notes:
            self.add_text(note, "meta")
        if view.figure:
            self.add_foot((), "estimate", calc=view.calc, about="Betrag")
        if view.missing:
            self.add_text("Genauer wird es mit", "overline")
            self.add_foot(view.missing, "estimate")


class AidCard(Card):
    """State aid law around the programme.

    Signals: besides those of a card `item_wanted` (id of a programme).
    """

    item_wanted = Signal(str)

    def __init__(self, view: AidView, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("Beihilfe und Kombination", theme=theme, parent=parent)
        self.add_references(view.refs)
        for at, line in enumerate(view.lines):
            if at:
                self.column.addWidget(Rule(self))
            self._add_line(line, f"aid{at}")
        if view.barred:
            self.column.addWidget(Rule(self))
            self.add_text("Nicht zusammen mit", "overline")
            for link in view.barred:
                row = RelatedRow(link, theme=theme, parent=self)
                row.setProperty(KEY, f"barred:{link.id}")
                row.item_wanted.connect(self.item_wanted)
                self.column.addWidget(row)

    def _add_line(self, line: AidLine, key: str) -> None:
        words = QVBoxLayout()
        words.setSpacing(self.theme.px(2))
        for text, role, tone in (
            (line.label, "overline", ""),
            (line.value, "uiStrong", line.tone),
            (line.note, "meta", ""),
            (line.source, "small", ""),
        ):
            if text:
                shown = formatting.hyphenated(text)
                words.addWidget(text_label(shown, role, wrap=True, tone=tone, parent=self))
        self.column.addLayout(words)
        self.add_foot((line.deed,) if line.deed is not None else (), key, calc=line.calc, about=line.label)
