"""The conditions of a programme, those that decide first: what is asked, what is known, where that is from."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.check.reason_parts import KEY, Card, Fold, heed_stay, make_delicate
from advisor_app.desktop.presenters.check_reason_views import LineView, ReasonView, TalkView
from advisor_app.desktop.reading.cards import reference_label
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Rule, plain_tip, text_label
from advisor_app.desktop.widgets.flow import FlowLayout

_INDENT = 22
_FOOT = 26
_JUDGEMENTS: tuple[tuple[str, bool | None], ...] = (("Erfüllt", True), ("Nicht erfüllt", False), ("Offen", None))


class ConditionLine(QWidget):
    """One condition, or the head of several.

    Signals: `fact_wanted`, `reference_wanted`.
    """

    fact_wanted = Signal(str)
    reference_wanted = Signal(str)

    def __init__(self, line: LineView, card: Card, *, key: str) -> None:
        super().__init__(card)
        self.line = line
        theme, px = card.theme, card.theme.px
        self.setAccessibleName(line.spoken)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(_INDENT) * line.depth, px(3), 0, px(3))
        row.setSpacing(px(8))
        icon = IconLabel(line.sign.icon, theme=theme, colour=line.sign.tone, size=16, parent=self)
        icon.setToolTip(plain_tip(line.sign.text))
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(1))
        row.addLayout(words, 1)
        top = QHBoxLayout()
        top.setSpacing(px(10))
        role = "metaStrong" if line.group else "uiStrong"
        text = formatting.hyphenated(line.text)
        top.addWidget(text_label(text, role, wrap=True, parent=self), 1)
        top.addWidget(text_label(line.sign.text, "metaStrong", tone=line.sign.tone, parent=self), 0,
                      Qt.AlignmentFlag.AlignTop)  # fmt: skip
        words.addLayout(top)
        if line.told:
            told = text_label(formatting.hyphenated(line.told), "meta", wrap=True, parent=self)
            words.addWidget(told)
            if line.delicate:
                make_delicate(told)
        self._add_foot(words, card, key)

    def _add_foot(self, words: QVBoxLayout, card: Card, key: str) -> None:
        """Add source, remark, calculation, and what can be done."""
        line, theme = self.line, card.theme
        row = QWidget(self)
        flow = FlowLayout(row, gap=theme.px(10))
        if line.ref:
            label = reference_label((line.ref,), theme=theme, after=line.stand, parent=row)
            label.linkActivated.connect(self.reference_wanted)
            flow.addWidget(label)
        if line.remark:
            tone = "draw" if line.remark.startswith("im Gespräch") else "info"
            flow.addWidget(text_label(line.remark, "meta", tone=tone, parent=row))
        fold = Fold(line.calc, about=line.value, theme=theme, key=key, host=row) if line.calc else None
        if fold is not None:
            flow.addWidget(fold.button)
        if line.deed is not None:
            flow.addWidget(card.deed_button(line.deed, key, row))
        if line.deed is not None or fold is not None:
            # Beside buttons texts stand on the same line as their words.
            for label in row.findChildren(QLabel):
                label.setMinimumHeight(theme.px(_FOOT))
        if flow.count():
            words.addWidget(row)
        else:
            row.deleteLater()
        if fold is not None:
            words.addWidget(fold)


class ConditionsCard(Card):
    """The conditions; what does not decide is folded away.

    Args:
        view: the explanation.
        every: begin with all of them.

    Signals: besides those of a card `unfolded` (whether all are shown now).
    """

    unfolded = Signal(bool)

    def __init__(self, view: ReasonView, *, every: bool, theme: Theme, parent: QWidget) -> None:
        super().__init__("Bedingungen", theme=theme, parent=parent)
        self._view, self._every = view, every
        self.lines: list[ConditionLine] = []
        self.fold = Button("", theme=theme, kind="quiet", icon="chevron-down", colour="accent", size=14, parent=self)
        self.fold.setProperty(KEY, "conditions:fold")
        self.fold.clicked.connect(self.toggle)
        self.fold.setVisible(view.hidden > 0)
        if not view.every:
            self.add_text("Zu diesem Programm sind keine prüfbaren Bedingungen hinterlegt.", "meta")
        self._body = QVBoxLayout()
        self._body.setSpacing(theme.px(4))
        self.column.addLayout(self._body)
        self.column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._fill()

    @Slot()
    def toggle(self) -> None:
        """Show all conditions, or only those that decide."""
        self._every = not self._every
        self._fill()
        self.unfolded.emit(self._every)

    def _fill(self) -> None:
        for line in self.lines:
            self._body.removeWidget(line)
            line.hide()
            line.deleteLater()
        shown = self._view.every if self._every else self._view.deciding
        self.lines = [ConditionLine(line, self, key=f"line{at}") for at, line in enumerate(shown)]
        for widget in self.lines:
            widget.reference_wanted.connect(self.reference_wanted)
            self._body.addWidget(widget)
            heed_stay(widget)
            widget.show()
        count = sum(not line.group for line in self._view.every)
        self.fold.say("Nur die entscheidenden zeigen" if self._every else f"Alle {count} Bedingungen zeigen")
        self.fold.set_icon("chevron-up" if self._every else "chevron-down")


class TalkCard(Card):
    """What a person judges in conversation.

    Signals: besides those of a card `judged` (id of the rule, what was found or None).
    """

    judged = Signal(str, object)

    def __init__(self, points: tuple[TalkView, ...], *, theme: Theme, parent: QWidget) -> None:
        super().__init__("Im Gespräch klären", theme=theme, parent=parent)
        self.buttons: dict[tuple[str, bool | None], Button] = {}
        for at, point in enumerate(points):
            if at:
                self.column.addWidget(Rule(self))
            self._add(point)

    def _add(self, point: TalkView) -> None:
        theme, px = self.theme, self.theme.px
        row = QHBoxLayout()
        row.setSpacing(px(10))
        row.addWidget(text_label(formatting.hyphenated(point.text), "uiStrong", wrap=True, parent=self), 1)
        if point.ref:
            label = reference_label((point.ref,), theme=theme, after=point.stand, parent=self)
            label.linkActivated.connect(self.reference_wanted)
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
        strip = QWidget(self)
        strip.setAccessibleName(point.text)
        flow = FlowLayout(strip, gap=px(6))
        group = QButtonGroup(strip)
        for words, found in _JUDGEMENTS:
            chosen = found is point.judged
            button = Button(words, theme=theme, kind="segment", icon="check" if chosen else "", colour="on_pick",
                            parent=strip)  # fmt: skip
            button.setCheckable(True)
            button.setChecked(chosen)
            button.setAccessibleName(f"{point.text}: {words}")
            button.setProperty(KEY, f"judge:{point.rule}:{found}")
            button.clicked.connect(partial(self.judged.emit, point.rule, found))
            group.addButton(button)
            flow.addWidget(button)
            self.buttons[point.rule, found] = button
        self.column.addWidget(strip)
