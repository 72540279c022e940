"""What the frame around the pages says about the knowledge as a whole: pill, banner, foot of the window, rail."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from advisor_app.desktop.clock import local_time
from advisor_app.desktop.page_stack import FRESHNESS
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button
from advisor_app.desktop.widgets.rail import Rail
from advisor_app.desktop.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from advisor_app.desktop.presenters.banner import BannerView
    from advisor_app.desktop.presenters.notice import Notice
    from advisor_app.desktop.presenters.views import StatusView
    from advisor_app.desktop.update_room import UpdateRoom
    from advisor_app.desktop.widgets.banner import Banner
    from advisor_app.errors import AdvisorError


# From this width of the window on, in design pixels, a newer version is told in words.
_WIDE = 900


class StandPill(QWidget):
    """Tells which state the knowledge has, beside the search field.

    Signals: `clicked`.
    """

    clicked = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offered = ""
        self.button = Button("Inhalte werden geöffnet", theme=theme, kind="pill", icon="clock", colour="text2",
                             hint="Aktualität zeigen", parent=self)  # fmt: skip
        self.button.clicked.connect(self.clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.offer = Button("", theme=theme, kind="pill", icon="versions", colour="accent", parent=self)
        self.offer.clicked.connect(self.clicked)
        self.offer.hide()
        theme.changed.connect(self.fit)
        row.addWidget(self.offer)
        row.addWidget(self.button)

    def show_offer(self, words: str) -> None:
        """Show that there is a newer version of the program, in a word or two; "" for none."""
        if words and not self._offered:
            self.window().installEventFilter(self)
        self._offered = words
        self.offer.setVisible(bool(words))
        self.fit()

    @Slot()
    def fit(self) -> None:
        """Show the offer in words where the search field has room enough beside them, else as an icon."""
        if self._offered:
            wide = self.window().width() >= self._theme.px(_WIDE)
            self.offer.say(self._offered if wide else "")
            self.offer.setToolTip(f"{self._offered} des Programms ist da")
            self.offer.setAccessibleName(f"{self._offered} des Programms ist da. Aktualität zeigen")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width of the window."""
        if event.type() is QEvent.Type.Resize and watched is self.window():
            self.fit()
        return super().eventFilter(watched, event)

    def show_status(self, status: StatusView) -> None:
        """Show of which day the knowledge is."""
        self.button.say(f"Stand {status.as_of}")
        self.button.setAccessibleName(f"Inhaltsstand {status.as_of}, {status.age}. Aktualität zeigen")
        self.button.set_icon(
            "hourglass" if status.stale_days else "circle-check", "warn" if status.stale_days else "ok"
        )

    def show_nothing(self) -> None:
        """Show that there is no knowledge."""
        self.button.say("Keine Inhalte")
        self.button.set_icon("alert-triangle", "warn")


class BannerBox(QWidget):
    """Keeps the banner off the edges; gone while there is nothing to say.

    Signals: `link_clicked` (number of the banner's link, from 0).
    """

    link_clicked = Signal(int)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.hide()

    @cached_property
    def banner(self) -> Banner:
        """Return the banner, built when there is something to say."""
        from advisor_app.desktop.widgets.banner import Banner  # noqa: PLC0415 - not before it is wanted

        px = self._theme.px
        banner = Banner(theme=self._theme, parent=self)
        banner.link_clicked.connect(self.link_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.addWidget(banner)
        return banner


class Standing(QObject):
    """Keeps pill, banner, foot and rail in step with knowledge and updates.

    Args:
        pill: beside the search field.
        banner_box: above the page.
        status_line: at the foot.
        rail: carries a sign at the page of freshness.

    `helper` says how to reach who helps, "" if nobody said.

    Signals: `page_wanted` (the page of freshness), `notice_answered` (what the user chose of a notice's deeds).
    """

    page_wanted = Signal()
    notice_answered = Signal(object)

    def __init__(
        self, *, pill: StandPill, banner_box: BannerBox, status_line: StatusLine, rail: Rail, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._pill = pill
        self._box = banner_box
        self._status_line = status_line
        self._rail = rail
        self._status: StatusView | None = None
        self._updates: UpdateRoom | None = None
        self._view: BannerView | None = None
        self._fault: AdvisorError | None = None
        self._notice: Notice | None = None
        self.helper = ""
        self._watched = False
        pill.clicked.connect(self.page_wanted)
        banner_box.link_clicked.connect(self.follow_banner)

    def watch(self, *, on: bool) -> None:
        """Say nothing of updates and faults while a client looks at the screen, and all of it afterwards."""
        self._watched = on
        self._pill.button.setHidden(on)
        self._show_banner()
        self.show_updates()

    def take_updates(self, updates: UpdateRoom) -> None:
        """Tell about updates from now on."""
        self._updates = updates

    def take_status(self, status: StatusView) -> None:
        """Show how the knowledge stands; a fault told before is over if other knowledge was open already."""
        if self._status is not None:
            self._fault = None
        self._status = status
        self._pill.show_status(status)
        self.show_updates()

    @Slot()
    def show_updates(self) -> None:
        """Show at the foot, in the banner and at the rail how knowledge and updates stand."""
        # None of this is wanted before there is something to show, which is after the first paint.
        from advisor_app.desktop import formatting  # noqa: PLC0415
        from advisor_app.desktop.presenters.banner import present_banner  # noqa: PLC0415
        from advisor_app.updates.model import UpdateStatus  # noqa: PLC0415

        status, room = self._status, self._updates
        if status is not None:
            checked = f"zuletzt geprüft {room.checked()}" if room is not None and room.checked() else ""
            known = f"Inhaltsstand {status.as_of}, {status.age}"
            told = [status.counts, known] if self._watched else [status.counts, known, checked, "ohne Netz lesbar"]
            self._status_line.say(formatting.joined(told))
            self._view = present_banner(status, UpdateStatus(), local_time()) if room is None else room.banner()
            self._show_banner()
        self._pill.show_offer(room.apps.pill() if room is not None and not self._watched else "")
        progress = room.progress() if room is not None else None
        self._status_line.show_progress(None if self._watched else progress)
        unread = room.unread if room is not None else 0
        news = formatting.count(unread, "neue Änderung", "neue Änderungen") if unread else ""
        self._rail.show_sign(FRESHNESS, fraction=progress[1] if progress is not None else None, dot=bool(unread),
                             words=progress[0] if progress is not None else news)  # fmt: skip

    def show_notice(self, notice: Notice | None) -> None:
        """Show what is to be said about the start, None for nothing more; it comes before how old the knowledge is."""
        self._notice = notice
        self._show_banner()

    def _show_banner(self) -> None:
        """Show the weightiest there is to say; a fault stays, but what somebody just asked for is answered."""
        notice, view = self._notice_to_show, self._view
        if self._watched:
            self._box.hide()
            return
        if notice is None and self._fault is not None:
            from advisor_app.desktop.fault_words import words_for  # noqa: PLC0415 - not before there is one

            self._box.banner.say(*words_for(self._fault, self.helper))
            self._box.show()
            return
        if notice is not None:
            links, more = ([label for label, _ in deeds] for deeds in (notice.deeds, notice.more))
            self._box.banner.say(notice.title, notice.sentence, links, more=more, icon=notice.icon)
        elif view is not None:
            self._box.banner.say(view.title, view.sentence, [view.link] if view.link else [], icon=view.icon)
        self._box.setVisible(notice is not None or view is not None)

    def show_fault(self, error: AdvisorError) -> None:
        """Show a fault with what helps."""
        self._fault = error
        self._show_banner()

    @property
    def _notice_to_show(self) -> Notice | None:
        notice = self._notice
        return notice if notice is not None and (notice.asked or self._fault is None) else None

    def show_nothing(self) -> None:
        """Say that there is no knowledge to read."""
        self._pill.show_nothing()

    @Slot(int)
    def follow_banner(self, number: int = 0) -> None:
        """Do what the banner offers.

        Args:
            number: which of its links was chosen.
        """
        deed = self._view.deed if self._view is not None else None
        if (notice := self._notice_to_show) is not None:
            self.notice_answered.emit((*notice.deeds, *notice.more)[number][1])
        elif deed is not None and self._updates is not None:
            self._updates.do(deed)
        else:
            self.page_wanted.emit()
