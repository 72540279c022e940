"""A folder that holds the tree of an endpoint: on a stick, on a share, on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from advisor_app.errors import EnvironmentFault, InputUnreadable
from advisor_app.updates.model import Cancelled
from advisor_app.updates.transport.local import FIRST, LocalSource
from advisor_app.updates.transport.wire import never


class FolderSource(LocalSource):
    """Receives from a folder.

    Args:
        path: the folder.
        cancelled: asked while metadata is read.

    Raises:
        InputUnreadable: the folder holds no endpoint.
        EnvironmentFault: it cannot be read.
    """

    def __init__(self, path: Path, *, cancelled: Cancelled = never) -> None:
        super().__init__(path, cancelled=cancelled)
        with self._told(FIRST):
            if not (path / FIRST).is_file():
                raise InputUnreadable(
                    file=path, place=FIRST, remedy="this is not the folder of an endpoint; it lacks this file"
                )

    def close(self) -> None:
        """Do nothing: a folder is not held open."""

    @contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes]]:
        try:
            file = (self.path / name).open("rb")
        except (FileNotFoundError, NotADirectoryError) as exc:
            if not self.path.is_dir():
                raise
            raise self._missing(name) from exc
        with file:
            yield file

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as exc:
            raise EnvironmentFault(
                path=self.path / name,
                reason=exc.strerror or str(exc),
                remedy="check that the stick or the network drive is connected",
            ) from exc
