"""The import contracts of pyproject.toml hold, and what must stay cheap to import does."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("sqlalchemy", "whoosh", "numpy", "Stemmer", "pydantic", "markdown", "nh3", "yaml", "typer", "rich", "msgspec")
HEAVY_ON_THE_WIRE = ("tuf", "securesystemslib", "cryptography", "urllib3", "truststore", "zstandard")


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize(
    "statement",
    [
        "import advisor_app.workspace",
        "import advisor_app.search.model",
        "import advisor_app.__main__",
        "import advisor_app.domain",
        "import advisor_app.updates.model",
        "import advisor_app.updates.policy",
        "import advisor_app.updates.preset",
        "import advisor_app.updates.format",
    ],
)
def test_nothing_heavy_on_the_way_to_the_first_paint(statement):
    assert modules_after(statement) & {*HEAVY, *HEAVY_ON_THE_WIRE} == set()


def test_import_contracts_hold(root):
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
