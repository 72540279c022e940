"""What can be done to reach a partner: copy the number, write, hand on the card, photograph. Public contacts only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from advisor_app.desktop.contacts_address import card_address
from advisor_app.desktop.presenters.views import ContactView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, text_label
from advisor_app.desktop.widgets.flow import FlowLayout

NO_NUMBER = "Keine Nummer hinterlegt"
_ALL_KEPT = "Dieser Kontakt ist nur für das Netzwerk bestimmt und bleibt hier"
_COPIED_MS = 1500


class ContactActions(QWidget):
    """A row of buttons for one partner.

    Args:
        view: how to reach it.
        theme: the look.
        title: stands above the buttons, "" for nothing.

    Signals: `link_wanted` (an address outside, or one of a business card: see `contacts_address`).
    """

    link_wanted = Signal(str)

    def __init__(self, view: ContactView, *, theme: Theme, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._theme = theme
        self._copied: Button | None = None
        self.setAccessibleName(f"Kontakt: {view.title}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        if title:
            column.addWidget(text_label(title, "section", wrap=True, parent=self))
        if view.is_public:
            column.addWidget(self._buttons())
        kept = view.kept if view.is_public else _ALL_KEPT
        if kept:
            column.addLayout(self._remark(kept))

    def _buttons(self) -> QWidget:
        view, row = self._view, QWidget(self)
        flow = FlowLayout(row, gap=self._theme.px(8))
        if view.numbers:
            self._add(flow, "Nummer kopieren", "phone", self.copy_number, "Die Telefonnummer kopieren")
        else:
            missing = text_label(NO_NUMBER, "stand", parent=row)
            missing.setFixedHeight(self._theme.px(34))
            flow.addWidget(missing)
        if view.mails:
            self._add(flow, "Mail", "mail", self.write_mail, "Im Mailprogramm schreiben")
        if view.website:
            self._add(flow, "Website", "world", self.open_website, f"{view.website} im Browser öffnen")
        self._add(
            flow, "Visitenkarte", "address-book", self.offer_card, "Als Datei speichern oder im Adressbuch öffnen"
        )
        self._add(flow, "Als Text kopieren", "copy", self.copy_text, "Name, Anschrift und Kontakte kopieren")
        if view.squares:
            self._add(flow, "QR-Code", "qrcode", self.show_square, "Groß zeigen, zum Abfotografieren")
        return row

    def _add(self, flow: FlowLayout, text: str, icon: str, slot: Callable[[], None], hint: str) -> None:
        button = Button(text, theme=self._theme, kind="pill", icon=icon, hint=hint, parent=flow.parentWidget())
        button.clicked.connect(slot)
        flow.addWidget(button)

    def _remark(self, text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(6))
        row.addWidget(IconLabel("lock", theme=self._theme, colour="text2", size=14, parent=self))
        row.addWidget(text_label(text, "meta", wrap=True, parent=self), 1)
        return row

    def _choose(self, entries: list[tuple[str, str]], slot: Callable[[], None]) -> None:
        """Offer several of a kind in a menu below the button that was pressed."""
        button = self.sender()
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for label, data in entries:
            action = QAction(label, menu)
            action.setData(data)
            action.triggered.connect(slot)
            menu.addAction(action)
        if isinstance(button, QWidget):
            menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _chosen(self) -> str:
        action = self.sender()
        return str(action.data()) if isinstance(action, QAction) else ""

    def _copy(self, text: str, button: object) -> None:
        """Copy, and show on the button for a moment that it was done."""
        QGuiApplication.clipboard().setText(text)
        if isinstance(button, Button):
            self.show_icons()
            button.setProperty("before", button.icon_name)
            button.set_icon("check", "ok")
            self._copied = button
            QTimer.singleShot(_COPIED_MS, self, self.show_icons)

    @Slot()
    def show_icons(self) -> None:
        """Show the icon again of a button that has copied."""
        if self._copied is not None:
            self._copied.set_icon(str(self._copied.property("before")), "text")
            self._copied = None

    # What the buttons do

    @Slot()
    def copy_number(self) -> None:
        """Copy the number; of several, the one chosen."""
        numbers = self._view.numbers
        if len(numbers) == 1:
            self._copy(numbers[0].shown, self.sender())
        else:
            self._choose([(f"{one.role}: {one.shown}", one.shown) for one in numbers], self.copy_chosen)

    @Slot()
    def copy_chosen(self) -> None:
        """Copy what was chosen in the menu."""
        self._copy(self._chosen(), None)

    @Slot()
    def write_mail(self) -> None:
        """Open the mail program; with several mailboxes, for the one chosen."""
        mails = self._view.mails
        if len(mails) == 1:
            self.link_wanted.emit(mails[0].link)
        else:
            self._choose([(f"{one.role}: {one.shown}", one.link) for one in mails], self.follow_chosen)

    @Slot()
    def follow_chosen(self) -> None:
        """Open what was chosen in the menu."""
        self.link_wanted.emit(self._chosen())

    @Slot()
    def open_website(self) -> None:
        """Open the website."""
        self.link_wanted.emit(self._view.website)

    @Slot()
    def offer_card(self) -> None:
        """Offer to save the business card or to open it in the address book."""
        ids = (self._view.id,)
        entries = [
            ("Als Datei speichern …", card_address(ids)),
            ("Im Adressbuch dieses Geräts öffnen", card_address(ids, opened=True)),
        ]
        self._choose(entries, self.follow_chosen)

    @Slot()
    def copy_text(self) -> None:
        """Copy everything as text."""
        self._copy(self._view.text, self.sender())

    @Slot()
    def show_square(self) -> None:
        """Show the squares to photograph."""
        from advisor_app.desktop.widgets.square_dialog import SquareDialog  # noqa: PLC0415 - not before it is wanted

        SquareDialog(self._view.squares, theme=self._theme, parent=self.window()).open()
