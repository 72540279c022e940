"""The size class of a company: answer, own figures, holdings as a picture and as a form, the calculation."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.aid_records import RecordsPanel
from advisor_app.desktop.pages.check.count_table import CountTable
from advisor_app.desktop.pages.check.holdings_form import HoldingForm
from advisor_app.desktop.pages.check.holdings_picture import HoldingsPicture
from advisor_app.desktop.pages.check.own_facts import OwnFacts
from advisor_app.desktop.presenters.check_holdings import (
    HoldingDraft,
    below,
    count_below,
    draft_of,
    holding_at,
    removed,
    with_draft,
)
from advisor_app.desktop.presenters.check_size import HEADCOUNT, RELATED
from advisor_app.desktop.presenters.check_size_export import (
    as_html,
    as_text,
    foot,
    twin,
)
from advisor_app.desktop.presenters.check_size_views import Notice, Path, SizeView
from advisor_app.desktop.presenters.check_staff import StaffSum
from advisor_app.desktop.widgets.basics import Button
from advisor_app.domain.profile import FactValue, Known
from advisor_app.domain.state_aid import Direction, Holding
from advisor_app.matching.derive import SME_CLASS


class SizePanel(RecordsPanel):
    """Shows a `SizeView`; signals see `AidPanel`.

    Args:
        tools: what the page is given.
    """

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("Größenklasse", RELATED, tools, parent)
        self.view: SizeView | None = None
        self._path: Path | None = None
        self._build_own()
        self._build_holdings()
        self._build_count()
        self._finish()

    def _build_own(self) -> None:
        card, column = self.card("Eigene Zahlen")
        self.own = OwnFacts(theme=self._theme, parent=card)
        self.own.fact_wanted.connect(self.fact_wanted)
        self.own.staff_taken.connect(self.take_staff)
        self.own.class_taken.connect(self.take_class)
        column.addWidget(self.own)
        self._column.addWidget(card)

    def _build_holdings(self) -> None:
        theme = self._theme
        card, column = self.card("")
        self._build_head("Beteiligungen", card, column)
        self.frame = QScrollArea(card)
        self.frame.setWidgetResizable(True)
        self.frame.setFrameShape(QFrame.Shape.NoFrame)
        self.frame.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frame.horizontalScrollBar().setObjectName("sideways")
        self.frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.picture = HoldingsPicture(theme=theme, parent=self.frame)
        self.frame.setWidget(self.picture)
        self.frame.viewport().installEventFilter(self)
        self._build_drawn(self.frame, card, column)
        column.addWidget(self._deeds(card))
        self.form = HoldingForm(theme=theme, parent=card)
        self.form.hide()
        column.addWidget(self.form)
        self._column.addWidget(card)
        self.picture.box_wanted.connect(self.open_box)
        self.picture.removal_wanted.connect(self.remove)
        self.picture.moved.connect(self.show_box)
        self.form.taken.connect(self.take_draft)
        self.form.removal_wanted.connect(self.remove_open)
        self.form.addition_wanted.connect(self.add_below_open)
        self.form.left.connect(self.close_form)

    def _deeds(self, card: QWidget) -> QWidget:
        theme, row = self._theme, QWidget(card)
        flow = self._flow(row, 8)
        self.add_owner = Button("Inhaber hinzufügen", theme=theme, icon="plus", colour="text2", parent=row)
        self.add_held = Button("Beteiligung hinzufügen", theme=theme, icon="plus", colour="text2", parent=row)
        self.none = Button("Es gibt keine", theme=theme, parent=row)
        for button in (self.add_owner, self.add_held, self.none):
            flow.addWidget(button)
        self.add_owner.clicked.connect(partial(self.add, (), Direction.HELD_BY))
        self.add_held.clicked.connect(partial(self.add, (), Direction.HOLDS))
        self.none.clicked.connect(self.say_none)
        return row

    def _build_count(self) -> None:
        card, column = self.card("Rechnung")
        self.count = CountTable(theme=self._theme, parent=card)
        column.addWidget(self.count)
        self._column.addWidget(card)

    # What is shown

    def show_view(self, view: SizeView) -> None:
        """Show the size class; what is being typed stays."""
        self.view = view
        self._take_value(view.value)
        if self._path is not None and not self._is_place(self._path):
            self.close_form()
        self._fill()

    def _is_place(self, path: Path) -> bool:
        """Tell whether a holding stands at a place, or may be added there."""
        related = self._related()
        return not path[:-1] or holding_at(related, path[:-1]) is not None

    def _fill(self) -> None:
        view = self.view
        if view is None:
            return
        self.bar.tell(view.company)
        if self.is_new("answer", (view.answer, view.tone, view.because)):
            over = "Größenklasse nach EU-Definition"
            lines = ((over, "overline"), (view.answer, "answer"), (view.because, "body"))
            self.fill_answer(self._answer, view.tone, lines)
        self._fill_around(view.notices)
        if self.is_new("facts", view.facts):
            self.own.show_facts(view.facts)
        self.picture.show_view(view)
        self.twin.setText(twin(view))
        none = "Noch nicht beantwortet." if view.related is None else "Keine Beteiligungen ab 25 % angegeben."
        self._none_told.setText(none)
        self._none_told.setVisible(not view.related)
        self.none.setVisible(view.related is None)
        if self.is_new("count", (view.rows, view.limits)):
            self.count.show_view(view)
        self._foot.setText("\n".join(foot(view)))
        self.fill_laws(view.laws)
        self._fit_picture()

    @Slot(tuple)
    def show_box(self, path: Path) -> None:
        """Bring the box that the keys are at into sight."""
        point = self.picture.point_of(path)
        px = self._theme.px
        self.frame.ensureVisible(round(point.x()), round(point.y()), px(110), px(60))
        there = self.picture.mapTo(self._content, point.toPoint())
        self.area.ensureVisible(there.x(), there.y(), 0, px(80))

    # Changing

    def _related(self) -> tuple[Holding, ...]:
        return (self.view.related or ()) if self.view is not None else ()

    def _under(self, path: Path) -> str:
        above = holding_at(self._related(), path[:-1])
        return above.name if above is not None else self.view.company if self.view is not None else ""

    @Slot(tuple)
    def open_box(self, path: Path) -> None:
        """Open what was clicked: the form of a holding, or the calculation of the company's own staff."""
        holding = holding_at(self._related(), path)
        if holding is None:
            self.fact_wanted.emit(HEADCOUNT)
            return
        self._open(path, draft_of(holding), is_new=False)

    def add(self, above: Path, direction: Direction) -> None:
        """Open the form for a new holding below a place."""
        self._open((*above, len(below(self._related(), above))), HoldingDraft(direction=direction), is_new=True)

    @Slot(object)
    def add_below_open(self, direction: Direction) -> None:
        """Open the form for a new holding below the one that is open."""
        if self._path is not None:
            self.add(self._path, direction)

    def _open(self, path: Path, draft: HoldingDraft, *, is_new: bool) -> None:
        self._path = path
        self.form.show()
        self.form.show_draft(draft, under=self._under(path), is_new=is_new)
        self.picture.choose(path)
        self.picture.mark(path)
        self.bring(self.form)

    @Slot(object)
    def take_draft(self, draft: HoldingDraft) -> None:
        """Take over what was typed, or say what is wrong with it."""
        if self._path is None:
            return
        changed = with_draft(self._related(), self._path, draft)
        if isinstance(changed, dict):
            self.form.show_faults(changed)
            return
        self.close_form()
        self._send(changed)

    @Slot(tuple)
    def remove(self, path: Path) -> None:
        """Take a holding away with what stands below it; that can be taken back."""
        holding = holding_at(self._related(), path)
        if holding is None:
            return
        if self._path is not None and self._path[: len(path)] == path:
            self.close_form()
        deeper = count_below(holding)
        more = f" und {formatting.count(deeper, 'Kasten', 'Kästen')} darunter" if deeper else ""
        self._send(removed(self._related(), path))
        self.said.emit(f"Entfernt: {holding.name}{more}")

    @Slot()
    def remove_open(self) -> None:
        """Take away the holding that is open."""
        if self._path is not None:
            self.remove(self._path)

    @Slot()
    def say_none(self) -> None:
        """Answer that there are no holdings."""
        self._send(())

    @Slot()
    def close_form(self) -> None:
        """Close the form without a change."""
        self._path = None
        self.picture.mark(None)
        self.form.hide()
        self.picture.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self, related: tuple[Holding, ...]) -> None:
        if self.view is not None:
            self._send_records(related, value=self.view.value, as_of=self.view.today)

    # The company itself

    @Slot(object)
    def take_staff(self, told: StaffSum) -> None:
        """Answer how many people work in the company."""
        self._tell(HEADCOUNT, Known(told.units), note=told.note)

    @Slot(str)
    def take_class(self, code: str) -> None:
        """Answer the class itself; the check goes by that then, not by the calculation."""
        self._tell(SME_CLASS, Known(code))

    def _tell(self, fact: str, possible: Known, *, note: str = "") -> None:
        if self.view is not None:
            self.answered.emit(fact, FactValue(possible=possible, as_of=self.view.today, note=note))

    @Slot(object)
    def follow(self, notice: object) -> None:
        """Go where something can be done about a warning: to a holding, or to a fact."""
        if isinstance(notice, Notice) and notice.path:
            self.open_box(notice.path)
        else:
            super().follow(notice)

    def step_out(self) -> bool:
        """Close what is open; return whether something was."""
        if not self.form.isHidden():
            self.close_form()
            return True
        return self.own.step_out()

    def take_focus(self) -> None:
        """Take the keyboard focus at the picture."""
        self.picture.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What leaves

    @property
    def has_content(self) -> bool:
        """Tell whether there is something that may leave."""
        return self.view is not None

    def text(self) -> str:
        """Return all of it as plain text."""
        return as_text(self.view) if self.view is not None else ""

    def html(self, picture: str = "") -> str:
        """Return all of it as HTML."""
        return as_html(self.view, picture) if self.view is not None else ""

    def image(self, width: float) -> QImage:
        """Return the picture in light colours, no wider than so many design pixels."""
        from advisor_app.desktop.pages.check.aid_images import holdings_image  # noqa: PLC0415 - when something leaves

        assert self.view is not None
        return holdings_image(self.view, width)

    # Sizes

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lay the picture out for the room there is."""
        if watched is self.frame.viewport() and event.type() is QEvent.Type.Resize:
            self._fit_picture()
        return super().eventFilter(watched, event)

    def _fit_picture(self) -> None:
        room = self.frame.viewport().width()
        self.picture.set_room(room)
        bar = self._theme.px(14) if self.picture.minimumWidth() > room else 0
        self.frame.setFixedHeight(self.picture.height() + bar)
