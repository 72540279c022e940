"""A file of the user's own is written over and stays what it was."""

from __future__ import annotations

import stat
import sys

import pytest

from advisor_app.errors import EnvironmentFault
from advisor_app.knowledge.disk import write_over


def test_one_that_is_protected_is_left_alone(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"mine")
    file.chmod(0o444)
    with pytest.raises(EnvironmentFault):
        write_over(file, b"new")
    assert file.read_bytes() == b"mine"
    assert not file.stat().st_mode & stat.S_IWUSR
    file.chmod(0o644)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there, modes are unknown")
def test_links_and_modes_stay(tmp_path):
    file, link = tmp_path / "a", tmp_path / "link"
    file.write_bytes(b"old")
    file.chmod(0o664)
    link.symlink_to(file.name)
    write_over(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o664
    write_over(link, b"newer", private=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a", "link"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_link_to_itself_is_told(tmp_path):
    link = tmp_path / "link"
    link.symlink_to(link)
    with pytest.raises(EnvironmentFault):
        write_over(link, b"new")
