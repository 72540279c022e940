"""Faults on their way through TUF, and the one fault only the transport knows."""

from __future__ import annotations

from tuf.api.exceptions import DownloadError, DownloadHTTPError

from advisor_app.errors import AdvisorError, ServerRefused


class PackGone(ServerRefused):
    """A file of the endpoint is not there (404). Details: as `ServerRefused`, and `path`."""


class FetchFault(DownloadError):
    """Carries a fault of ours through TUF, which lets nothing but its own errors pass.

    Args:
        fault: what happened.
    """

    def __init__(self, fault: AdvisorError) -> None:
        super().__init__(str(fault))
        self.fault = fault


class HttpFault(FetchFault, DownloadHTTPError):
    """A file that is refused or missing: TUF asks for the next root until it meets a 403 or 404.

    Args:
        fault: what happened.
        status: the HTTP status, or its like for a file that is missing in a folder (404).
    """

    def __init__(self, fault: AdvisorError, status: int) -> None:
        DownloadHTTPError.__init__(self, str(fault), status)
        self.fault = fault
