"""Reading whole endpoints, packs included: over the web as clients do, or wherever they can be published to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import urlsplit

from tuf.api.exceptions import DownloadError, DownloadHTTPError

from advisor_app.errors import ServerUnreachable
from advisor_app.publishing.destination import open_destination
from advisor_app.publishing.upkeep import Readable
from advisor_app.updates.format import METADATA
from advisor_app.updates.transport.faults import FetchFault
from advisor_app.updates.transport.source import Source, open_source

# More than any pack of ours; a server that sends without end must not fill the memory.
_MAX_BYTES = 250_000_000


class WebTree:
    """An endpoint on the web with all its files.

    Args:
        source: the address, opened.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._base = source.metadata_url.removesuffix(METADATA)
        self.label = source.label

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, None if it is not there.

        Raises:
            TransportFault: the endpoint cannot be reached.
        """
        try:
            return self._source.fetcher.download_bytes(self._base + path, _MAX_BYTES)
        except DownloadHTTPError as exc:
            # Some object stores refuse what is not there.
            if exc.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN):
                return None
            raise ServerUnreachable(where=self.label, reason=f"status {exc.status_code}") from exc
        except FetchFault as exc:
            raise exc.fault from exc
        except DownloadError as exc:
            raise ServerUnreachable(where=self.label, reason=str(exc)) from exc


@contextmanager
def open_tree(where: str) -> Iterator[Readable]:
    """Open an endpoint for reading everything in it.

    Args:
        where: a web address, a bundle (`.kbz`), or any place that can be published to.

    Raises:
        UsageFault: it is of no known kind.
        TransportFault: it cannot be reached.
        InputUnreadable: the bundle cannot be read.
    """
    if urlsplit(where).scheme in ("http", "https") or where.endswith(".kbz"):
        with open_source(where) as source:
            yield WebTree(source)
    else:
        with open_destination(where) as destination:
            yield destination
