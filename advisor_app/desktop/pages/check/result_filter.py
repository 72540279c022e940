"""What stands above the verdicts: words to look for, filters, the order, and how many programmes that leaves."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_choice import (
    SORT_LABELS,
    SORT_SHORT,
    TODAY_LABEL,
    Choice,
    Sort,
    chips,
    count_words,
    facets,
)
from advisor_app.desktop.presenters.check_result_views import ResultsView
from advisor_app.desktop.presenters.views import ChipView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, clear_layout, set_look, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.desktop.widgets.search_field import FilterField

_RESET = ("", "")
_HEIGHT = 34
# At which the field says what it is for.
_WORDS_WIDTH = 190


class WordField(FilterField):
    """Looks for words among the verdicts while they are typed."""

    widest = 240

    @Slot()
    def restyle(self) -> None:
        """Be as high as the buttons beside it."""
        super().restyle()
        self.setFixedHeight(self._theme.px(_HEIGHT))


class ResultFilter(QWidget):
    """Holds what is wanted of the verdicts.

    Args:
        theme: the look.

    Signals: `changed` (Choice).
    """

    changed = Signal(object)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: ResultsView | None = None
        self._shown: tuple[ChipView, ...] = ()
        self.choice = Choice()
        self._upper, self._lower = QWidget(self), QWidget(self)
        self.words = WordField("Programme im Ergebnis suchen", "Im Ergebnis suchen", theme=theme, parent=self._upper)
        self.today = Button(TODAY_LABEL, theme=theme, kind="chip", parent=self._upper)
        self.today.setCheckable(True)
        self.filters = Button("Filter", theme=theme, kind="pill", icon="adjustments-horizontal", colour="text2",
                              hint="Ergebnis, Förderart, Thema, Vorhabenbeginn", parent=self._upper)  # fmt: skip
        self.count = text_label("", "meta", parent=self._upper)
        self.order = Button("", theme=theme, kind="plainText", icon="chevron-down", colour="text2", size=14,
                            parent=self._upper)  # fmt: skip
        self.order.put_icon_last()
        self._flow, self._chips = FlowLayout(self._upper), FlowLayout(self._lower)
        self._centred: list[QWidget] = []
        for part in (self.words, self.filters, self.today, self.order, self.count):
            self._flow.addWidget(self._in_the_middle(part))
        self._column = QVBoxLayout(self)
        for line in (self._upper, self._lower):
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            line.setSizePolicy(policy)
            self._column.addWidget(line)
        self._connect()
        self.restyle()

    def _in_the_middle(self, part: QWidget) -> QWidget:
        """Return a box in which a part stands in the middle of the line, whatever its height."""
        box = QWidget(self._upper)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self._centred.append(box)
        return box

    def _connect(self) -> None:
        self.words.text_changed.connect(self.take_words)
        self.today.clicked.connect(self.take_today)
        self.filters.clicked.connect(self.open_filters)
        self.order.clicked.connect(self.open_orders)
        self._theme.changed.connect(self.restyle)

    def show_view(self, view: ResultsView, shown: int) -> None:
        """Take over what can be filtered, and how many programmes are left."""
        self._view = view
        self.count.setText(count_words(shown, view.checked))
        self._centred[-1].setVisible(shown != view.checked)
        self._flow.invalidate()
        self._show_choice()

    def choose(self, choice: Choice) -> None:
        """Want something else."""
        if choice != self.choice:
            self.choice = choice
            if self.words.edit.text() != choice.text:
                self.words.show_text(choice.text)
            self.changed.emit(choice)

    def _show_choice(self) -> None:
        chosen = sum(len(codes) for codes in self.choice.chosen.values())
        self.filters.say(f"Filter ({chosen})" if chosen else "Filter")
        self.today.setChecked(self.choice.today_only)
        set_look(self.today, "active", "true" if self.choice.today_only else "false")
        self.order.say(SORT_SHORT[self.choice.sort])
        self.order.setAccessibleName(f"Reihenfolge: {SORT_LABELS[self.choice.sort]}")
        shown = chips(self._view, replace(self.choice, today_only=False)) if self._view is not None else ()
        if shown != self._shown:
            self._shown = shown
            self._show_chips()

    def _show_chips(self) -> None:
        clear_layout(self._lower)
        for view in self._shown:
            chip = Button(view.label, theme=self._theme, kind="chip", icon="x", colour="accent", size=14,
                          hint=f"Filter {view.label} entfernen", parent=self._lower)  # fmt: skip
            chip.put_icon_last()
            chip.setAccessibleName(f"Filter {view.label} entfernen")
            set_look(chip, "active", "true")
            chip.setProperty("facet", view.facet)
            chip.setProperty("code", view.code)
            chip.clicked.connect(self.drop_clicked)
            self._chips.addWidget(chip)
            chip.show()
        if self._shown:
            reset = Button("Zurücksetzen", theme=self._theme, kind="quiet", parent=self._lower)
            reset.clicked.connect(self.reset)
            self._chips.addWidget(reset)
            reset.show()
        self._lower.setVisible(bool(self._shown))

    # What the reader does

    @Slot(str)
    def take_words(self, text: str) -> None:
        """Look for other words."""
        self.choose(replace(self.choice, text=text))

    @Slot()
    def take_today(self) -> None:
        """Show only what one can apply for today, or everything again."""
        self.choose(replace(self.choice, today_only=self.today.isChecked()))

    @Slot()
    def drop_clicked(self) -> None:
        """Take the filter away whose chip was clicked."""
        chip = self.sender()
        self.choose(self.choice.dropped(str(chip.property("facet")), str(chip.property("code"))))

    @Slot()
    def reset(self) -> None:
        """Want everything again; the order stays."""
        self.choose(self.choice.cleared())

    def make_filters(self) -> QMenu:
        """Return the menu of what can be chosen now, each value with what it would give."""
        menu = QMenu(self)
        for group in facets(self._view, self.choice) if self._view is not None else ():
            values = menu.addMenu(group.label)
            values.setEnabled(bool(group.options))
            for option in group.options:
                action = values.addAction(f"{option.label}\t{formatting.number(option.count)}".replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(option.chosen)
                action.setData((group.facet, option.code))
        menu.addSeparator()
        reset = menu.addAction("Alle Filter zurücksetzen")
        reset.setData(_RESET)
        reset.setEnabled(not self.choice.is_empty)
        return menu

    def make_orders(self) -> QMenu:
        """Return the menu of the orders."""
        menu = QMenu(self)
        group = QActionGroup(menu)
        for sort, label in SORT_LABELS.items():
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setChecked(sort is self.choice.sort)
            action.setData(sort)
            group.addAction(action)
        return menu

    def take(self, action: QAction | None) -> None:
        """Do what an entry of a menu means."""
        if action is None:
            return
        data = action.data()
        if isinstance(data, Sort | str):
            self.choose(replace(self.choice, sort=Sort(data)))
        elif tuple(data) == _RESET:
            self.reset()
        else:
            self.choose(self.choice.toggled(*data))

    @Slot()
    def open_filters(self) -> None:
        """Show the filters below their button."""
        self._open(self.make_filters(), self.filters)

    @Slot()
    def open_orders(self) -> None:
        """Show the orders below their button."""
        self._open(self.make_orders(), self.order)

    def _open(self, menu: QMenu, button: Button) -> None:
        self.take(menu.exec(button.mapToGlobal(QPoint(0, button.height()))))
        menu.deleteLater()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(px(20), px(8), px(20), 0)
        self._column.setSpacing(px(8))
        self._flow.gap = self._chips.gap = px(8)
        self._flow.invalidate()
        self._chips.invalidate()
        self.words.setMinimumWidth(px(_WORDS_WIDTH))
        for box in self._centred:
            box.setFixedHeight(px(_HEIGHT))
