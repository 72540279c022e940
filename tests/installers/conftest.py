"""Tests of finished installers; without `BERATUNGSKOFFER_INSTALLERS`, the folder of the artefacts, they are skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installers.programs import Program
from tests.unpacking import unpack_tar

VARIABLE = "BERATUNGSKOFFER_INSTALLERS"
HERE = Path(__file__).resolve().parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs finished installers where there are none; unpacking and installing takes its time."""
    skip = pytest.mark.skip(reason=f"{VARIABLE} names no folder of finished installers")
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.timeout(900))
            if not os.environ.get(VARIABLE):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Return the folder of the finished installers."""
    folder = Path(os.environ[VARIABLE])
    assert folder.is_dir(), f"{VARIABLE} names {folder}, which is no folder"
    return folder


@pytest.fixture(scope="session")
def program(artefacts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """Return the Linux program, unpacked from its portable archive."""
    archives = sorted(artefacts.glob("beratungskoffer-*-linux-x86_64.tar.xz"))
    if not archives:
        pytest.skip("there is no archive for Linux among the installers")
    folder = tmp_path_factory.mktemp("unpacked")
    unpack_tar(archives[-1], folder)
    (executable,) = folder.rglob("beratungskoffer/beratungskoffer")
    yield Program(folder=executable.parent, data=tmp_path_factory.mktemp("data"))
    shutil.rmtree(folder)
