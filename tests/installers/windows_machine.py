"""A Windows to try installers on: wine with a folder of its own and a virtual screen."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from advisor_app.publishing.installers.wine import Wine, windows_path

SCREEN = (1440, 900)
LIMIT_S = 240.0
# Values of the registry as `reg query` prints them.
_VALUE = re.compile(r"^ {4}(?P<name>.+?) {4}(?P<kind>REG_\w+) {4}(?P<data>.*?)\r?$", re.MULTILINE)
# Header of a picture as the X server writes it; bytes per line, colours in the map and size stand at these places.
_HEADER = struct.Struct(">25I")
_WIDTH, _HEIGHT, _PER_LINE, _COLOURS = 4, 5, 12, 19
_COLOUR_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A program that has ended: its status and what it printed to standard output."""

    status: int
    printed: bytes

    @property
    def text(self) -> str:
        """Return what it printed."""
        return self.printed.decode("utf-8").replace("\r\n", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowsMachine:
    """A Windows: programs run, drive C and the registry can be looked at, the screen can be pictured."""

    wine: Wine
    screen: Path

    @property
    def home(self) -> Path:
        """Return the user's folder."""
        (home,) = (path for path in (self.wine.drive / "users").iterdir() if path.name != "Public")
        return home

    @property
    def local(self) -> Path:
        """Return %LOCALAPPDATA%."""
        return self.home / "AppData" / "Local"

    @property
    def start_menu(self) -> Path:
        """Return the user's part of the Start menu."""
        return self.home / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs"

    @property
    def common(self) -> Path:
        """Return %PROGRAMDATA%."""
        return self.wine.drive / "ProgramData"

    @property
    def program_files(self) -> Path:
        """Return the folder of programs for all users."""
        return self.wine.drive / "Program Files"

    def run(self, program: Path | str, *words: str, limit_s: float = LIMIT_S) -> Ended:
        """Run a program to its end, its output in a pipe."""
        with self.start(program, *words) as process:
            try:
                printed, _ = process.communicate(timeout=limit_s)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return Ended(status=process.returncode, printed=printed)

    def start(self, program: Path | str, *words: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a program."""
        return subprocess.Popen(
            [self.wine.loader, str(program), *words],
            env={**self.wine.environment, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def registry(self, key: str) -> dict[str, str]:
        """Return the values of a key; nothing if there is no such key."""
        printed = self.run("reg", "query", key).printed.decode("utf-8", errors="replace")
        return {found["name"]: found["data"] for found in _VALUE.finditer(printed)}

    def picture(self) -> QImage:
        """Return what is on the screen."""
        data = self.screen.read_bytes()
        header = _HEADER.unpack_from(data)
        start = header[0] + header[_COLOURS] * _COLOUR_BYTES
        pixels = data[start : start + header[_PER_LINE] * header[_HEIGHT]]
        image = QImage(pixels, header[_WIDTH], header[_HEIGHT], header[_PER_LINE], QImage.Format.Format_RGB32)
        return image.copy()

    def path(self, file: Path) -> str:
        """Return how Windows calls a file."""
        return windows_path(file)


@contextmanager
def windows_machine(folder: Path, gaps: Path) -> Iterator[WindowsMachine]:
    """Lend a fresh Windows with a screen.

    Args:
        folder: where it lies.
        gaps: `wine_gaps.c`.
    """
    with _virtual_screen(folder) as (display, screen):
        wine = Wine.find(folder / "wine", log=folder / "wine.log", display=display)
        wine.boot(gaps, log=folder / "wine.log")
        # Wine's desktop starts with the first window and would inherit the pipe of whoever opens that.
        desktop = subprocess.Popen(
            [wine.loader, "notepad"],
            env=wine.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            machine = WindowsMachine(wine=wine, screen=screen)
            wait_until(lambda: machine.run("cmd", "/c", "ver").status == 0)
            time.sleep(5)
            yield machine
        finally:
            wine.end()
            desktop.wait(timeout=60)


def wait_until(there: Callable[[], bool], *, limit_s: float = 90.0) -> None:
    """Wait until something is so.

    Raises:
        TimeoutError: it did not become so.
    """
    until = time.monotonic() + limit_s
    while not there():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.25)


@contextmanager
def _virtual_screen(folder: Path) -> Iterator[tuple[str, Path]]:
    reading, writing = os.pipe()
    width, height = SCREEN
    server = subprocess.Popen(
        [
            *("Xvfb", "-displayfd", str(writing), "-fbdir", str(folder), "-nolisten", "tcp"),
            *("-screen", "0", f"{width}x{height}x24"),
        ],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        yield f":{number}", folder / "Xvfb_screen0"
    finally:
        server.terminate()
        server.wait(timeout=30)
