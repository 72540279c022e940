"""What the window has once it is known how updates stand: all parts of receiving, and the wiring between them.

Made after the first paint: nothing of it is needed before.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from advisor_app.desktop.app_room import AppRoom
from advisor_app.desktop.clock import Clock
from advisor_app.desktop.jobs import JobRunner
from advisor_app.desktop.network import NetworkState
from advisor_app.desktop.receiving import Receiving
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.update_room import UpdateRoom

if TYPE_CHECKING:
    from advisor_app.desktop.main_window import MainWindow
    from advisor_app.desktop.page_stack import PageStack
    from advisor_app.updates.desk import UpdateDesk

NETWORK_MS = 2000


class Reception(QObject):
    """Receives updates for a window.

    Args:
        window: what is shown, said and asked in it.
        pages: its pages.
        desk: what is known about updates.
        runner: runs jobs.
        settings: what is remembered.
        today: the day that deadlines are held against.
        clock: the time now, aware, in the user's zone.

    `room` joins updates with those who show them.
    """

    def __init__(
        self, *, window: MainWindow, pages: PageStack, desk: UpdateDesk, runner: JobRunner, settings: WindowSettings,
        today: date, clock: Clock,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._settings = settings
        self._receiving = Receiving(desk=desk, runner=runner, settings_file=settings.file, clock=clock, parent=window)
        self._apps = AppRoom(receiving=self._receiving, runner=runner, settings=settings, parent=window)
        self.room = UpdateRoom(receiving=self._receiving, apps=self._apps, runner=runner, toast=window.toast,
                               today=today, parent=window)  # fmt: skip
        self._wire(window, pages)

    def _wire(self, window: MainWindow, pages: PageStack) -> None:
        self._receiving.renewed.connect(window.keeper.open)
        self._apps.said.connect(window.toast.inform)
        self._apps.close_wanted.connect(window.close)
        self._apps.failed.connect(window.show_failure)
        room = self.room
        room.changed.connect(window.standing.show_updates)
        room.changed.connect(pages.show_updates)
        room.options_wanted.connect(window.show_options)
        room.back_wanted.connect(window.show_page_before)
        room.page_wanted.connect(window.show_freshness)
        room.failed.connect(window.show_failure)
        room.news_told.connect(pages.take_news)
        window.surface.dropped.connect(room.read_source)
        window.surface.setAcceptDrops(True)
        pages.update_setting_chosen.connect(self.choose_setting)
        pages.update_proposal_wanted.connect(self.follow_proposal)

    def start(self) -> None:
        """Ask how updates stand; the next check follows from that."""
        self._receiving.look()
        QTimer.singleShot(NETWORK_MS, self, self.watch_network)

    @Slot()
    def watch_network(self) -> None:
        """Let scheduled checks wait for a network; asking the system takes a moment the start does not have."""
        self._receiving.use_network(NetworkState(self.parent()))

    @Slot(str, str)
    def choose_setting(self, key: str, value: str) -> None:
        """Keep a setting of the updates and take it over at once."""
        self._settings.choose_update(key, value)
        self._take_over_settings()

    @Slot(str)
    def follow_proposal(self, key: str) -> None:
        """Let a setting of the updates follow the house again."""
        self._settings.forget_update(key)
        self._take_over_settings()

    def _take_over_settings(self) -> None:
        self._settings.save()
        self._receiving.reload_policy()
