"""What the window remembers, in an INI file below the user's data. A damaged file never stops the start."""

from __future__ import annotations

import logging
import os
from configparser import Error, RawConfigParser
from pathlib import Path

from PySide6.QtCore import QByteArray

from advisor_app.desktop.theme import ZOOM_LEVELS, Appearance

_LOG = logging.getLogger(__name__)
_UNREADABLE = ".unlesbar.ini"


class WindowSettings:
    """Appearance, zoom, geometry, pane width, marks, sources of updates; what cannot be read falls back to the default.

    Args:
        file: where they are kept; its folder is made when they are first saved.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._values = RawConfigParser(strict=False)
        self._unreadable = False
        try:
            self._values.read_string(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            pass
        except (OSError, UnicodeDecodeError, Error):
            self._values = RawConfigParser(strict=False)
            self._unreadable = True

    def _get(self, section: str, key: str) -> str:
        return self._values.get(section, key, fallback="")

    def _set(self, section: str, key: str, value: str) -> None:
        if not self._values.has_section(section):
            self._values.add_section(section)
        self._values.set(section, key, value)

    @property
    def appearance(self) -> Appearance:
        """Return the chosen appearance."""
        value = self._get("look", "appearance")
        return Appearance(value) if value in set(Appearance) else Appearance.SYSTEM

    @appearance.setter
    def appearance(self, value: Appearance) -> None:
        self._set("look", "appearance", value.value)

    @property
    def zoom(self) -> float:
        """Return the zoom as a factor."""
        try:
            value = float(self._get("look", "zoom"))
        except ValueError:
            return 1.0
        return value if ZOOM_LEVELS[0] <= value <= ZOOM_LEVELS[-1] else 1.0

    @zoom.setter
    def zoom(self, value: float) -> None:
        self._set("look", "zoom", str(value))

    @property
    def geometry(self) -> QByteArray:
        """Return the window's place as Qt wrote it, empty if there is none."""
        return QByteArray.fromHex(QByteArray(self._get("window", "geometry").encode()))

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._set("window", "geometry", bytes(value.toHex().data()).decode())

    @property
    def hits_width(self) -> int:
        """Return the width of the hits in pixels, 0 if it was never changed."""
        value = self._get("window", "hits_width")
        return min(int(value), 4000) if value.isdecimal() else 0

    @hits_width.setter
    def hits_width(self, value: int) -> None:
        self._set("window", "hits_width", str(value))

    @property
    def app_later(self) -> str:
        """Return the version of the program that was put off, "" for none."""
        return self._get("app", "later")

    @app_later.setter
    def app_later(self, value: str) -> None:
        self._set("app", "later", value)

    @property
    def marks(self) -> tuple[str, ...]:
        """Return the ids of what the reader marked, in their order."""
        return tuple(self._get("marks", "ids").split())

    @marks.setter
    def marks(self, ids: tuple[str, ...]) -> None:
        self._set("marks", "ids", " ".join(ids))

    def choose_update(self, key: str, value: str) -> None:
        """Set where updates come from or when they are looked for; `updates.policy` reads it from the file."""
        from advisor_app.updates.policy import SECTION  # noqa: PLC0415 - not before the first paint

        self._set(SECTION, key, value)

    def forget_update(self, key: str) -> None:
        """Leave a setting of the updates to the house that proposes one, or to the default."""
        from advisor_app.updates.policy import SECTION  # noqa: PLC0415 - not before the first paint

        if self._values.has_section(SECTION):
            self._values.remove_option(SECTION, key)

    def save(self) -> None:
        """Write to disk, whole or not at all; a folder that cannot be written to is only noted.

        Nobody else may read it where the system knows such rights: the address of a proxy may hold a password.
        """
        beside = self.file.with_suffix(".new")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            # What a crash left has the rights it was made with.
            beside.unlink(missing_ok=True)
            with open(beside, "x", encoding="utf-8", opener=_private) as stream:
                self._values.write(stream)
            if self._unreadable and self.file.is_file():
                # Somebody may still mend it.
                self.file.replace(self.file.with_suffix(_UNREADABLE))
            beside.replace(self.file)
            self._unreadable = False
        except OSError as exc:
            _LOG.warning("settings were not saved: %s", exc)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
