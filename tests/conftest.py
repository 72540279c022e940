"""Fixtures that every room's tests may use."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from advisor_app.content.geodata import Geodata
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.publishing.build import build_knowledge
from advisor_app.workspace import Library, Workspace
from tests.memory import memory_with_room
from tests.side_by_side import is_of_a_window

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 23)
# All tests of a run together leave a tenth of it.
AMPLE_BYTES = 4_000_000_000


# Of a property that names no number of its own; `dev.py test --all` tries as many as Hypothesis would.
USUAL_EXAMPLES = 50
# Rooms with the files that take longest: begun first, so that no worker is left with one while the others are done.
LONGEST = ("tests/faults/", "tests/integration/", "tests/terminal/", "tests/unit/updates/", "tests/unit/publishing/")


def pytest_configure(config: pytest.Config) -> None:
    """Keep what tests write in memory; whoever sets the variable decides otherwise."""
    # Parallel runs would otherwise begin with the files that have most tests, and end with those that take longest.
    config.option.loadscopereorder = False
    memory = memory_with_room(AMPLE_BYTES)
    if memory is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))
    if not os.environ.get("BERATUNGSKOFFER_ALL_FAULTS"):
        settings.register_profile("usual", max_examples=USUAL_EXAMPLES)
        settings.load_profile("usual")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the tests of the window where `dev.py test` runs them in real windows next."""
    return True if os.environ.get("BERATUNGSKOFFER_WINDOWS_NEXT") and is_of_a_window(collection_path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the rooms that take longest first; within a room the order stays."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Spare the collector of garbage the thousands of tests, which stay to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def today() -> date:
    """Return the day that tests pretend it is."""
    return TODAY


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def geodata() -> Geodata:
    """Return the bundled tables of districts, municipalities and WZ codes."""
    return Geodata.load(ROOT / "resources" / "geodata")


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory, geodata: Geodata) -> Path:
    """Return a data directory with the real content built into it."""
    directory = tmp_path_factory.mktemp("data")
    build_knowledge(ROOT / "kb", geodata, KnowledgeStore(directory / "knowledge"), today=TODAY)
    return directory


@pytest.fixture(scope="session")
def library(data_dir: Path) -> Iterator[Library]:
    """Return the real content, opened for reading and searching."""
    with Workspace.locate(data_dir).open_library(today=TODAY) as opened:
        yield opened
