"""Where the open window hears of a second start, and how that one rings. Imported after the first paint only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from advisor_app.desktop.request import LIMIT, VERSION, Request

# Who comes to the door and says nothing is sent away after this.
_PATIENCE_MS = 5000
_CONNECT_MS = 500


class Answer(StrEnum):
    """What became of ringing."""

    TAKEN = "taken"
    NOBODY = "nobody"  # no window listens
    SILENT = "silent"  # one does, but it did not answer


class Doorbell(QObject):
    """Hears of second starts.

    Signals: `rung` (Request).
    """

    rung = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self.admit)

    def listen(self, addresses: Sequence[str]) -> str:
        """Listen at the first address that can be used and return it, "" if none can.

        What lies there is left from a window that is gone: whoever listens holds the lock.
        """
        for address in addresses:
            QLocalServer.removeServer(address)
            if self._server.listen(address):
                return address
        return ""

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    @Slot()
    def admit(self) -> None:
        """Let everybody in who is at the door."""
        while (socket := self._server.nextPendingConnection()) is not None:
            visitor = _Visitor(socket, self)
            visitor.asked.connect(self.rung)


class _Visitor(QObject):
    """One second start at the door.

    Signals: `asked` (Request).
    """

    asked = Signal(object)

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self._said = b""
        socket.setParent(self)
        socket.setReadBufferSize(LIMIT)
        socket.readyRead.connect(self.hear)
        socket.disconnected.connect(self.deleteLater)
        QTimer.singleShot(_PATIENCE_MS, self, self.send_away)
        if socket.bytesAvailable():
            self.hear()

    @Slot()
    def hear(self) -> None:
        """Listen until the line is complete, then pass the request on and answer."""
        self._said += bytes(self._socket.readAll().data())
        line, end, _ = self._said.partition(b"\n")
        if not end and len(self._said) < LIMIT:
            return
        request = Request.decode(line) if end else None
        if request is not None:
            self.asked.emit(request)
        self._socket.write(_answer(taken=request is not None))
        self._socket.flush()
        self._socket.disconnectFromServer()

    @Slot()
    def send_away(self) -> None:
        """End a visit that leads to nothing."""
        self._socket.abort()
        self.deleteLater()


def ring(addresses: Sequence[str], request: Request, *, patience_ms: int) -> Answer:
    """Ask the window that is open; it blocks until there is an answer.

    Args:
        addresses: where it may listen.
        request: what to ask.
        patience_ms: how long to wait for the answer.
    """
    for address in addresses:
        socket = QLocalSocket()
        socket.connectToServer(address)
        if socket.waitForConnected(_CONNECT_MS):
            taken = _ask(socket, request, patience_ms)
            socket.abort()
            return Answer.TAKEN if taken else Answer.SILENT
    return Answer.NOBODY


def _ask(socket: QLocalSocket, request: Request, patience_ms: int) -> bool:
    clock = QElapsedTimer()
    clock.start()
    socket.write(request.encode())
    said = b""
    while b"\n" not in said and len(said) < LIMIT:
        left = patience_ms - clock.elapsed()
        if left <= 0 or (not socket.bytesAvailable() and not socket.waitForReadyRead(int(left))):
            break
        said += bytes(socket.readAll().data())
    try:
        answer = json.loads(said)
    except (ValueError, RecursionError):
        return False
    return isinstance(answer, dict) and answer.get("taken") is True


def _answer(*, taken: bool) -> bytes:
    return json.dumps({"version": VERSION, "taken": taken}).encode("ascii") + b"\n"
