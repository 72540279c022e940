"""The de-minimis account of a company: room today, a time line of the grants, a form for them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from advisor_app.consultation.words import capital
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.account_picture import AccountPicture
from advisor_app.desktop.pages.check.aid_parts import Field
from advisor_app.desktop.pages.check.aid_records import RecordsPanel
from advisor_app.desktop.pages.check.grants_form import GrantsForm
from advisor_app.desktop.presenters.check_account import GRANTS, fit_words
from advisor_app.desktop.presenters.check_account_export import as_html, as_text, foot, twin
from advisor_app.desktop.presenters.check_account_views import AccountSide, AccountView, without_notes
from advisor_app.desktop.presenters.check_figures import Wrong, read_figure
from advisor_app.desktop.presenters.check_grants import GrantDraft, draft_of, put, read_draft, removed
from advisor_app.desktop.widgets.basics import Button, clear_layout, set_tone, text_label
from advisor_app.domain.profile import FactValue, Interval, Known
from advisor_app.domain.state_aid import DeMinimisGrant
from advisor_app.matching.derive import DEMINIMIS_ROOM

_TICK_HINT = "Kopie und Druck nennen dann auch, was zu den Beihilfen notiert ist"
_NONE = "In den letzten drei Jahren keine Beihilfen angegeben."


class AccountPanel(RecordsPanel):
    """Shows an `AccountView`; signals see `AidPanel`.

    Args:
        tools: what the page is given.
    """

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("De-minimis-Konto", GRANTS, tools, parent)
        self.view: AccountView | None = None
        self._side = 0
        self._place: int | None = None
        self._build_line()
        self._build_fit()
        self._finish()

    def _build_line(self) -> None:
        theme = self._theme
        card, column = self.card("")
        self._build_head("Zeitstrahl", card, column)
        self._sides = QWidget(card)
        self._side_flow = self._flow(self._sides, 6)
        column.addWidget(self._sides)
        self.picture = AccountPicture(theme=theme, parent=card)
        self._build_drawn(self.picture, card, column)
        # What somebody noted on a grant is read here; what is copied goes by the button, without it.
        self.twin.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        column.addWidget(self._deeds(card))
        self.form = GrantsForm(theme=theme, parent=card)
        self.form.hide()
        column.addWidget(self.form)
        self._column.addWidget(card)
        self.picture.grant_wanted.connect(self.open_grant)
        self.picture.removal_wanted.connect(self.remove)
        self.picture.moved.connect(self.show_row)
        self.form.taken.connect(self.take_draft)
        self.form.removal_wanted.connect(self.remove_open)
        self.form.left.connect(self.close_form)

    def _deeds(self, card: QWidget) -> QWidget:
        theme, row = self._theme, QWidget(card)
        flow = self._flow(row, 8)
        self.add_grant = Button("Beihilfe hinzufügen", theme=theme, icon="plus", colour="text2", parent=row)
        self.none = Button("Es gibt keine", theme=theme, parent=row)
        flow.addWidget(self.add_grant)
        flow.addWidget(self.none)
        self.add_grant.clicked.connect(self.add)
        self.none.clicked.connect(self.say_none)
        return row

    def _build_fit(self) -> None:
        card, column = self.card("Passt eine neue Beihilfe hinein?")
        self.amount = Field("Beihilfewert in EUR", theme=self._theme, hint="15.000", parent=card)
        self.amount.edited.connect(self.say_fit)
        column.addWidget(self.amount)
        self._fit = text_label("", "uiStrong", wrap=True, parent=card)
        self._fit.hide()
        column.addWidget(self._fit)
        self.room_button = Button("Freien Rahmen selbst angeben", theme=self._theme, kind="link", parent=card)
        self.room_button.setToolTip("Gilt im Fördercheck statt dieses Kontos")
        self.room_button.clicked.connect(self.open_room)
        column.addWidget(self.room_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.room = Field("Freier Rahmen in EUR", theme=self._theme, hint="118.400, dann Eingabe", parent=card)
        self.room.entered.connect(self.take_room)
        self.room.hide()
        column.addWidget(self.room)
        self._column.addWidget(card)

    # What is shown

    @property
    def side(self) -> AccountSide | None:
        """Return the regulation whose ceiling is shown."""
        return self.view.sides[self._side] if self.view is not None else None

    def show_view(self, view: AccountView) -> None:
        """Show the account; what is being typed stays."""
        self.view = view
        self._side = min(self._side, len(view.sides) - 1)
        self._take_value(view.value)
        self.bar.offer(leaves=True, sensitive=view.bars != view.plain, hint=_TICK_HINT)
        if self._place is not None and self._place > len(view.grants or ()):
            self.close_form()
        self._fill()

    def _fill(self) -> None:
        view, side = self.view, self.side
        if view is None or side is None:
            return
        self.bar.tell(view.company)
        if self.is_new("answer", (view.unlisted, view.undertaking, self._side, side.room, side.used, side.release)):
            self._fill_answer(view, side)
        if self.is_new("sides", (self._side, [one.title for one in view.sides])):
            self._fill_sides(view)
        self._fill_around(view.notices)
        self.picture.show_view(view, self._side)
        self.twin.setText(twin(view))
        self._none_told.setText("Noch nicht beantwortet." if view.unlisted else _NONE)
        self._none_told.setVisible(not view.bars)
        self.none.setVisible(view.unlisted)
        self._foot.setText("\n".join(foot(view)))
        self.fill_laws(tuple(one.law for one in view.sides))
        self.say_fit()

    def _fill_answer(self, view: AccountView, side: AccountSide) -> None:
        over = "De-minimis-Rahmen heute" if len(view.sides) == 1 else f"De-minimis-Rahmen heute: {side.title}"
        answer = "Freier Rahmen noch offen" if view.unlisted else capital(f"{side.room} frei")
        used = capital(f"{side.used} von {side.ceiling_words} in drei Jahren genutzt.")
        later = f" {side.release}." if side.release else ""
        told = "" if view.unlisted else used + later
        lines = ((over, "overline"), (answer, "answer"), (told, "body"), (view.undertaking, "meta"))
        self.fill_answer(self._answer, side.tone, lines)

    def _fill_sides(self, view: AccountView) -> None:
        clear_layout(self._sides)
        for number, side in enumerate(view.sides):
            button = Button(side.title, theme=self._theme, kind="segment", parent=self._sides)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setChecked(number == self._side)
            button.clicked.connect(partial(self.choose_side, number))
            self._side_flow.addWidget(button)
        self._sides.setVisible(len(view.sides) > 1)

    def choose_side(self, number: int) -> None:
        """Show the ceiling of another regulation."""
        if number != self._side:
            self._side = number
            self._fill()

    @Slot()
    def say_fit(self) -> None:
        """Say whether an amount that was typed fits."""
        side, text = self.side, self.amount.text
        self._fit.setVisible(bool(text.strip()))
        if side is None or self.view is None or not text.strip():
            return
        amount = read_figure(text, "EUR")
        words, tone = (amount.words, "bad") if isinstance(amount, Wrong) else fit_words(side, amount, self.view.today)
        self._fit.setText(words)
        set_tone(self._fit, tone)

    @Slot()
    def open_room(self) -> None:
        """Let the room be entered by hand, or leave it at the calculation."""
        self.room.setVisible(self.room.isHidden())
        if self.room.isVisible():
            self.room.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def take_room(self) -> None:
        """Answer the room itself; the check goes by that then, not by the account."""
        room = read_figure(self.room.text, "EUR")
        if isinstance(room, Wrong):
            self.room.show_fault(room.words)
        elif room is not None and self.view is not None:
            self.room.hide()
            possible = room if isinstance(room, Interval) else Known(room)
            self.answered.emit(DEMINIMIS_ROOM, FactValue(possible=possible, as_of=self.view.today.isoformat()))

    @Slot(int)
    def show_row(self, number: int) -> None:
        """Bring the grant that the keys are at into sight."""
        frame = self.picture.frame()
        if frame is not None:
            row = frame.row(number).center().toPoint()
            there = self.picture.mapTo(self._content, row)
            self.area.ensureVisible(there.x(), there.y(), 0, self._theme.px(60))

    # Changing

    def _grants(self) -> tuple[DeMinimisGrant, ...]:
        return (self.view.grants or ()) if self.view is not None else ()

    @Slot(int)
    def open_grant(self, place: int) -> None:
        """Open the form of a grant."""
        if place < len(self._grants()):
            self._open(place, draft_of(self._grants()[place]), is_new=False)

    @Slot()
    def add(self) -> None:
        """Open the form for a new grant."""
        self._open(len(self._grants()), GrantDraft(), is_new=True)

    def _open(self, place: int, draft: GrantDraft, *, is_new: bool) -> None:
        self._place = place
        self.picture.mark(place)
        self.form.show()
        self.form.show_draft(draft, names=self.view.around if self.view is not None else (), is_new=is_new)
        self.bring(self.form)

    @Slot(object)
    def take_draft(self, draft: GrantDraft) -> None:
        """Take over what was typed, or say what is wrong with it."""
        if self._place is None:
            return
        grant = read_draft(draft)
        if isinstance(grant, dict):
            self.form.show_faults(grant)
            return
        changed = put(self._grants(), self._place, grant)
        self.close_form()
        self._send(changed)

    @Slot(int)
    def remove(self, place: int) -> None:
        """Take a grant away; that can be taken back."""
        if place < len(self._grants()):
            if self._place is not None:
                self.close_form()
            self._send(removed(self._grants(), place))
            self.said.emit("Beihilfe entfernt")

    @Slot()
    def remove_open(self) -> None:
        """Take away the grant that is open."""
        if self._place is not None:
            self.remove(self._place)

    @Slot()
    def say_none(self) -> None:
        """Answer that there are no grants."""
        self._send(())

    @Slot()
    def close_form(self) -> None:
        """Close the form without a change."""
        self._place = None
        self.picture.mark(-1)
        self.form.hide()
        self.picture.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self, grants: tuple[DeMinimisGrant, ...]) -> None:
        if self.view is not None:
            self._send_records(grants, value=self.view.value, as_of=self.view.today.isoformat())

    def step_out(self) -> bool:
        """Close what is open; return whether something was."""
        if not self.form.isHidden():
            self.close_form()
            return True
        shown = not self.room.isHidden()
        self.room.hide()
        return shown

    def take_focus(self) -> None:
        """Take the keyboard focus at the picture."""
        self.picture.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What leaves

    @property
    def has_content(self) -> bool:
        """Tell whether there is something that may leave."""
        return self.view is not None

    def _leaving(self, view: AccountView) -> AccountView:
        return view if self.bar.with_sensitive else without_notes(view)

    def text(self) -> str:
        """Return all of it as plain text."""
        return as_text(self._leaving(self.view)) if self.view is not None else ""

    def html(self, picture: str = "") -> str:
        """Return all of it as HTML."""
        return as_html(self._leaving(self.view), picture) if self.view is not None else ""

    def image(self, width: float) -> QImage:
        """Return the picture in light colours, so many design pixels wide."""
        from advisor_app.desktop.pages.check.aid_images import account_image  # noqa: PLC0415 - when something leaves

        side = self.side
        assert self.view is not None
        assert side is not None
        return account_image(self._leaving(self.view), side, width)
