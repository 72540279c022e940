"""Fixtures that every room's tests may use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from advisor_app.content.geodata import Geodata
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.publishing.build import build_knowledge
from advisor_app.workspace import Library, Workspace

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 23)


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
