"""The left side of the check: what is known of the company, where it is from, and what is missing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.fact_rows import FactList
from advisor_app.desktop.presenters.check_views import FactLine, FactsView, LineKind
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, IconLabel, Panel, text_label
from advisor_app.domain.profile import LONGEST_TITLE

WIDTH = 300
_UNTITLED = "Ohne Namen"
_TOO_LONG = f"Höchstens {LONGEST_TITLE} Zeichen: Was darüber ist, fehlt."


class FactsPanel(Panel):
    """Title, facts by group, and the way to the sheet of questions.

    Args:
        tools: what the page is given.

    Signals: `fact_wanted` (name of a fact that is to be answered), `titled` (another title), `sheet_wanted`.
    """

    fact_wanted = Signal(str)
    titled = Signal(str)
    sheet_wanted = Signal()

    def __init__(self, *, tools: PageTools, parent: QWidget) -> None:
        super().__init__("checkFacts", parent)
        self._theme = theme = tools.theme
        self._view = FactsView()
        self._unfolded = False
        self.setAccessibleName("Angaben")
        self.title = ElidedLabel(_UNTITLED, "section", parent=self)
        self.pencil = Button("", theme=theme, kind="bare", icon="pencil", colour="text2", hint="Umbenennen",
                             parent=self)  # fmt: skip
        self.pencil.clicked.connect(self.rename)
        self.field = QLineEdit(self)
        self.field.setMaxLength(LONGEST_TITLE)
        self.field.setAccessibleName("Name des Betriebs oder Vorhabens")
        self.field.setPlaceholderText("Name des Betriebs oder Vorhabens")
        self.field.editingFinished.connect(self.take_title)
        self.field.inputRejected.connect(self.tell_length)
        self.field.hide()
        self.too_long = text_label(_TOO_LONG, "meta", wrap=True, tone="warn", parent=self)
        self.too_long.hide()
        self._place = ElidedLabel("", "meta", parent=self)
        self._lock = IconLabel("lock", theme=theme, colour="text2", size=14, parent=self)
        self.list = FactList(theme=theme, parent=self)
        self.list.fact_wanted.connect(self.fact_wanted)
        self.list.more_wanted.connect(self.toggle_others)
        self._foot = Panel("checkFoot", self)
        self.sheet = Button("Fragezettel", theme=theme, kind="link", icon="notes", colour="accent", parent=self._foot)
        self.sheet.clicked.connect(self.sheet_wanted)
        self._lay_out()
        theme.changed.connect(self.restyle)
        self.restyle()

    def _lay_out(self) -> None:
        name_row, place_row = QHBoxLayout(), QHBoxLayout()
        for part in (self.title, self.field):
            name_row.addWidget(part, 1)
        name_row.addWidget(self.pencil)
        place_row.addWidget(self._lock)
        place_row.addWidget(self._place, 1)
        self._head = QVBoxLayout()
        self._head.addLayout(name_row)
        self._head.addWidget(self.too_long)
        self._head.addLayout(place_row)
        self._foot_row = QHBoxLayout(self._foot)
        self._foot_row.addWidget(self.sheet)
        self._foot_row.addStretch(1)
        column = QVBoxLayout(self)
        # The line at the right edge stays free.
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.list, 1)
        column.addWidget(self._foot)

    def show_view(self, view: FactsView) -> None:
        """Show the facts."""
        self._view = view
        self.title.setText(view.title or _UNTITLED)
        self._place.setText(view.place)
        words = f"Fragezettel, {formatting.count(view.missing, 'Angabe fehlt', 'Angaben fehlen')}"
        self.sheet.say(words if view.missing else "Fragezettel, nichts fehlt")
        self._show_lines()

    def _show_lines(self) -> None:
        view = self._view
        if not view.others:
            self.list.show_lines(view.lines)
            return
        count = sum(line.kind is LineKind.FACT for line in view.others)
        words = "Weniger Angaben" if self._unfolded else f"Weitere Angaben ({count})"
        fold = FactLine(kind=LineKind.MORE, label=words, value="chevron-up" if self._unfolded else "chevron-down")
        self.list.show_lines((*view.lines, fold, *(view.others if self._unfolded else ())))

    @Slot()
    def toggle_others(self) -> None:
        """Fold the other facts out, or away."""
        self._unfolded = not self._unfolded
        self._show_lines()

    def choose(self, fact: str) -> None:
        """Choose a fact, folding out the others if it stands there."""
        if not self.list.choose(fact) and not self._unfolded:
            self.toggle_others()
            self.list.choose(fact)

    # The title

    @Slot()
    def rename(self) -> None:
        """Let the title be written."""
        self.title.hide()
        self.field.setText(self._view.title)
        self.field.show()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def take_title(self) -> None:
        """Take the title that was written."""
        if self.field.isHidden():
            return
        title = " ".join(self.field.text().split())
        self.leave_title()
        if title != self._view.title:
            self.titled.emit(title)

    @Slot()
    def tell_length(self) -> None:
        """Say that a title was cut; Qt cuts it without a word."""
        self.too_long.show()

    def leave_title(self) -> bool:
        """Leave the title as it is; return whether it was being written."""
        written = not self.field.isHidden()
        had_focus = self.field.hasFocus()
        self.field.hide()
        self.too_long.hide()
        self.title.show()
        if had_focus:
            self.pencil.setFocus(Qt.FocusReason.OtherFocusReason)
        return written

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._head.setContentsMargins(px(16), px(10), px(12), px(8))
        self._head.setSpacing(px(2))
        self._foot.setFixedHeight(px(45))
        self._foot_row.setContentsMargins(px(14), 0, px(12), 0)
