"""The engines by name, imported only when asked for: the alternatives are installed for the benchmark alone."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.engines.base import Engine

OWN = "beratungskoffer"
_PLACES = {
    OWN: ("product", "Product", "whoosh", {}),
    "tantivy": ("tantivy_engine", "Tantivy", "tantivy", {}),
    "tantivy_unranked": ("tantivy_engine", "Tantivy", "tantivy", {"ranked": False}),
    "fts5": ("fts5", "Fts5", "sqlite3", {}),
    "whoosh": ("stock_whoosh", "StockWhoosh", "whoosh", {}),
}
NAMES = tuple(_PLACES)


def installed(name: str) -> bool:
    """Tell whether the library of an engine is there."""
    return find_spec(_PLACES[name][2]) is not None


def sources(name: str) -> list[Path]:
    """Return the files that decide how an engine builds its index."""
    folder = Path(__file__).parent
    return [folder / f"{_PLACES[name][0]}.py", folder / "words.py"]


def engine(name: str) -> Engine:
    """Return an engine by its name."""
    module, cls, _library, options = _PLACES[name]
    made: Engine = getattr(import_module(f"tests.benchmarks.engines.{module}"), cls)(**options)
    return made
