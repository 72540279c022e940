"""The clipboard, where plain text is not enough."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QMimeData
from PySide6.QtGui import QGuiApplication

_COPIED = "copiedRich"


def copy_rich(text: str, html: str) -> None:
    """Copy something as a table or a text with a look, and as plain text for programs that know none.

    Args:
        text: for every program.
        html: for those that can show it.
    """
    data = QMimeData()
    data.setText(text)
    data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
    app = QCoreApplication.instance()
    if app is not None:
        if app.property(_COPIED) is None:
            app.aboutToQuit.connect(leave_plain)
        app.setProperty(_COPIED, text)


def leave_plain() -> None:
    """Leave of what was copied here its plain text only.

    What Qt still holds of ours when it ends is asked for after Python has ended, and the program crashes there.
    """
    app, clipboard = QCoreApplication.instance(), QGuiApplication.clipboard()
    # Who owns a clipboard is not told on every platform; somebody else's text is another one.
    if app is not None and clipboard.text() == app.property(_COPIED):
        clipboard.setText(clipboard.text())
