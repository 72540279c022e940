"""What the reader marked, to come back to: shown in the hall one after the other, compared, handed on."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from advisor_app.desktop.settings import WindowSettings


class Marks(QObject):
    """The ids of marked items, in the order in which they were marked.

    Args:
        settings: where they are kept; saved at every change, a crash loses none.

    Signals: `changed`.
    """

    changed = Signal()

    def __init__(self, settings: WindowSettings, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._ids = dict.fromkeys(settings.marks)

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the marked ids."""
        return tuple(self._ids)

    def __contains__(self, item_id: str) -> bool:
        return item_id in self._ids

    def toggle(self, item_id: str) -> bool:
        """Mark an item, or take its mark away; return whether it is marked now."""
        if item_id in self._ids:
            self.remove((item_id,))
            return False
        self.add((item_id,))
        return True

    def add(self, ids: Iterable[str]) -> None:
        """Mark items; those that are marked keep their place."""
        self._keep((*self._ids, *ids))

    def remove(self, ids: Iterable[str]) -> None:
        """Take marks away."""
        gone = set(ids)
        self._keep(kept for kept in self._ids if kept not in gone)

    def words(self, *, marked: bool) -> str:
        """Return in words what was just done to an item."""
        return f"Gemerkt. Auf der Merkliste: {len(self._ids)}" if marked else "Nicht mehr gemerkt"

    def replace(self, ids: Iterable[str]) -> None:
        """Mark these and no others, as before something that is undone."""
        self._keep(ids)

    def _keep(self, ids: Iterable[str]) -> None:
        wanted = dict.fromkeys(ids)
        if list(wanted) != list(self._ids):
            self._ids = wanted
            self._settings.marks = self.ids
            self._settings.save()
            self.changed.emit()
