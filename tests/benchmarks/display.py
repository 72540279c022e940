"""A virtual X11 display, and a look at it from outside: is there a window yet?"""

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
_MIN_WIDTH, _MIN_HEIGHT = 300, 200


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


class Watcher:
    """Looks at the windows of a display through Xlib.

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
            return any(self._useful(children[number]) for number in range(count.value))
        finally:
            if children:
                self._x.XFree(children)

    def _useful(self, window: int) -> bool:
        found = _Attributes()
        if not self._x.XGetWindowAttributes(self._display, ctypes.c_ulong(window), ctypes.byref(found)):
            return False
        large = found.width >= _MIN_WIDTH and found.height >= _MIN_HEIGHT
        return bool(large and found.map_state == _IS_VIEWABLE)
