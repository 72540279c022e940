"""What several tests of publishing start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor_app.publishing.installers.model import Order
from tests.installers.windows_setups import order_of, small_program


@pytest.fixture
def windows_program(tmp_path: Path) -> Path:
    """Return a small program for Windows."""
    return small_program(tmp_path)


@pytest.fixture
def windows_order(root: Path, tmp_path: Path) -> Order:
    """Return an order of a version whose folder for installers is there already."""
    order = order_of(root, tmp_path / "order", "1.2.3")
    order.out.mkdir(parents=True)
    return order
