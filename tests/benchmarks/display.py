"""A virtual X11 display, and a look at it from outside: is there a window yet, and has anything been painted on it?"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_IS_VIEWABLE = 2
_Z_PIXMAP = 2
_ALL_PLANES = (1 << 64) - 1
_MIN_WIDTH, _MIN_HEIGHT = 300, 200
# So many lines of a window are looked at: enough for any window that is more than its background.
_LINES = 12


class NoDisplay(Exception):
    """There is neither Xvfb nor a display."""


@contextmanager
def virtual_display() -> Iterator[str]:
    """Lend the name of a display: an own Xvfb, or the one of the session where Xvfb is not installed.

    Raises:
        NoDisplay: there is neither.
    """
    program = shutil.which("Xvfb")
    if program is None:
        if not os.environ.get("DISPLAY"):
            raise NoDisplay
        yield os.environ["DISPLAY"]
        return
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise NoDisplay
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


class _Attributes(ctypes.Structure):
    """XWindowAttributes of Xlib."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "border_width", "depth")),
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("window_class", "bit_gravity", "win_gravity", "backing_store")),
        *((name, ctypes.c_ulong) for name in ("backing_planes", "backing_pixel")),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("map_installed", "map_state")),
        *((name, ctypes.c_long) for name in ("all_event_masks", "your_event_mask", "do_not_propagate_mask")),
        ("override_redirect", ctypes.c_int),
        ("screen", ctypes.c_void_p),
    )


class _Image(ctypes.Structure):
    """The beginning of Xlib's XImage."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("width", "height", "xoffset", "format")),
        ("data", ctypes.c_void_p),
        *((name, ctypes.c_int) for name in ("byte_order", "bitmap_unit", "bitmap_bit_order", "bitmap_pad", "depth")),
        *((name, ctypes.c_int) for name in ("bytes_per_line", "bits_per_pixel")),
    )


class Watcher:
    """Looks at the windows of a display through Xlib. The same look serves every program, whatever draws its windows.

    Args:
        display: its name.

    Raises:
        NoDisplay: Xlib or the display is not there.
    """

    def __init__(self, display: str) -> None:
        name = ctypes.util.find_library("X11")
        if name is None:
            raise NoDisplay
        self._x: Any = ctypes.CDLL(name)
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XGetImage.restype = ctypes.POINTER(_Image)
        # A window may vanish between two calls; Xlib's own handler would end the process then.
        self._quiet = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda _display, _event: 0)
        self._x.XSetErrorHandler(self._quiet)
        opened = self._x.XOpenDisplay(display.encode())
        if not opened:
            raise NoDisplay
        self._display = ctypes.c_void_p(opened)
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))

    def close(self) -> None:
        """Leave the display."""
        self._x.XCloseDisplay(self._display)

    def window_stands(self) -> bool:
        """Tell whether a window of a useful size is mapped."""
        return bool(self._windows())

    def window_is_painted(self) -> bool:
        """Tell whether a window of a useful size is mapped and more than one colour of it is on the screen."""
        return any(self._is_painted(window, found) for window, found in self._windows().items())

    def sizes(self) -> list[tuple[int, int]]:
        """Return width and height of every window of a useful size."""
        return [(found.width, found.height) for found in self._windows().values()]

    def _windows(self) -> dict[int, _Attributes]:
        root, parent = ctypes.c_ulong(), ctypes.c_ulong()
        children, count = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        self._x.XQueryTree(
            self._display,
            self._root,
            ctypes.byref(root),
            ctypes.byref(parent),
            ctypes.byref(children),
            ctypes.byref(count),
        )
        try:
            seen = {children[number]: self._attributes(children[number]) for number in range(count.value)}
        finally:
            if children:
                self._x.XFree(children)
        return {window: found for window, found in seen.items() if found is not None}

    def _attributes(self, window: int) -> _Attributes | None:
        """Return what is known of a window that is mapped and of a useful size, None of any other."""
        found = _Attributes()
        if not self._x.XGetWindowAttributes(self._display, ctypes.c_ulong(window), ctypes.byref(found)):
            return None
        large = found.width >= _MIN_WIDTH and found.height >= _MIN_HEIGHT
        return found if large and found.map_state == _IS_VIEWABLE else None

    def _is_painted(self, window: int, found: _Attributes) -> bool:
        colours: set[bytes] = set()
        for number in range(_LINES):
            line = self._line(window, found.width, (2 * number + 1) * found.height // (2 * _LINES))
            colours.update(line[at : at + 4] for at in range(0, len(line), 4))
            if len(colours) > 1:
                return True
        return False

    def _line(self, window: int, width: int, y: int) -> bytes:
        """Return the pixels of one line; nothing if the window is gone or partly off the screen."""
        image = self._x.XGetImage(
            self._display, ctypes.c_ulong(window), 0, y, ctypes.c_uint(width), ctypes.c_uint(1),
            ctypes.c_ulong(_ALL_PLANES), _Z_PIXMAP,
        )  # fmt: skip
        if not image:
            return b""
        pixels = ctypes.string_at(image.contents.data, image.contents.bytes_per_line)
        self._x.XDestroyImage(image)
        return pixels
