"""Profiles written into files."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from advisor_app.consultation.saving import save_profile
from advisor_app.content.profile_file import load_profile
from advisor_app.domain.profile import FactValue, Known, Profile
from advisor_app.errors import NotSaved, UsageFault
from tests.profiles import profiles

MUSTER = Profile(facts={"company.headcount": FactValue(possible=Known(38))}, title="Muster")


def test_what_was_saved_is_read_again(tmp_path):
    file = tmp_path / "betrieb.yaml"
    save_profile(file, MUSTER)
    assert load_profile(file) == MUSTER
    assert [one.name for one in tmp_path.iterdir()] == ["betrieb.yaml"]


def test_a_file_that_is_there_is_replaced_only_when_asked(tmp_path):
    file = tmp_path / "betrieb.yaml"
    file.write_text("mein", encoding="utf-8")
    with pytest.raises(UsageFault):
        save_profile(file, MUSTER)
    assert file.read_text(encoding="utf-8") == "mein"
    save_profile(file, MUSTER, over=True)
    assert load_profile(file) == MUSTER


@pytest.mark.parametrize("place", ["none/x.yaml", "a\0b.yaml"])
def test_where_nothing_can_be_written_that_is_told(tmp_path, place):
    with pytest.raises(NotSaved):
        save_profile(Path(f"{tmp_path}/{place}"), MUSTER)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_protected_is_left_alone(tmp_path):
    file = tmp_path / "betrieb.yaml"
    file.write_text("mein", encoding="utf-8")
    file.chmod(0o444)
    with pytest.raises(NotSaved):
        save_profile(file, MUSTER, over=True)
    assert file.read_text(encoding="utf-8") == "mein"
    file.chmod(0o644)


def test_a_folder_is_never_replaced(tmp_path):
    folder = tmp_path / "betrieb.yaml"
    folder.mkdir()
    with pytest.raises(NotSaved):
        save_profile(folder, MUSTER, over=True)
    assert [one.name for one in tmp_path.iterdir()] == ["betrieb.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes of files")
def test_a_private_file_is_for_its_owner_alone(tmp_path):
    before = os.umask(0o022)
    try:
        save_profile(tmp_path / "own.yaml", MUSTER, private=True)
        save_profile(tmp_path / "shared.yaml", MUSTER)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "own.yaml").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "shared.yaml").stat().st_mode) == 0o644


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(profile=profiles())
def test_any_profile_that_is_written_is_written_whole(tmp_path, profile):
    file = tmp_path / "any.yaml"
    save_profile(file, profile, over=True)
    assert isinstance(load_profile(file), Profile)
