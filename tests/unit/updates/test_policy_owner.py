"""An administrator's file is one only if nobody else can have written it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from advisor_app.errors import PolicyUnreadable
from advisor_app.updates import policy
from advisor_app.updates.policy import load_policy
from advisor_app.updates.policy_owner import foreign_on_posix, foreign_on_windows, refuse_foreign

FILE = Path("/etc/beratungskoffer/policy.ini")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="rights as POSIX knows them")


@pytest.mark.parametrize(
    ("owner", "mode", "says"),
    [
        (0, 0o100644, None),
        (0, 0o100600, None),
        (0, 0o40755, None),
        (1000, 0o100644, "user 1000"),
        (0, 0o100664, "by others"),
        (0, 0o100646, "by others"),
        (0, 0o41777, "by others"),
    ],
)
def test_only_root_may_own_and_write(owner, mode, says):
    fault = foreign_on_posix(FILE, owner=owner, mode=mode)
    assert (fault is None) == (says is None)
    if fault is not None and says is not None:
        assert says in fault[0]
        assert str(FILE) in fault[1]


@pytest.mark.parametrize(
    ("owner", "fine"),
    [
        ("S-1-5-32-544", True),
        ("S-1-5-18", True),
        ("S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464", True),
        ("S-1-5-32-545", False),
        ("S-1-5-21-1004336348-1177238915-682003330-512", False),
        ("S-1-5-32-5440", False),
        ("", False),
    ],
)
def test_on_windows_an_administrator_owns(owner, fine):
    fault = foreign_on_windows(Path("C:/ProgramData/Beratungskoffer/policy.ini"), owner=owner)
    assert (fault is None) == fine
    if fault is not None:
        assert "icacls" in fault[1]


@pytest.fixture
def admin_place(tmp_path, monkeypatch) -> Path:
    """A place that counts as the system's."""
    file: Path = tmp_path / "beratungskoffer" / "policy.ini"
    file.parent.mkdir(mode=0o755)
    file.write_text("[updates]\ncheck = off\n")
    file.chmod(0o644)
    monkeypatch.setattr(policy, "admin_policy_files", lambda: (file,))
    return file


def mine(file: Path) -> bool:
    """Tell whether the tests run as root, whose files pass."""
    return file.stat().st_uid == 0


@POSIX
def test_a_file_that_everybody_may_write_is_told_and_not_followed(admin_place, tmp_path):
    admin_place.chmod(0o666)
    with pytest.raises(PolicyUnreadable) as caught:
        load_policy(tmp_path / "settings.ini")
    assert caught.value.details["file"] == admin_place
    assert str(caught.value.details["remedy"]).startswith("chmod" if mine(admin_place) else "chown")


@POSIX
def test_so_is_one_in_a_folder_that_everybody_may_write(admin_place, tmp_path):
    admin_place.parent.chmod(0o777)
    with pytest.raises(PolicyUnreadable):
        load_policy(tmp_path / "settings.ini")


@POSIX
def test_roots_own_file_is_followed_and_anybody_elses_told(admin_place, tmp_path):
    if mine(admin_place):
        assert not load_policy(tmp_path / "settings.ini").check
        os.chown(admin_place, 12345, -1)
    with pytest.raises(PolicyUnreadable) as caught:
        load_policy(tmp_path / "settings.ini")
    assert "belongs to user" in str(caught.value.details["place"])


@POSIX
def test_a_link_is_judged_by_what_it_leads_to(admin_place, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    elsewhere.chmod(0o777)
    admin_place.rename(elsewhere / "policy.ini")
    admin_place.symlink_to(elsewhere / "policy.ini")
    with pytest.raises(PolicyUnreadable):
        refuse_foreign(admin_place)


def test_a_file_that_is_gone_is_told(tmp_path):
    with pytest.raises(PolicyUnreadable):
        refuse_foreign(tmp_path / "none.ini")
