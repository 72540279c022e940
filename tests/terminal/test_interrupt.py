"""Ctrl-C at once after the start, while the program is still being imported."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process there")

# Sends itself SIGINT at the moment a module is looked for: as if somebody had waited for exactly that.
PROBE = """
import os, signal, sys

class Finger:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finger())
from {entry} import main
sys.exit(main({words!r}))
"""
ADMIN, APP = "advisor_app.terminal.admin", "advisor_app.__main__"


def interrupted_at(entry: str, module: str, words: list[str], *, ignored: bool = False):
    """Run a program that is interrupted when it imports a module; `ignored`: as in the background."""
    probe = PROBE.format(entry=entry, module=module, words=words)
    # Whoever runs the tests in the background of a shell hands down a deaf ear for Ctrl-C.
    hearing = "signal.SIG_IGN" if ignored else "signal.default_int_handler"
    command = [sys.executable, "-c", f"import signal; signal.signal(signal.SIGINT, {hearing})\n{probe}"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("entry", "module", "words", "told"),
    [
        (ADMIN, "advisor_app.terminal.admin_commands", ["validate"], "advisor-admin: interrupted\n"),
        (ADMIN, "typer", ["validate"], "advisor-admin: interrupted\n"),
        (ADMIN, "pydantic", ["--help"], "advisor-admin: interrupted\n"),
        (ADMIN, "advisor_app.workspace", ["build"], "advisor-admin: interrupted\n"),
        (ADMIN, "advisor_app.publishing.importers.ics", ["import", "ics", "x.ics"], "advisor-admin: interrupted\n"),
        (APP, "advisor_app.terminal.app", ["search"], "advisor-app: interrupted\n"),
        (APP, "rich.console", ["search", "ki"], "advisor-app: interrupted\n"),
        (APP, "numpy", ["status"], "advisor-app: interrupted\n"),
    ],
)
def test_it_ends_with_one_line_and_status_130(entry, module, words, told):
    done = interrupted_at(entry, module, words)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", told)


@pytest.mark.parametrize(("entry", "module"), [(ADMIN, "typer"), (APP, "typer")])
def test_what_runs_in_the_background_stays_deaf_to_it(entry, module):
    done = interrupted_at(entry, module, ["--version"], ignored=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("beratungskoffer")


def test_the_usual_interrupt_is_back_when_the_commands_run(capsys):
    from advisor_app.terminal.interrupt import start

    seen = []

    def run(_arguments):
        seen.append(signal.getsignal(signal.SIGINT))
        raise KeyboardInterrupt

    usual = signal.getsignal(signal.SIGINT)
    assert start("advisor-app", lambda: run, []) == 130
    assert seen == [usual]
    assert capsys.readouterr().err == "advisor-app: interrupted\n"


def test_the_entry_points_are_imported_in_a_moment():
    code = f"import sys, {ADMIN}, {APP}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    own = {name for name in done.stdout.split() if name.startswith("advisor_app")}
    assert own == {"advisor_app", "advisor_app.terminal", "advisor_app.terminal.interrupt", ADMIN, APP}
    assert {"typer", "rich", "pydantic", "asyncio", "typing_extensions"}.isdisjoint(done.stdout.split())
