"""Brings a window to the front, as far as the desktop allows that."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

# Longer ones are none: a token is a word of the desktop's.
_LONGEST_TOKEN = 1000


def bring_to_front(window: QWidget, token: str = "") -> None:
    """Show a window above all others and give it the keyboard; where that is refused, it asks for attention.

    Args:
        window: which one.
        token: what the desktop gave to whoever asked for it, "" for nothing.
    """
    if token and len(token) <= _LONGEST_TOKEN and token.isprintable():
        # Qt takes it from here when it asks Wayland.
        os.environ["XDG_ACTIVATION_TOKEN"] = token
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    if not window.isActiveWindow():
        QApplication.alert(window)
