"""What the safe mode puts aside and brings back: nothing is lost on the way."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from advisor_app.desktop.instance import InstanceLock
from advisor_app.desktop.safe_mode import put_aside, put_back
from advisor_app.errors import Busy, EnvironmentFault

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
LATER = NOW.replace(minute=31)


@pytest.fixture
def settings(tmp_path):
    """Settings in a data folder."""
    file = tmp_path / "settings.ini"
    file.write_text("old", encoding="utf-8")
    return file


def test_what_came_meanwhile_is_put_aside_itself(settings, tmp_path):
    aside = put_aside(settings, tmp_path, NOW)
    assert aside is not None
    assert not settings.exists()
    settings.write_text("new", encoding="utf-8")
    since = put_back(aside, tmp_path, LATER)
    assert settings.read_text(encoding="utf-8") == "old"
    assert since is not None
    assert since.kept.read_text(encoding="utf-8") == "new"


def test_what_is_in_use_stays_where_it_is_if_there_is_nothing_to_bring_back(settings, tmp_path):
    aside = put_aside(settings, tmp_path, NOW)
    assert aside is not None
    aside.kept.unlink()
    settings.write_text("new", encoding="utf-8")
    with pytest.raises(EnvironmentFault):
        put_back(aside, tmp_path, LATER)
    assert settings.read_text(encoding="utf-8") == "new"


def test_while_a_window_is_open_nothing_is_moved(settings, tmp_path):
    aside = put_aside(settings, tmp_path, NOW)
    assert aside is not None
    lock = InstanceLock(tmp_path)
    assert lock.take()
    settings.write_text("new", encoding="utf-8")
    with pytest.raises(Busy):
        put_back(aside, tmp_path, LATER)
    with pytest.raises(Busy):
        put_aside(settings, tmp_path, NOW)
    lock.release()
    assert settings.read_text(encoding="utf-8") == "new"
    assert put_aside(tmp_path / "nothing", tmp_path, NOW) is None
