"""Cards of the reading pane: the signature answer, the fact box, questions, gaps, links."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.views import (
    ConflictView,
    FactView,
    LinkGroup,
    LinkView,
    SignatureView,
    SignpostView,
)
from advisor_app.desktop.presenters.words import KIND_ICONS
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, Rule, text_label

_NARROW_BOX = 430
_FOLDED = 6
_ROW, _BARE_ROW = 46, 34


def reference_label(refs: tuple[int, ...], *, theme: Theme, after: str = "", parent: QWidget) -> QLabel:
    """Return `[1] 12/2025` with the numbers as links `number:1`."""
    colour = theme.tokens.accent
    links = " ".join(f'<a style="color:{colour};text-decoration:none" href="number:{ref}">[{ref}]</a>' for ref in refs)
    label = QLabel(f'<span style="color:{colour}">{links} {after}</span>'.replace("  ", " "), parent)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setProperty("role", "meta")
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
    )
    label.setAccessibleName("Quelle " + ", ".join(str(ref) for ref in refs))
    return label


class TintedCard(Panel):
    """A card in a soft fill with a bar of its tone at the left edge."""

    def __init__(self, tone: str, *, theme: Theme, bar: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("tinted", parent)
        self._theme = theme
        self._tone = tone
        self._bar = bar
        self.setProperty("tone", tone)
        self.setProperty("outline", "true" if theme.tokens.outline_soft else "false")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar inside the rounded edge."""
        super().paintEvent(event)
        if self._bar:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = QPainterPath()
            edge.addRoundedRect(QRectF(self.rect()), self._theme.px(10), self._theme.px(10))
            painter.setClipPath(edge)
            painter.fillRect(0, 0, self._theme.px(4), self.height(), self._theme.colour(self._tone))


class SignatureCard(TintedCard):
    """The first answer an advisor needs."""

    reference_wanted = Signal(str)

    def __init__(self, view: SignatureView, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view.tone, theme=theme, bar=True, parent=parent)
        px = theme.px
        self.setAccessibleName(f"Darf ich schon unterschreiben? {view.answer} {view.sentence}")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(22), px(12), px(16), px(12))
        row.setSpacing(px(14))
        icon = IconLabel(view.icon, theme=theme, colour=view.tone, size=26, parent=self)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        top = QHBoxLayout()
        top.addWidget(text_label("Darf ich schon unterschreiben?", "metaStrong", tone=view.tone, parent=self))
        top.addStretch(1)
        if view.refs or view.as_of:
            label = reference_label(view.refs, theme=theme, after=view.as_of, parent=self)
            label.linkActivated.connect(self.reference_wanted)
            top.addWidget(label)
        words.addLayout(top)
        words.addWidget(text_label(view.answer, "answer", wrap=True, parent=self))
        words.addWidget(text_label(view.sentence, "meta", wrap=True, parent=self))
        row.addLayout(words, 1)


class SignpostCard(TintedCard):
    """Where an ended programme leads."""

    item_wanted = Signal(str)

    def __init__(self, view: SignpostView, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("mute", theme=theme, bar=True, parent=parent)
        px = theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(22), px(12), px(16), px(12))
        row.setSpacing(px(14))
        icon = IconLabel("ban", theme=theme, colour="mute", size=26, parent=self)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(text_label(view.title, "answer", wrap=True, parent=self))
        words.addWidget(text_label(view.sentence, "meta", wrap=True, parent=self))
        for link in view.links:
            button = LinkButton(link, theme=theme, icon="arrow-right", parent=self)
            button.item_wanted.connect(self.item_wanted)
            words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)


class LinkButton(Button):
    """A link to another item."""

    item_wanted = Signal(str)

    def __init__(self, link: LinkView, *, theme: Theme, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(link.title, theme=theme, kind="link", icon=icon, colour="accent", parent=parent)
        self._id = link.id
        self.setToolTip(link.note)
        self.clicked.connect(self.ask)

    @Slot()
    def ask(self) -> None:
        """Ask for the item."""
        self.item_wanted.emit(self._id)


class FactBox(Panel):
    """Facts in three columns (two where it is narrow), each with its value, note and source."""

    reference_wanted = Signal(str)

    def __init__(self, facts: tuple[FactView, ...], *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("factBox", parent)
        self._theme = theme
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(1, 1, 1, 1)
        self._grid.setSpacing(0)
        self._cells = [self._cell(fact) for fact in facts]
        self._arrange(min(3, len(facts)))

    def _cell(self, fact: FactView) -> Panel:
        px = self._theme.px
        cell = Panel("factCell", self)
        cell.setAccessibleName(f"{fact.label}: {fact.value} {fact.note}".strip())
        column = QVBoxLayout(cell)
        column.setContentsMargins(px(14), px(9), px(12), px(9))
        column.setSpacing(px(2))
        top = QHBoxLayout()
        top.addWidget(text_label(fact.label, "meta", parent=cell))
        top.addStretch(1)
        if fact.refs:
            label = reference_label(fact.refs, theme=self._theme, parent=cell)
            label.linkActivated.connect(self.reference_wanted)
            top.addWidget(label)
        column.addLayout(top)
        role = "factMissing" if fact.missing else "fact" if len(fact.value) <= 15 else "factLong"
        column.addWidget(text_label(formatting.hyphenated(fact.value), role, wrap=True, parent=cell))
        if fact.note:
            column.addWidget(text_label(formatting.hyphenated(fact.note), "meta", wrap=True, parent=cell))
        column.addStretch(1)
        return cell

    def _arrange(self, columns: int) -> None:
        if columns == self._columns or not columns:
            return
        self._columns = columns
        rows = -(-len(self._cells) // columns)
        for number, cell in enumerate(self._cells):
            row, column = divmod(number, columns)
            self._grid.removeWidget(cell)
            self._grid.addWidget(cell, row, column)
            last = column == columns - 1 or number == len(self._cells) - 1
            cell.setProperty("right", "false" if last else "true")
            cell.setProperty("below", "true" if row < rows - 1 else "false")
            cell.style().unpolish(cell)
            cell.style().polish(cell)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Go to two columns where three have no room."""
        super().resizeEvent(event)
        wide = self.width() >= self._theme.px(_NARROW_BOX)
        self._arrange(min(3 if wide else 2, len(self._cells)))


class QuestionCard(TintedCard):
    """Questions an advisor can ask on the visit."""

    def __init__(self, questions: tuple[str, ...], *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("accent", theme=theme, parent=parent)
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(12), px(16), px(14))
        column.setSpacing(px(6))
        column.addWidget(text_label("Fragen für das Gespräch", "metaStrong", tone="accent", parent=self))
        for question in questions:
            row = QHBoxLayout()
            row.setSpacing(px(10))
            icon = IconLabel("message-question", theme=theme, colour="accent", size=18, parent=self)
            row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(text_label(question, "body", wrap=True, parent=self), 1)
            column.addLayout(row)


class GapCard(TintedCard):
    """What is not certain, and where sources disagree."""

    reference_wanted = Signal(str)

    def __init__(
        self, uncertain: tuple[str, ...], conflicts: tuple[ConflictView, ...], *, theme: Theme,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("warn", theme=theme, parent=parent)
        px = theme.px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(16), px(12), px(16), px(14))
        self._column.setSpacing(px(6))
        if uncertain:
            self._title("zoom-question", "Noch nicht gesichert", theme)
            for line in uncertain:
                self._column.addWidget(text_label(line, "body", wrap=True, parent=self))
        if conflicts:
            self._title("arrows-diff", "Quellen widersprechen sich", theme)
            for conflict in conflicts:
                self._add_conflict(conflict, theme)

    def _title(self, icon: str, text: str, theme: Theme) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(IconLabel(icon, theme=theme, colour="warn", size=18, parent=self))
        row.addWidget(text_label(text, "uiStrong", tone="warn", parent=self), 1)
        self._column.addLayout(row)

    def _add_conflict(self, conflict: ConflictView, theme: Theme) -> None:
        self._column.addWidget(text_label(conflict.field, "metaStrong", parent=self))
        for value, number in conflict.values:
            row = QHBoxLayout()
            row.addWidget(text_label(value, "body", wrap=True, parent=self), 1)
            if number:
                label = reference_label((number,), theme=theme, parent=self)
                label.linkActivated.connect(self.reference_wanted)
                row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
            self._column.addLayout(row)
        if conflict.note:
            self._column.addWidget(text_label(conflict.note, "meta", wrap=True, parent=self))


class RelatedCard(Panel):
    """Links to other items by kind; long groups are folded."""

    item_wanted = Signal(str)

    def __init__(self, groups: tuple[LinkGroup, ...], *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(10), px(14), px(10))
        column.setSpacing(px(2))
        for number, group in enumerate(groups):
            if number:
                column.addSpacing(px(8))
                column.addWidget(Rule(self))
                column.addSpacing(px(6))
            part = RelatedGroup(group, theme=theme, parent=self)
            part.item_wanted.connect(self.item_wanted)
            column.addWidget(part)


class RelatedGroup(QWidget):
    """Links of one kind: the first few, the others once they are asked for."""

    item_wanted = Signal(str)

    def __init__(self, group: LinkGroup, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._group = group
        self._theme = theme
        self.rows: list[RelatedRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))
        self._column.addWidget(text_label(group.label, "metaStrong", parent=self))
        folds = len(group.links) > _FOLDED
        self._add(group.links[: _FOLDED if folds else None])
        self.fold_button: Button | None = None
        if folds:
            self.fold_button = Button("", theme=theme, kind="quiet", icon="chevron-down", colour="accent", size=14,
                                      parent=self)  # fmt: skip
            self.fold_button.clicked.connect(self.toggle)
            self._column.addWidget(self.fold_button, 0, Qt.AlignmentFlag.AlignLeft)
            self._say()

    def _add(self, links: tuple[LinkView, ...]) -> None:
        for link in links:
            row = RelatedRow(link, theme=self._theme, parent=self)
            row.item_wanted.connect(self.item_wanted)
            self._column.insertWidget(len(self.rows) + 1, row)
            self.rows.append(row)

    @Slot()
    def toggle(self) -> None:
        """Show all links, or the first few again."""
        if len(self.rows) == len(self._group.links):
            for row in self.rows[_FOLDED:]:
                self._column.removeWidget(row)
                row.hide()
                row.deleteLater()
            del self.rows[_FOLDED:]
        else:
            self._add(self._group.links[_FOLDED:])
            self.rows[_FOLDED].setFocus(Qt.FocusReason.OtherFocusReason)
        self._say()

    def _say(self) -> None:
        if self.fold_button is None:
            return
        total = len(self._group.links)
        folded = len(self.rows) < total
        self.fold_button.say(f"Alle {formatting.number(total)} zeigen" if folded else "Weniger zeigen")
        self.fold_button.set_icon("chevron-down" if folded else "chevron-up")
        self.fold_button.setAccessibleName(f"{self.fold_button.text().strip()}: {self._group.label}")


class RelatedRow(Button):
    """One linked item: icon of its kind, title, and below what it is."""

    item_wanted = Signal(str)

    def __init__(self, link: LinkView, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", theme=theme, kind="row", parent=parent)
        self.link = link
        said = f"{link.title}, {link.note}" if link.note else link.title
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.setMinimumWidth(1)
        # The style sheet gives buttons a least height when it first looks at them; these have one of their own.
        self.ensurePolished()
        self.setMinimumHeight(theme.px(_ROW if link.note else _BARE_ROW))
        self.clicked.connect(self.ask)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon, the title and the line below."""
        super().paintEvent(event)
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        icon = theme.icon(KIND_ICONS[self.link.kind], "accent", 18, self.devicePixelRatioF())
        left, line = px(34), px(19)
        room = self.width() - left - px(8)
        top = (self.height() - (2 * line if self.link.note else line)) // 2
        painter.drawPixmap(px(6), top + (line - px(18)) // 2, icon)
        for text, size, weight, colour in ((self.link.title, 13, 600, "text"), (self.link.note, 12, 400, "text2")):
            painter.setFont(theme.font(size, weight))
            painter.setPen(theme.colour(colour))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(left, top, room, line, Qt.AlignmentFlag.AlignVCenter, shown)
            top += line

    @Slot()
    def ask(self) -> None:
        """Ask for the item."""
        self.item_wanted.emit(self.link.id)
