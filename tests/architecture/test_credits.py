"""Everything the product ships with is credited on the page "Über"."""

from __future__ import annotations

import tomllib

from advisor_app.desktop.pages.about import page

# Names on the page that differ from the package's.
KNOWN_AS = {"pyside6-essentials": "pyside6", "markdown": "python-markdown", "tuf": "python-tuf"}


def test_every_runtime_dependency_is_credited(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = [dependency.split(">")[0].split("=")[0].lower() for dependency in project["dependencies"]]
    credited = " ".join(
        credit.name.lower()
        for group in vars(page).values()
        if isinstance(group, tuple)
        for credit in group
        if isinstance(credit, page.Credit)
    )
    assert len(packages) > 10
    assert [name for name in packages if KNOWN_AS.get(name, name) not in credited] == []
