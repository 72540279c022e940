"""The environment that programs are frozen in: clear where it cannot be made."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor_app.errors import StepFailed
from advisor_app.publishing.installers.environment import LOCK, frozen_environment
from advisor_app.publishing.installers.lean_numpy import BUILDER_LOCK
from advisor_app.publishing.installers.model import Order
from tests.stand_ins import stamp


def test_without_a_network_one_line_says_what_helps(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    places = {name: tmp_path / name for name in ("checkout", "work", "out", "resources", "seed")}
    order = Order(**places, stamp=stamp())
    for lock in (order.checkout / LOCK, order.checkout / BUILDER_LOCK):
        lock.parent.mkdir(parents=True)
        lock.write_text(f"beratungskoffer-nowhere==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    with pytest.raises(StepFailed) as caught:
        frozen_environment(order, progress=lambda *_told: None, cancelled=lambda: False)
    assert "PIP_INDEX_URL" in str(caught.value.details["remedy"])
    assert "beratungskoffer-nowhere" in Path(str(caught.value.details["log"])).read_text(encoding="utf-8")
