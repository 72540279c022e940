"""What the window remembers, in an INI file below the user's data. A damaged file never stops the start."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from advisor_app.desktop.theme import ZOOM_LEVELS, Appearance


class WindowSettings:
    """Appearance, zoom, geometry and pane widths; unreadable values fall back to the default.

    Args:
        file: where they are kept; its folder is made when something is first written.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._store = QSettings(str(file), QSettings.Format.IniFormat)
        if self._store.status() is not QSettings.Status.NoError:
            file.replace(file.with_suffix(".damaged.ini"))
            self._store = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def appearance(self) -> Appearance:
        """Return the chosen appearance."""
        value = str(self._store.value("look/appearance", ""))
        return Appearance(value) if value in set(Appearance) else Appearance.SYSTEM

    @appearance.setter
    def appearance(self, value: Appearance) -> None:
        self._store.setValue("look/appearance", value.value)

    @property
    def zoom(self) -> float:
        """Return the zoom as a factor."""
        try:
            value = float(str(self._store.value("look/zoom", "1")))
        except ValueError:
            return 1.0
        return value if ZOOM_LEVELS[0] <= value <= ZOOM_LEVELS[-1] else 1.0

    @zoom.setter
    def zoom(self, value: float) -> None:
        self._store.setValue("look/zoom", str(value))

    def blob(self, name: str) -> QByteArray:
        """Return a state that Qt wrote (geometry, splitter), empty if there is none."""
        value = self._store.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_blob(self, name: str, value: QByteArray) -> None:
        """Keep a state of Qt."""
        self._store.setValue(f"window/{name}", value)

    def save(self) -> None:
        """Write to disk now."""
        self._store.sync()
