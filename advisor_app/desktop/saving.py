"""Files on their way out: named, asked where to, written whole or not at all, or lent to another program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, QObject, QStandardPaths, Qt, QTemporaryDir, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from advisor_app.errors import DiskFull, EnvironmentFault, NotSaved

_NOT_IN_NAMES = frozenset('<>:"/\\|?*')
_LONGEST = 80


def file_name(title: str, suffix: str) -> str:
    """Return a name that every file system takes.

    Args:
        title: what the file is about.
        suffix: how the name ends, with its dot.
    """
    plain = "".join(" " if char in _NOT_IN_NAMES or not char.isprintable() else char for char in title)
    return " ".join(plain.split())[:_LONGEST].strip(" .") + suffix


def write_chosen(path: Path, data: bytes) -> None:
    """Write a file that the user chose, whole or not at all; meant for a worker.

    Raises:
        NotSaved: the folder takes nothing.
        DiskFull: there is no room.
    """
    from advisor_app.knowledge.disk import write_whole  # noqa: PLC0415 - not before it is wanted

    try:
        write_whole(path, data)
    except DiskFull:
        raise
    except EnvironmentFault as exc:
        raise NotSaved(path=path, reason=exc.details.get("reason", ""), remedy=exc.details.get("remedy", "")) from exc


class SaveDialogs(QObject):
    """Asks where to save, beginning where something was saved last.

    Args:
        host: the window or page before which it is asked.

    Signals: `chosen` (the file, in full).
    """

    chosen = Signal(str)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._folder = ""

    def ask(self, title: str, *, name: str, kind: str) -> None:
        """Ask where to save; a file that is there is replaced only if the user says so.

        Args:
            title: of the dialog.
            name: how the file would be called; its end is added where the user leaves it out.
            kind: what such files are called.
        """
        places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = self._folder or (places[0] if places else ".")
        suffix = Path(name).suffix
        dialog = QFileDialog(self._host, title, str(Path(folder) / name), f"{kind} (*{suffix})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix.removeprefix("."))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
        dialog.fileSelected.connect(self.tell_chosen)
        dialog.open()

    @Slot(str)
    def tell_chosen(self, file: str) -> None:
        """Remember the folder and pass the file on."""
        self._folder = str(Path(file).parent)
        self.chosen.emit(file)


class LentFiles:
    """A folder for files that other programs read. It is made when it is first wanted and goes with this object."""

    def __init__(self) -> None:
        self._folder: QTemporaryDir | None = None

    def place(self, name: str) -> Path:
        """Return where a file of this name may be written.

        Raises:
            NotSaved: there is no room for temporary files.
        """
        if self._folder is None:
            folder = QTemporaryDir(str(Path(QDir.tempPath()) / "beratungskoffer-XXXXXX"))
            if not folder.isValid():
                raise NotSaved(path=QDir.tempPath(), reason=folder.errorString(), remedy="")
            self._folder = folder
        return Path(self._folder.path()) / name

    def remove(self) -> None:
        """Remove what was lent."""
        if self._folder is not None:
            self._folder.remove()
            self._folder = None
