"""The reading pane: head, cards and text, and the strip of sources that never scrolls away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.marks import Marks
from advisor_app.desktop.presenters.views import ContactView, ItemView
from advisor_app.desktop.reading.cards import FactBox, GapCard, QuestionCard, RelatedCard, SignatureCard, SignpostCard
from advisor_app.desktop.reading.find_bar import Find, FindBar
from advisor_app.desktop.reading.prose import Prose
from advisor_app.desktop.reading.sealing import seal
from advisor_app.desktop.reading.source_strip import SourceStrip
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, Panel, clear_layout, text_label
from advisor_app.desktop.widgets.contact_actions import ContactActions
from advisor_app.desktop.widgets.copy_menu import offer_copies
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.desktop.widgets.marks import Badge

# Below this width, in design pixels, the title has its row for itself.
_TITLE_ALONE = 600
_PROGRAMME = "programme"


class ReadingScroll(QScrollArea):
    """Scrolls the content; takes the focus so that arrow keys, Page Down, Home and End work."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reading")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Eintrag")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the beginning or the end, which a scroll area does not do by itself."""
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)


class ReadingPane(Panel):
    """Shows one `ItemView`.

    Signals: `item_wanted` (id), `link_wanted` (address outside), `back_wanted`/`forth_wanted` (history),
    `list_wanted` (narrow windows), `comparison_wanted` (id of a programme).
    """

    item_wanted = Signal(str)
    link_wanted = Signal(str)
    back_wanted = Signal()
    forth_wanted = Signal()
    list_wanted = Signal()
    comparison_wanted = Signal(str)

    def __init__(self, *, theme: Theme, marks: Marks | None = None, parent: QWidget | None = None) -> None:
        super().__init__("paper", parent)
        self._theme = theme
        self._marks = marks
        self._view: ItemView | None = None
        self._gaps: GapCard | None = None
        self.setAccessibleName("Lesebereich")
        self._build_head()
        self.area = ReadingScroll(self)
        self._page = QWidget()
        self._page.setObjectName("scrolled")
        self._page_column = QVBoxLayout(self._page)
        self._page_column.setContentsMargins(0, 0, 0, 0)
        self._page_column.setSpacing(0)
        self._content = QWidget(self._page)
        self._column = QVBoxLayout(self._content)
        self._page_column.addWidget(self._content)
        self.area.setWidget(self._page)
        self.find_bar = FindBar(self._content, theme=theme, parent=self)
        self.find_bar.place_wanted.connect(self.show_place)
        self.find_bar.closed.connect(self.take_focus)
        self.strip = SourceStrip(theme=theme, parent=self)
        self.strip.link_wanted.connect(self.link_wanted)
        self.strip.gaps_wanted.connect(self.show_gaps)
        self._outer = outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._head)
        outer.addWidget(self.find_bar)
        outer.addWidget(self.area, 1)
        outer.addWidget(self.strip)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.offer_copy)
        theme.changed.connect(self.restyle)
        self._show_parts(visible=False)

    def _build_head(self) -> None:
        theme = self._theme
        self._head = QWidget(self)
        self._head_column = QVBoxLayout(self._head)
        self._top = QHBoxLayout()
        self._list_button = Button("Treffer", theme=theme, kind="quiet", icon="chevron-left", colour="accent", size=14,
                                   parent=self._head)  # fmt: skip
        self._list_button.clicked.connect(self.list_wanted)
        self._list_button.hide()
        self._overline = ElidedLabel("", "overline", parent=self._head)
        self._top.addWidget(self._list_button)
        self._top.addWidget(self._overline, 1)
        self._title_row = QHBoxLayout()
        self._title = text_label("", "title", wrap=True, parent=self._head)
        self._title_row.addWidget(self._title, 1)
        self._back = self._icon_button("arrow-left", "Zurück (Alt+Links)")
        self._back.clicked.connect(self.back_wanted)
        self._forth = self._icon_button("arrow-right", "Vor (Alt+Rechts)")
        self._forth.clicked.connect(self.forth_wanted)
        self._compare = self._icon_button("columns", "Mit anderen Programmen vergleichen (V)")
        self._compare.clicked.connect(self.compare)
        self._star = self._icon_button("star", "Merken (M)")
        self._star.clicked.connect(self.toggle_mark)
        self._star.setVisible(self._marks is not None)
        self._copy = self._icon_button("copy", "Als Text kopieren")
        self._copy.clicked.connect(self.copy_text)
        self._action = Button("", theme=theme, icon="external-link", parent=self._head)
        self._action.clicked.connect(self.open_action)
        self._deeds = (self._back, self._forth, self._compare, self._star, self._copy, self._action)
        self._badges = QWidget(self._head)
        self._badge_flow = FlowLayout(self._badges, gap=theme.px(12))
        self._head_column.addLayout(self._top)
        self._head_column.addLayout(self._title_row)
        self._head_column.addWidget(self._badges)
        self._arrange_head()
        if self._marks is not None:
            self._marks.changed.connect(self.show_mark)

    def _arrange_head(self) -> None:
        """Put the buttons beside the title where there is room, else above it."""
        row = self._top if self.width() < self._theme.px(_TITLE_ALONE) else self._title_row
        if row.indexOf(self._deeds[0]) >= 0:
            return
        for button in self._deeds:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def _icon_button(self, icon: str, hint: str) -> Button:
        return Button("", theme=self._theme, kind="icon", icon=icon, colour="text2", size=18, hint=hint,
                      parent=self._head)  # fmt: skip

    @property
    def view(self) -> ItemView | None:
        """Return what is shown."""
        return self._view

    def show_view(self, view: ItemView) -> None:
        """Show an item from its beginning."""
        same = self._view is not None and self._view.id == view.id
        place = self.area.verticalScrollBar().value() if same else 0
        self._view = view
        self.setUpdatesEnabled(False)
        try:
            self._fill_head(view)
            self._fill_content(view)
            self.strip.show_view(view)
            seal(self, sealed=not view.plain)
            self._show_parts(visible=True)
        finally:
            self.setUpdatesEnabled(True)
        self.area.verticalScrollBar().setValue(place)
        if not self.find_bar.isHidden():
            self.find_bar.look(self.find_bar.edit.text())

    def clear(self) -> None:
        """Show nothing."""
        self._view = None
        self._show_parts(visible=False)

    def set_history(self, *, back: bool, forth: bool) -> None:
        """Tell whether there are places to go back and forth to."""
        self._back.setEnabled(back)
        self._forth.setEnabled(forth)
        self._back.setVisible(back or forth)
        self._forth.setVisible(back or forth)

    def offer_leave(self, words: str) -> None:
        """Offer the way back to what the pane lies beside.

        Args:
            words: what that is, such as "Karte".
        """
        self._list_button.say(words)
        self._list_button.show()

    def set_narrow(self, *, narrow: bool) -> None:
        """Offer the way back to the hits where both have no room side by side; the head then scrolls with the text."""
        self._list_button.setVisible(narrow)
        if narrow:
            self._page_column.insertWidget(0, self._head)
        else:
            self._outer.insertWidget(0, self._head)

    def _show_parts(self, *, visible: bool) -> None:
        for part in (self._head, self.area, self.strip):
            part.setVisible(visible)
        if not visible:
            self.find_bar.close_bar()

    def _fill_head(self, view: ItemView) -> None:
        px = self._theme.px
        self._head_column.setContentsMargins(px(24), px(14), px(24), px(10))
        self._head_column.setSpacing(px(7))
        self._title_row.setSpacing(px(8))
        self._overline.setText(view.overline)
        self._title.setText(formatting.hyphenated(view.title))
        self._title.setAccessibleName(view.title)
        self._compare.setVisible(view.kind == _PROGRAMME)
        self.show_mark()
        self._copy.setEnabled(bool(view.plain))
        self._copy.setToolTip("Als Text kopieren" if view.plain else "Nur für das Netzwerk bestimmt, bleibt hier")
        # The website of a partner stands among the ways to reach it.
        among = view.contacts is not None and view.contacts.id == view.id and bool(view.contacts.website)
        self._action.setVisible(view.action is not None and not among)
        if view.action is not None:
            self._action.say(view.action.label)
            self._action.setToolTip(view.action.url)
            self._action.setAccessibleName(f"{view.action.label} im Browser öffnen")
        clear_layout(self._badges)
        while self._badge_flow.count():
            self._badge_flow.takeAt(0)
        for mark in view.badges:
            badge = Badge(mark, theme=self._theme, parent=self._badges)
            self._badge_flow.addWidget(badge)
            badge.show()

    def _fill_content(self, view: ItemView) -> None:
        theme, px = self._theme, self._theme.px
        clear_layout(self._content)
        while self._column.count():
            self._column.takeAt(0)
        self._column.setContentsMargins(px(24), px(4), px(20), px(24))
        self._column.setSpacing(px(14))
        self._gaps = None
        if view.signature is not None:
            card = SignatureCard(view.signature, theme=theme, parent=self._content)
            card.reference_wanted.connect(self.follow)
            self._column.addWidget(card)
        if view.signpost is not None:
            post = SignpostCard(view.signpost, theme=theme, parent=self._content)
            post.item_wanted.connect(self.item_wanted)
            self._column.addWidget(post)
        if view.facts:
            box = FactBox(view.facts, theme=theme, parent=self._content)
            box.reference_wanted.connect(self.follow)
            self._column.addWidget(box)
        if view.contacts is not None:
            self._add_contacts(view.contacts, own=view.contacts.id == view.id)
        if view.questions:
            self._column.addWidget(QuestionCard(view.questions, theme=theme, parent=self._content))
        prose = Prose(theme=theme, parent=self._content)
        prose.show_blocks(view.blocks)
        prose.link_activated.connect(self.follow)
        self._column.addWidget(prose)
        if view.uncertain or view.conflicts:
            self._gaps = GapCard(view.uncertain, view.conflicts, theme=theme, parent=self._content)
            self._gaps.reference_wanted.connect(self.follow)
            self._column.addWidget(self._gaps)
        if view.related:
            related = RelatedCard(view.related, theme=theme, parent=self._content)
            related.item_wanted.connect(self.item_wanted)
            self._column.addWidget(related)
        self._column.addStretch(1)

    def _add_contacts(self, contacts: ContactView, *, own: bool) -> None:
        """Add what can be done to reach a partner, or the organiser of an event."""
        title = "" if own else f"Veranstalter: {contacts.title}"
        actions = ContactActions(contacts, theme=self._theme, title=title, parent=self._content)
        actions.link_wanted.connect(self.link_wanted)
        self._column.addWidget(actions)

    @Slot(str)
    def follow(self, target: str) -> None:
        """Follow a link: a source opens the strip, an item the pane, anything else the browser."""
        scheme, _, rest = target.partition(":")
        if scheme == "number" and rest.isdigit():
            self.strip.reveal(int(rest))
        elif scheme == "source" and self._view is not None:
            number = next((source.number for source in self._view.sources if source.id == rest), 0)
            if number:
                self.strip.reveal(number)
        elif scheme == "item":
            self.item_wanted.emit(rest)
        else:
            self.link_wanted.emit(target)

    @Slot(object)
    def show_place(self, place: object) -> None:
        """Scroll to a place that was found."""
        if not isinstance(place, Find):
            return
        point = QPoint(0, 0)
        if isinstance(place.widget, Prose) and place.cursor is not None:
            point = place.widget.cursorRect(place.cursor).center()
        spot = place.widget.mapTo(self._content, point)
        self.area.ensureVisible(spot.x(), spot.y(), 0, self._theme.px(80))

    @Slot()
    def show_gaps(self) -> None:
        """Scroll to what is not certain."""
        if self._gaps is not None:
            self.area.ensureWidgetVisible(self._gaps, 0, self._theme.px(24))

    @Slot()
    def take_focus(self) -> None:
        """Take the keyboard focus."""
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def compare(self) -> None:
        """Ask for the programme beside others."""
        if self._view is not None and self._view.kind == _PROGRAMME:
            self.comparison_wanted.emit(self._view.id)

    @Slot()
    def toggle_mark(self) -> None:
        """Mark what is shown, or take its mark away."""
        if self._view is not None and self._marks is not None:
            self._marks.toggle(self._view.id)

    @Slot()
    def show_mark(self) -> None:
        """Show whether what is shown is marked."""
        if self._view is not None and self._marks is not None:
            marked = self._view.id in self._marks
            self._star.set_icon("star-filled" if marked else "star", "accent" if marked else "text2")
            words = "Nicht mehr merken (M)" if marked else "Merken (M)"
            self._star.setToolTip(words)
            self._star.setAccessibleName(words)

    @Slot()
    def copy_text(self) -> None:
        """Copy the whole item with its sources."""
        if self._view is not None:
            QGuiApplication.clipboard().setText(self._view.plain)
            self._copy.set_icon("check", "ok")
            QTimer.singleShot(1500, self._copy, self.show_copy_icon)

    @Slot()
    def show_copy_icon(self) -> None:
        """Show the icon of the copy button again."""
        self._copy.set_icon("copy", "text2")

    @Slot()
    def open_action(self) -> None:
        """Open the page outside that comes next."""
        if self._view is not None and self._view.action is not None:
            self.link_wanted.emit(self._view.action.url)

    @Slot(QPoint)
    def offer_copy(self, point: QPoint) -> None:
        """Offer to copy title, address or everything."""
        if self._view is None:
            return
        url = self._view.action.url if self._view.action else ""
        texts = (("Titel kopieren", self._view.title), ("Adresse der Quelle kopieren", url),
                 ("Alles als Text kopieren", self._view.plain))  # fmt: skip
        offer_copies(texts, self.mapToGlobal(point), stays=not self._view.plain, parent=self)

    @Slot()
    def restyle(self) -> None:
        """Show the item again in the new look."""
        if self._view is not None:
            self.show_view(self._view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the head for the room there is."""
        super().resizeEvent(event)
        self._arrange_head()

    def event(self, event: QEvent) -> bool:
        """Draw icons again when the window comes to a screen with other pixels."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.restyle()
        return super().event(event)
