"""The adviser of the real content."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor_app.consultation.findings import Adviser
from advisor_app.consultation.names import Names
from advisor_app.content.geodata import Geodata
from advisor_app.content.profile_file import read_profile
from advisor_app.domain.profile import Profile
from advisor_app.domain.programme import Programme
from advisor_app.search.library import Library
from tests.conftest import TODAY


@pytest.fixture(scope="session")
def programmes(library: Library) -> tuple[Programme, ...]:
    """Return the real programmes."""
    found = library.items([outline.id for outline in library.outlines().programmes])
    return tuple(item for item in found.values() if isinstance(item, Programme))


@pytest.fixture(scope="session")
def adviser(programmes: tuple[Programme, ...]) -> Adviser:
    """Return the adviser of the real programmes."""
    return Adviser.of(programmes, TODAY)


@pytest.fixture(scope="session")
def names(geodata: Geodata, library: Library, programmes: tuple[Programme, ...]) -> Names:
    """Return what codes are called."""
    return Names.of(geodata, library.vocabulary("themes"), {one.id: one.title for one in programmes})


@pytest.fixture(scope="session")
def gold(root: Path) -> dict[str, Profile]:
    """Return the gold profiles by name."""
    files = sorted((root / "kb" / "gold" / "profiles").glob("*.yaml"))
    found = {file.stem: read_profile(file.read_bytes(), file.name).profile for file in files}
    return {name: profile for name, profile in found.items() if profile is not None}
