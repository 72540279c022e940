"""Makes Python itself quicker for a program with a window. Imported before the window's own modules; it acts at once.

PySide6 puts a function of its own in the place of Python's `import`. For every module that is imported from then on it
reads the source and looks whether PySide6 is named there, in case somebody asks for its `__feature__` switches. Nobody
does here; it costs 40 ms up to the first paint, keeps all source text in memory, and in a frozen program, which has no
source, it searches through all modules for every single one.
"""

from __future__ import annotations

import builtins
import gc
from importlib import import_module

# Values and widgets are freed when nothing names them any more. The collector, which looks for rings of them, need not
# look as often as it does by default, 700 new objects after the last time.
_NEW_OBJECTS = 20_000

gc.set_threshold(_NEW_OBJECTS)
import_module("PySide6.QtCore")  # puts its function in the place that is cleared now
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
