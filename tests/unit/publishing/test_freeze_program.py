"""Trimming a frozen program and putting into it what it carries."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import numpy as np
import pytest
import Stemmer

from advisor_app.errors import Cancelled, EnvironmentFault, StepFailed
from advisor_app.publishing.installers.environment import frozen_environment
from advisor_app.publishing.installers.freeze import add_payload
from advisor_app.publishing.installers.lean_numpy import check_compilers
from advisor_app.publishing.installers.model import Order
from advisor_app.publishing.installers.trim import is_loadable, trim
from tests.stand_ins import stamp

needs_binutils = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("strip") is None, reason="Linux and binutils are needed"
)


@pytest.fixture
def order(tmp_path):
    resources, seed, checkout = (tmp_path / name for name in ("staged", "seed", "checkout"))
    for file in (resources / "icons" / "a.svg", seed / "current", checkout / "build" / "lock" / "installer.txt"):
        file.parent.mkdir(parents=True)
        file.write_text("x", encoding="utf-8")
    return Order(
        checkout=checkout,
        work=tmp_path / "work",
        out=tmp_path / "out",
        resources=resources,
        seed=seed,
        stamp=stamp(),
    )


@pytest.fixture
def program(tmp_path):
    folder = tmp_path / "program"
    (folder / "_internal").mkdir(parents=True)
    (folder / "beratungskoffer").write_bytes(b"\x7fELF...")
    return folder


def _trim(program, tmp_path, cancelled=lambda: False):
    trim(program, tmp_path / "work", logs=tmp_path / "logs", progress=lambda *_told: None, cancelled=cancelled)


@needs_binutils
def test_a_trimmed_module_is_smaller_and_does_the_same(program, tmp_path):
    module = program / "_internal" / f"Stemmer{EXTENSION_SUFFIXES[0]}"
    shutil.copy(Stemmer.__file__, module)
    before = module.stat().st_size
    _trim(program, tmp_path)
    assert module.stat().st_size < before
    code = "import Stemmer; print(Stemmer.__file__, Stemmer.Stemmer('german').stemWord('Förderungen'))"
    told = subprocess.run([sys.executable, "-c", code], cwd=module.parent, capture_output=True, text=True, check=True)
    assert told.stdout.split() == [str(module), "Forder"]


@needs_binutils
def test_a_library_that_strip_would_spoil_stays_as_it_is(program, tmp_path):
    """NumPy's wheel moves the segments of its libraries; what strip makes of them the loader refuses."""
    (library,) = (Path(np.__file__).parent.parent / "numpy.libs").glob("libgfortran*")
    copy = program / "_internal" / library.name
    shutil.copy(library, copy)
    _trim(program, tmp_path)
    assert is_loadable(copy.read_bytes())


def test_trimming_can_be_cancelled(program, tmp_path):
    (program / "_internal" / "a.so").write_bytes(b"\x7fELF")
    with pytest.raises(Cancelled):
        _trim(program, tmp_path, cancelled=lambda: True)


def test_the_payload_replaces_an_older_one_and_everybody_may_read_it(program, order):
    (program / "_internal" / "knowledge").mkdir()
    (program / "_internal" / "knowledge" / "old").write_text("old", encoding="utf-8")
    (program / "_internal" / "module.so").write_bytes(b"\x7fELF")
    (order.resources / "icons" / "a.svg").chmod(0o600)
    add_payload(program, order)
    files = {str(path.relative_to(program)): path.stat().st_mode & 0o777 for path in program.rglob("*.*")}
    assert [path.name for path in (program / "_internal" / "knowledge").iterdir()] == ["current"]
    assert files == {"_internal/module.so": 0o644, "_internal/resources/icons/a.svg": 0o644}
    assert (program / "beratungskoffer").stat().st_mode & 0o777 == 0o755
    assert (program / "_internal" / "resources").stat().st_mode & 0o777 == 0o755


def test_a_payload_that_cannot_be_read_is_a_fault_of_the_machine(program, order):
    shutil.rmtree(order.seed)
    with pytest.raises(EnvironmentFault):
        add_payload(program, order)


@needs_binutils
def test_a_missing_tool_is_told_with_the_package_that_brings_it(order, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StepFailed) as caught:
        frozen_environment(order, progress=lambda *_told: None, cancelled=lambda: False)
    assert "binutils" in str(caught.value.details["remedy"])


def test_a_missing_compiler_is_told_with_the_package_that_brings_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StepFailed) as caught:
        check_compilers(tmp_path / "log")
    assert {"gcc", "g++"} <= {*str(caught.value.details["remedy"]).split()}
