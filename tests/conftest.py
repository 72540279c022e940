"""Fixtures that every room's tests may use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def today() -> date:
    """Return the day that tests pretend it is."""
    return date(2026, 11, 23)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the checkout."""
    return ROOT
