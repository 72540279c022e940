"""Pages outside: opened in the browser or mail program, and only with schemes that cannot do harm."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

ALLOWED = frozenset({"http", "https", "mailto", "tel"})


def is_allowed(address: str) -> bool:
    """Tell whether an address may be opened outside."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    return url.isValid() and url.scheme() in ALLOWED


def open_outside(address: str) -> bool:
    """Open an address outside; return whether that was allowed and worked."""
    return is_allowed(address) and QDesktopServices.openUrl(QUrl(address))
