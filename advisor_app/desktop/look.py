"""Changes how everything looks, and remembers it for the next time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Appearance, Theme


class LookKeeper(QObject):
    """Keeps theme and settings in step.

    Args:
        theme: the look.
        settings: what is remembered.
    """

    def __init__(self, *, theme: Theme, settings: WindowSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settings = settings
        theme.changed.connect(self.remember)

    @Slot(object)
    def choose_appearance(self, appearance: Appearance) -> None:
        """Show another appearance."""
        self._theme.choose(appearance)

    @Slot(float)
    def choose_zoom(self, zoom: float) -> None:
        """Show everything in another size."""
        self._theme.set_zoom(zoom)

    @Slot()
    def zoom_in(self) -> None:
        """Show everything larger."""
        self._theme.step_zoom(1)

    @Slot()
    def zoom_out(self) -> None:
        """Show everything smaller."""
        self._theme.step_zoom(-1)

    @Slot()
    def zoom_reset(self) -> None:
        """Show everything at 100 %."""
        self._theme.step_zoom(0)

    @Slot()
    def remember(self) -> None:
        """Keep appearance and zoom for the next time."""
        self._settings.appearance = self._theme.appearance
        self._settings.zoom = self._theme.zoom
