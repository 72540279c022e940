"""The cards of the right column: who is responsible, what is missing, who else helps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.marks import Marks
from advisor_app.desktop.pages.partners.row_button import RowButton
from advisor_app.desktop.presenters.partners_views import GapCard, OfficeCard, PartnerRow, PlaceChoice
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, IconLabel, Panel, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.desktop.widgets.marks import Badge


class OfficePanel(Panel):
    """Somebody who is responsible, with the ways to reach them.

    Args:
        view: what is shown.
        theme: the look.
        marks: what the reader marked.

    Signals: `item_wanted` (id), `link_wanted` (address), `said` (short message).
    """

    item_wanted = Signal(str)
    link_wanted = Signal(str)
    said = Signal(str)

    def __init__(self, view: OfficeCard, *, theme: Theme, marks: Marks, parent: QWidget) -> None:
        super().__init__("card", parent)
        self.view = view
        self._theme = theme
        self._marks = marks
        self.setAccessibleName(f"{view.overline}: {view.title}")
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(14), px(18), px(16))
        column.setSpacing(px(4))
        self._overline = ElidedLabel(view.overline, "metaStrong", parent=self)
        self._stand = Badge(view.stand, theme=theme, parent=self)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.addWidget(self._overline, 1)
        self._top.addWidget(self._stand)
        column.addLayout(self._top)
        column.addWidget(text_label(formatting.hyphenated(view.title), "fact", wrap=True, parent=self))
        if view.city:
            column.addWidget(text_label(view.city, "", parent=self))
        if view.reason:
            column.addLayout(self._note("info-circle", "info", view.reason))
        if view.doubts:
            points = formatting.count(view.doubts, "Punkt ist", "Punkte sind")
            column.addLayout(self._note("alert-triangle", "warn", f"{points} nicht gesichert, siehe „Lesen“."))
        column.addSpacing(px(4))
        column.addWidget(self._actions())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the state of the entry below its kind where both have no room in a line."""
        super().resizeEvent(event)
        px = self._theme.px
        kind = QFontMetricsF(self._theme.font(12, 600)).horizontalAdvance(self.view.overline)
        fits = kind + px(12) + self._stand.sizeHint().width() <= self.width() - 2 * px(18)
        below, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._top.setDirection(beside if fits else below)
        self._top.setSpacing(px(12) if fits else 0)

    def _note(self, icon: str, colour: str, text: str) -> QHBoxLayout:
        px = self._theme.px
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(
            IconLabel(icon, theme=self._theme, colour=colour, size=16, parent=self), 0, Qt.AlignmentFlag.AlignTop
        )
        row.addWidget(text_label(text, "", wrap=True, parent=self), 1)
        return row

    def _actions(self) -> QWidget:
        theme, view = self._theme, self.view
        holder = QWidget(self)
        flow = FlowLayout(holder, gap=theme.px(8))
        if view.phone:
            self.phone = self._button("Nummer kopieren", "phone", view.phone, holder)
            self.phone.clicked.connect(self.copy_number)
            flow.addWidget(self.phone)
        else:
            none = text_label("Keine Nummer hinterlegt", "meta", parent=holder)
            none.setMinimumHeight(theme.px(34))
            flow.addWidget(none)
        if view.website:
            website = self._button("Website", "external-link", view.website, holder)
            website.clicked.connect(self.open_website)
            flow.addWidget(website)
        if view.mail_link:
            mail = Button("", theme=theme, kind="icon", icon="mail", hint=f"E-Mail an {view.mail}", parent=holder)
            mail.clicked.connect(self.write_mail)
            flow.addWidget(mail)
        self.mark = Button("", theme=theme, kind="icon", icon="star", hint="Merken", parent=holder)
        self.mark.clicked.connect(self.toggle_mark)
        flow.addWidget(self.mark)
        more = Button("Lesen", theme=theme, kind="text", parent=holder)
        more.setAccessibleName(f"Lesen: {view.title}")
        more.clicked.connect(self.open_item)
        flow.addWidget(more)
        self._marks.changed.connect(self.show_mark)
        self.show_mark()
        return holder

    def _button(self, text: str, icon: str, hint: str, parent: QWidget) -> Button:
        button = Button(text, theme=self._theme, icon=icon, hint=hint, parent=parent)
        button.setAccessibleName(f"{text}: {self.view.title}")
        return button

    @Slot()
    def copy_number(self) -> None:
        """Put the telephone number into the clipboard."""
        QGuiApplication.clipboard().setText(self.view.phone)
        self.said.emit(f"{self.view.phone} kopiert")

    @Slot()
    def open_website(self) -> None:
        """Open the partner's own page."""
        self.link_wanted.emit(self.view.website)

    @Slot()
    def write_mail(self) -> None:
        """Write to the partner's mailbox."""
        self.link_wanted.emit(self.view.mail_link)

    @Slot()
    def open_item(self) -> None:
        """Read the entry."""
        self.item_wanted.emit(self.view.id)

    @Slot()
    def toggle_mark(self) -> None:
        """Mark the partner, or take the mark away."""
        self.said.emit(self._marks.words(marked=self._marks.toggle(self.view.id)))

    @Slot()
    def show_mark(self) -> None:
        """Show whether the partner is marked."""
        marked = self.view.id in self._marks
        self.mark.set_icon("star-filled" if marked else "star", "accent" if marked else "text2")
        hint = "Nicht mehr merken" if marked else "Merken"
        self.mark.setToolTip(hint)
        self.mark.setAccessibleName(f"{hint}: {self.view.title}")


class GapPanel(Panel):
    """An office that nobody holds, as far as the knowledge goes."""

    def __init__(self, view: GapCard, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("card", parent)
        px = theme.px
        self.setAccessibleName(f"{view.overline}: {view.sentence}")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(14), px(18), px(14))
        column.setSpacing(px(6))
        column.addWidget(text_label(view.overline, "metaStrong", parent=self))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        icon = IconLabel("help-circle", theme=theme, colour="mute", size=16, parent=self)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text_label(view.sentence, "", wrap=True, parent=self), 1)
        column.addLayout(row)


class RowsPanel(Panel):
    """Partners below each other, with a way to all of them.

    Signals: `item_wanted` (id), `all_wanted`.
    """

    item_wanted = Signal(str)
    all_wanted = Signal()

    def __init__(
        self, title: str, rows: Sequence[PartnerRow], *, theme: Theme, total: int = 0, remark: str = "", parent: QWidget
    ) -> None:
        super().__init__("card", parent)
        px = theme.px
        self.setAccessibleName(title)
        self.rows = tuple(rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, px(8), 1, px(6))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(px(16), 0, px(10), px(6))
        head.addWidget(text_label(title, "metaStrong", parent=self), 1)
        if total > len(rows):
            every = Button(f"Alle {formatting.number(total)}", theme=theme, kind="quiet", parent=self)
            every.clicked.connect(self.all_wanted)
            head.addWidget(every)
        column.addLayout(head)
        for row in rows:
            button = RowButton(row, theme=theme, parent=self)
            button.clicked.connect(self.tell_row)
            column.addWidget(button)
        if not rows:
            nobody = text_label("Zu diesen Filtern ist niemand hinterlegt.", "meta", wrap=True, parent=self)
            nobody.setContentsMargins(px(16), px(4), px(16), px(6))
            column.addWidget(nobody)
        if remark:
            note = text_label(remark, "small", wrap=True, parent=self)
            note.setContentsMargins(px(16), px(6), px(16), px(2))
            column.addWidget(note)

    @Slot()
    def tell_row(self) -> None:
        """Tell which partner is to be read."""
        button = self.sender()
        if isinstance(button, RowButton):
            self.item_wanted.emit(button.row.id)


class ChoicesPanel(QWidget):
    """Places to choose from, as buttons.

    Signals: `chosen` (code).
    """

    chosen = Signal(str)

    def __init__(self, choices: Sequence[PlaceChoice], *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, gap=theme.px(8))
        for choice in choices:
            text = f"{choice.label} ({choice.detail})" if choice.detail else choice.label
            button = Button(text, theme=theme, kind="pill", parent=self)
            button.setProperty("code", choice.code)
            button.clicked.connect(self.tell_choice)
            flow.addWidget(button)

    @Slot()
    def tell_choice(self) -> None:
        """Tell which place is meant."""
        self.chosen.emit(str(self.sender().property("code")))
