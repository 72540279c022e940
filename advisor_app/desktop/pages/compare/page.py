"""The page of the comparison: two to four programmes side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.clipboard import copy_rich
from advisor_app.desktop.knowledge_page import KnowledgePage, PageTools
from advisor_app.desktop.pages.compare.picker import Picker
from advisor_app.desktop.pages.compare.table import CompareTable
from advisor_app.desktop.presenters.compare import FEWEST, MOST, CompareView, present_comparison
from advisor_app.desktop.presenters.compare_choice import ChoiceView, present_choice
from advisor_app.desktop.presenters.compare_export import Leaving, as_table, as_text, present_leaving
from advisor_app.desktop.presenters.outside import NOT_COPIED, kept_words
from advisor_app.desktop.presenters.views import Library
from advisor_app.desktop.printers import choose_printer
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, Panel, text_label

_WORDS_WIDTH = 980
_NARROW = 760
_SHORT = 620
_PICKER = 380
_NOT_PRINTED = "Nichts gedruckt"


class ComparePage(KnowledgePage):
    """Table and, where something is to be added, what can be.

    Args:
        tools: what the page is given.

    `ids` are the programmes that are compared, in the order of their columns.
    """

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("compare", "Programme vergleichen", tools=tools, parent=parent)
        self._theme = tools.theme
        self.ids: tuple[str, ...] = ()
        self.view = CompareView()
        self._leaving = Leaving()
        self._replaced = ""
        self._picking = True
        self._choice = ChoiceView(heading="", rows=(), marked=())
        self._build_bar()
        self.table = CompareTable(theme=self._theme, parent=self)
        self.picker = Picker(theme=self._theme, parent=self)
        self._body = QHBoxLayout()
        self._body.setSpacing(0)
        self._body.addWidget(self.table, 1)
        self._body.addWidget(self.picker)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(self._body, 1)
        self._wire()
        self._theme.changed.connect(self.restyle)
        self.restyle()

    def _build_bar(self) -> None:
        theme = self._theme
        self._bar = Panel("topbar", self)
        self._bar_row = QHBoxLayout(self._bar)
        # Its buttons say less where there is less room; what they say must not keep the window from getting narrow.
        self._bar.setMinimumWidth(1)
        self._heading = text_label("", "page", parent=self._bar)
        self._bar_row.addWidget(self._heading)
        self._told = ElidedLabel("", "meta", parent=self._bar)
        self._bar_row.addWidget(self._told, 1)
        self.only = self._button("Nur Unterschiede", "equal-not", kind="segment")
        self.only.setCheckable(True)
        self.copy = self._button("Kopieren", "copy")
        self.print = self._button("Drucken", "printer")
        self.add = Button("Hinzufügen", theme=theme, kind="primary", icon="plus", colour="on_accent", parent=self._bar)
        self._bar_row.addWidget(self.add)

    def _button(self, words: str, icon: str, *, kind: str = "plain") -> Button:
        button = Button(words, theme=self._theme, kind=kind, icon=icon, colour="text2", parent=self._bar)
        button.setToolTip(words)
        self._bar_row.addWidget(button)
        return button

    def _wire(self) -> None:
        self.only.toggled.connect(self.show_rows)
        self.copy.clicked.connect(self.copy_table)
        self.print.clicked.connect(self.print_table)
        self.add.clicked.connect(self.pick_another)
        self.table.read_wanted.connect(self.item_wanted)
        self.table.removed.connect(self.remove)
        self.table.copy_wanted.connect(self.copy_table)
        self.table.heads.read_wanted.connect(self.item_wanted)
        self.table.heads.removed.connect(self.remove)
        self.table.heads.moved.connect(self.move_column)
        self.table.heads.replace_wanted.connect(self.pick_instead)
        self.picker.asked.connect(self.look_for)
        self.picker.picked.connect(self.take)
        self.picker.marked_wanted.connect(self.add_marked)
        self.picker.left.connect(self.close_picker)
        self.tools.marks.changed.connect(self.look_again)

    # What is compared

    @Slot(tuple)
    def show_programmes(self, ids: Sequence[str]) -> None:
        """Compare these programmes instead of those before, which can be taken back."""
        before = self.ids
        self._picking = len(ids) < FEWEST
        self._set(ids)
        if before and set(before) - set(self.ids):
            self.undo_offered.emit("Anderer Vergleich", partial(self.restore, before))

    def restore(self, ids: tuple[str, ...]) -> None:
        """Go back to what was compared before."""
        self._picking = len(ids) < FEWEST
        self._set(ids)

    @Slot(str)
    def remove(self, item_id: str) -> None:
        """Take a programme away; that can be taken back."""
        before = self.ids
        title = next((column.title for column in self.view.columns if column.id == item_id), item_id)
        self._set(tuple(code for code in before if code != item_id))
        self.undo_offered.emit(f"Nicht mehr im Vergleich: {title}", partial(self.restore, before))

    @Slot(str, int)
    def move_column(self, item_id: str, steps: int) -> None:
        """Move a programme to the left (-1) or right (1)."""
        ids = list(self.ids)
        at = ids.index(item_id)
        target = min(max(at + steps, 0), len(ids) - 1)
        ids.insert(target, ids.pop(at))
        self._set(ids)

    @Slot(str)
    def take(self, item_id: str) -> None:
        """Add what was picked, or put it in the place of the one it replaces."""
        if self._replaced in self.ids:
            before = self.ids
            self._set(tuple(item_id if code == self._replaced else code for code in before))
            self.undo_offered.emit("Programm ersetzt", partial(self.restore, before))
            self.close_picker()
            return
        self._set((*self.ids, item_id))
        self.picker.field.show_text("")
        if len(self.ids) >= FEWEST:
            self.close_picker()
        else:
            self.picker.field.edit.setFocus()

    @Slot()
    def add_marked(self) -> None:
        """Add the marked programmes, as many as there is room for."""
        self._picking = False
        self._set((*self.ids, *self._choice.marked))

    def _set(self, ids: Sequence[str]) -> None:
        wanted = tuple(dict.fromkeys(ids))
        if len(wanted) > MOST:
            left = len(wanted) - MOST
            words = formatting.count(left, "weiteres bleibt", "weitere bleiben")
            self.said.emit(f"Höchstens {MOST} nebeneinander, {words} weg")
        self.ids = wanted[:MOST]
        self._replaced = ""
        self.refresh()

    # Showing

    def refresh(self) -> None:
        """Ask for the comparison, and for what can be added."""
        ids, today = self.ids, self.tools.today

        def work(library: Library) -> object:
            return present_comparison(library, ids, today), present_leaving(library, ids, today)

        self.ask(work, self.take_over)
        self.look_again()

    @Slot(object)
    def take_over(self, made: tuple[CompareView, Leaving]) -> None:
        """Keep what may leave of a comparison, and show all of it."""
        self._leaving = made[1]
        self.show_view(made[0])

    def show_view(self, view: CompareView) -> None:
        """Show the comparison; what is not there any more is told."""
        there = tuple(column.id for column in view.columns)
        gone = [code for code in self.ids if code not in there]
        if gone:
            self.said.emit(f"Kein Programm oder nicht mehr enthalten: {formatting.listed(gone)}")
        self.view, self.ids = view, there
        self._picking = self._picking or len(there) < FEWEST
        self.show_rows()
        self._arrange()

    @Slot()
    def show_rows(self) -> None:
        """Show all facts, or only those that are not the same for all."""
        view, enough = self.view, len(self.view.columns) >= FEWEST
        self.only.set_icon("equal-not", "on_pick" if self.only.isChecked() and enough else "text2")
        self.table.show_view(view, only_differences=self.only.isChecked() and enough)
        told = f"{view.differing} von {len(view.rows)} Angaben nicht gleich" if enough else ""
        count = formatting.count(len(view.columns), "Programm", "Programme") if view.columns else ""
        self._told.setText(formatting.joined([count, told]))
        for button in (self.only, self.copy, self.print):
            button.setEnabled(enough)
        self.add.setEnabled(len(view.columns) < MOST)
        self.add.setToolTip("" if len(view.columns) < MOST else f"Höchstens {MOST} nebeneinander")

    # Adding

    @Slot()
    def look_again(self) -> None:
        """Ask again for what can be added."""
        self.look_for(self.picker.field.edit.text())

    @Slot(str)
    def look_for(self, text: str) -> None:
        """Ask for what can be added."""
        taken, marks, today = self.ids, self.tools.marks.ids, self.tools.today

        def work(library: Library) -> object:
            return present_choice(library, text, taken=taken, marks=marks, today=today)

        self.ask(work, self.show_choice, slot="choice")

    @Slot(object)
    def show_choice(self, view: ChoiceView) -> None:
        """Show what can be added."""
        self._choice = view
        self.picker.show_choice(view)

    @Slot()
    def pick_another(self) -> None:
        """Offer to add a programme."""
        self._open_picker("")

    @Slot(str)
    def pick_instead(self, item_id: str) -> None:
        """Offer to put another programme in the place of one."""
        self._open_picker(item_id)

    def _open_picker(self, replaced: str) -> None:
        self._replaced, self._picking = replaced, True
        self.picker.field.show_text("")
        self.look_again()
        self._arrange()
        self.picker.field.take_focus()

    @Slot()
    def close_picker(self) -> None:
        """Go back to the table."""
        self._picking = len(self.ids) < FEWEST
        self._replaced = ""
        self._arrange()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _call_picker(self) -> None:
        count = len(self.ids)
        replaced = next((column.title for column in self.view.columns if column.id == self._replaced), "")
        if replaced:
            self.picker.call("Ersetzen durch", replaced, closable=True)
        elif not count:
            hint = "Zwei bis vier Programme nebeneinander: was gleich ist, was sich unterscheidet, was noch offen ist."
            self.picker.call("Womit beginnen Sie?", hint, closable=False, alone=True)
        elif count < FEWEST:
            self.picker.call("Womit vergleichen Sie?", "Ein zweites Programm genügt, vier haben Platz.", closable=False)
        else:
            self.picker.call("Programm hinzufügen", "", closable=True)

    # Handing on

    @Slot()
    def copy_table(self) -> None:
        """Copy the comparison: as a table for Word and Outlook, as text for everything else."""
        if len(self.ids) < FEWEST or not self._may_leave(NOT_COPIED):
            return
        only, view = self.only.isChecked(), self._leaving.view
        copy_rich(as_text(view, only_differences=only), as_table(view, only_differences=only))
        self._say("Vergleich kopiert, auch als Tabelle für Word und Outlook")

    @Slot()
    def print_table(self) -> None:
        """Ask for a printer and print there."""
        if not self._may_leave(_NOT_PRINTED):
            return
        from advisor_app.desktop.pages.compare.printing import page_layout  # noqa: PLC0415 - not before somebody prints

        choose_printer(self, self.print_on, layout=page_layout(), title="Vergleich")

    def print_on(self, printer: object) -> None:
        """Print what may leave of the comparison on a printer or into a file."""
        from PySide6.QtGui import QPagedPaintDevice  # noqa: PLC0415 - not before somebody prints

        from advisor_app.desktop.pages.compare.printing import print_comparison  # noqa: PLC0415 - the same

        if isinstance(printer, QPagedPaintDevice) and self._may_leave(_NOT_PRINTED):
            view, only = self._leaving.view, self.only.isChecked()
            print_comparison(view, printer, family=self.font().family(), only_differences=only)
            self._say("Vergleich gedruckt")

    def _may_leave(self, otherwise: str) -> bool:
        """Tell whether anything may leave; if not, say what that means and why."""
        if not self._leaving.view.columns:
            self._say(otherwise)
        return bool(self._leaving.view.columns)

    def _say(self, done: str) -> None:
        """Say what was done, and what stays here."""
        self.said.emit(". ".join(part for part in (done, kept_words(self._leaving.kept)) if part))

    # Keys and room

    def take_focus(self) -> None:
        """Take the keyboard focus where there is something to do."""
        if self._picking:
            self.picker.field.take_focus()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pane(self) -> None:
        """Move the focus to the next part: what can be done, the heads, the table, the picker."""
        focused = QApplication.focusWidget()
        heads = [button for head in self.table.heads.heads[:1] for button in head.findChildren(Button)]
        parts: list[tuple[QWidget, QWidget]] = [(self._bar, self.only if self.only.isEnabled() else self.add)]
        if heads and self.table.isVisible():
            parts += [(self.table.heads, heads[0]), (self.table, self.table)]
        if self.picker.isVisible():
            parts.append((self.picker, self.picker.field.edit))
        at = next((place for place, (part, _) in enumerate(parts) if focused is not None
                   and (part is focused or part.isAncestorOf(focused))), -1)  # fmt: skip
        parts[(at + 1) % len(parts)][1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def step_out(self) -> bool:
        """Close what is picked from, if there is a comparison behind it."""
        if self._picking and len(self.ids) >= FEWEST:
            self.close_picker()
            return True
        return super().step_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put table and picker beside each other where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room, px = self.width() / self._theme.zoom, self._theme.px
        narrow, count = room < _NARROW, len(self.ids)
        self._call_picker()
        focused = QApplication.focusWidget()
        left = not self._picking and focused is not None and self.picker.isAncestorOf(focused)
        self.table.setVisible(bool(count) and not (narrow and self._picking))
        if left:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.picker.setVisible(self._picking)
        whole = narrow or not count
        self.picker.setMinimumWidth(0 if whole else px(_PICKER))
        self.picker.setMaximumWidth(px(640) if not count and not narrow else 16_777_215 if whole else px(_PICKER))
        self._heading.setText("Programme vergleichen" if room >= _SHORT else "Vergleich")
        for button, words in ((self.only, "Nur Unterschiede"), (self.copy, "Kopieren"), (self.print, "Drucken"),
                              (self.add, "Hinzufügen")):  # fmt: skip
            button.say(words if room >= _WORDS_WIDTH else "")
            button.setAccessibleName(words)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._bar.setFixedHeight(px(57))
        self._bar_row.setContentsMargins(px(20), 0, px(16), 0)
        self._bar_row.setSpacing(px(8))
        self._arrange()
