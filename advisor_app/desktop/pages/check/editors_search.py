"""A field that finds codes by words, the offers below it, and what was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from advisor_app.consultation.reading import NotUnderstood
from advisor_app.desktop import formatting
from advisor_app.desktop.pages.check.editors_base import ValueEditor
from advisor_app.desktop.presenters.check_editor import EditorTables, EditorView
from advisor_app.desktop.presenters.check_editor_search import Offer
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, clear_layout, plain_tip, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.desktop.widgets.search_field import TextField
from advisor_app.domain.profile import Known, Possible

_CODE = int(Qt.ItemDataRole.UserRole)
_LINE, _MOST_LINES = 30, 6
_CHIP = 60
_HOW = "Vorschläge erscheinen beim Tippen. Pfeiltasten wählen, Eingabe übernimmt."
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class CodeField(TextField):
    """The field; arrow keys move through the offers, Enter takes the current one.

    Signals: `typed` (text so far), `moved` (steps), `entered`.
    """

    typed = Signal(str)
    moved = Signal(int)
    entered = Signal()

    def __init__(self, name: str, placeholder: str, *, theme: Theme, icon: str, parent: QWidget) -> None:
        super().__init__(name, placeholder, theme=theme, icon=icon, clear="Feld leeren", parent=parent)
        self.tell_offer("")
        self.edit.textChanged.connect(self.tell_typed)

    @Slot(str)
    def tell_typed(self, text: str) -> None:
        """Pass on what is typed."""
        self._clear.setVisible(bool(text))
        self.typed.emit(text)

    @Slot(str)
    def tell_offer(self, words: str) -> None:
        """Say aloud which offer the keys are at; the focus stays here."""
        self.edit.setAccessibleDescription(f"Vorschlag: {words}" if words else _HOW)

    def take_key(self, key: Qt.Key) -> bool:
        """Move through the offers, or take one."""
        if key in _STEPS:
            self.moved.emit(_STEPS[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return True
        return False


class OfferList(QListWidget):
    """Offers, one a line; the focus stays in the field.

    Args:
        theme: the look.

    Signals: `chosen` (code), `moved` (words of the offer that the keys are at).
    """

    chosen = Signal(str)
    moved = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("offers")
        self.setAccessibleName("Vorschläge")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemClicked.connect(self.choose)
        self.currentTextChanged.connect(self.moved)
        self._offers: tuple[Offer, ...] = ()
        theme.changed.connect(self.restyle)
        self.restyle()
        self.hide()

    @Slot()
    def restyle(self) -> None:
        """Take over sizes and colours of the look."""
        palette, marked = self.palette(), self._theme.tokens
        # Where soft fills are black, only the strong one shows which row is meant.
        strong = marked.outline_soft
        palette.setColor(QPalette.ColorRole.Highlight, self._theme.colour("accent" if strong else "accent_soft"))
        palette.setColor(QPalette.ColorRole.HighlightedText, self._theme.colour("on_accent" if strong else "text"))
        self.setPalette(palette)
        self.offer(self._offers)

    def offer(self, offers: Sequence[Offer]) -> None:
        """Show offers; none closes the list."""
        px = self._theme.px
        self._offers = tuple(offers)
        self.clear()
        for one in offers:
            item = QListWidgetItem(formatting.joined([one.label, one.detail]), self)
            item.setData(_CODE, one.code)
            item.setToolTip(plain_tip(formatting.joined([one.label, one.detail])))
            item.setSizeHint(QSize(px(100), px(_LINE)))
        self.setFixedHeight(min(len(offers), _MOST_LINES) * px(_LINE) + 2 * self.frameWidth() + px(2))
        self.setVisible(bool(offers))

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes that are offered."""
        return () if self.isHidden() else tuple(str(self.item(row).data(_CODE)) for row in range(self.count()))

    @property
    def current(self) -> str:
        """Return the code that the keys are at, "" for none."""
        item = self.currentItem()
        return str(item.data(_CODE)) if item is not None and not self.isHidden() else ""

    def move_current(self, step: int) -> None:
        """Go up or down, from the end to the beginning."""
        count = self.count()
        if count and not self.isHidden():
            at = self.currentRow() + step if self.currentRow() >= 0 else (0 if step > 0 else -1)
            self.setCurrentRow(at % count)

    @Slot(QListWidgetItem)
    def choose(self, item: QListWidgetItem) -> None:
        """Tell which offer was clicked."""
        self.chosen.emit(str(item.data(_CODE)))


class SearchEditor(ValueEditor):
    """Field, offers, and the codes that are chosen. What is found, and how codes are called, is up to each kind.

    Args:
        name: of the field.
        placeholder: of the field.
        icon: of the field.
        several: whether more than one code can be chosen.
        theme: the look.

    `takes_first` tells whether Enter takes the likeliest offer, which is then marked while one types.
    """

    takes_first = True

    def __init__(self, name: str, placeholder: str, *, icon: str, several: bool, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme=theme, parent=parent)
        self._several = several
        self._tables: EditorTables | None = None
        self.codes: tuple[str, ...] = ()
        self._chips = QWidget(self)
        self._flow = FlowLayout(self._chips)
        self.field = CodeField(name, placeholder, theme=theme, icon=icon, parent=self)
        self.offers = OfferList(theme=theme, parent=self)
        self._nothing = text_label("", "meta", wrap=True, parent=self)
        self._lead = text_label("", "meta", wrap=True, parent=self)
        self.column.addWidget(self._chips)
        self.column.addWidget(self.field)
        self.column.addWidget(self._lead)
        self.column.addWidget(self.offers)
        self.column.addWidget(self._nothing)
        self.field.typed.connect(self.look_up)
        self.field.moved.connect(self.offers.move_current)
        self.field.entered.connect(self.take_current)
        self.offers.moved.connect(self.field.tell_offer)
        self.offers.chosen.connect(self.choose)

    # Each kind for itself

    def found(self, text: str, tables: EditorTables) -> Sequence[Offer]:
        """Return what a text may mean."""
        raise NotImplementedError

    def label(self, code: str, tables: EditorTables) -> str:
        """Return what a code is called."""
        raise NotImplementedError

    def nothing(self, text: str) -> str:
        """Return what is said where nothing was found."""
        raise NotImplementedError

    def lead(self) -> str:
        """Return what stands above offers that are there before anything is typed."""
        return ""

    # What is common

    def show_view(self, view: EditorView, tables: EditorTables) -> None:
        """Show what is chosen."""
        self._tables = tables
        self.restyle()
        self.field.show_text("")
        self.take_codes(view.codes)
        self.look_up("")

    def result(self) -> Possible | None:
        """Return the codes that are chosen; what is still typed is taken before, as with Enter.

        Raises:
            NotUnderstood: what is typed names nothing for certain.
        """
        if text := self.field.edit.text().strip():
            self.take_current()
            if self.field.edit.text().strip():
                raise _not_chosen(text)
        if not self.codes:
            return None
        return Known(self.codes if self._several else self.codes[0])

    def settled(self) -> Possible | None:
        """Return the codes that are chosen; of several offers none is taken unasked.

        Raises:
            NotUnderstood: what is typed names nothing for certain.
        """
        text = self.field.edit.text().strip()
        if text and self.takes_first and len(self.offers.codes) > 1:
            raise _not_chosen(text)
        return self.result()

    def take_focus(self) -> None:
        """Go to the field."""
        self.field.take_focus()

    def step_out(self) -> bool:
        """Empty the field."""
        if not self.field.edit.text():
            return False
        self.field.clear()
        return True

    def take_codes(self, codes: Sequence[str]) -> None:
        """Choose codes in the place of those that were chosen."""
        self.codes = tuple(dict.fromkeys(codes))
        clear_layout(self._chips)
        self._flow.gap = self._theme.px(8)
        tables = self._tables
        for code in self.codes if tables is not None else ():
            assert tables is not None
            self._flow.addWidget(self._chip(code, self.label(code, tables)))
        self._chips.setVisible(bool(self.codes))

    def _chip(self, code: str, label: str) -> Button:
        shown = label if len(label) <= _CHIP else f"{label[: _CHIP - 1].rstrip()}…"
        chip = Button(shown, theme=self._theme, kind="chip", icon="x", size=14, hint=f"{label}: entfernen",
                      parent=self._chips)  # fmt: skip
        chip.put_icon_last()
        chip.setMinimumWidth(1)
        chip.setProperty("code", code)
        chip.setProperty("active", "true")
        chip.setAccessibleName(f"{label}, entfernen")
        chip.clicked.connect(self.drop_clicked)
        return chip

    @Slot(str)
    def look_up(self, text: str) -> None:
        """Offer what a text may mean."""
        if self._tables is None:
            return
        offers = self.found(text, self._tables)
        left = [one for one in offers if one.code not in self.codes]
        self.offers.offer(left)
        if text.strip() and self.takes_first:
            self.offers.move_current(1)
        self._lead.setText(self.lead() if left and not text.strip() else "")
        self._lead.setVisible(bool(self._lead.text()))
        self._nothing.setText(self.nothing(text) if text.strip() and not offers else "")
        self._nothing.setVisible(bool(self._nothing.text()))
        if text.strip():
            self.touched.emit()

    @Slot(str)
    def choose(self, code: str) -> None:
        """Choose a code that was offered."""
        self.take_codes((*self.codes, code) if self._several else (code,))
        self.field.show_text("")
        self.look_up("")
        self.field.edit.setFocus()
        self.touched.emit()

    @Slot()
    def take_current(self) -> None:
        """Take the offer that the keys are at; with an empty field, what is chosen is the answer."""
        if self.offers.current:
            self.choose(self.offers.current)
        elif not self.field.edit.text().strip():
            self.entered.emit()

    @Slot()
    def drop_clicked(self) -> None:
        """Take a code away."""
        chip = self.sender()
        assert isinstance(chip, QObject)
        dropped = str(chip.property("code"))
        self.take_codes([code for code in self.codes if code != dropped])
        self.look_up(self.field.edit.text())
        self.field.edit.setFocus()
        self.touched.emit()


def _not_chosen(text: str) -> NotUnderstood:
    return NotUnderstood(f"„{text}“ ist noch nicht gewählt. Ein Vorschlag oder ein leeres Feld hilft weiter.")
