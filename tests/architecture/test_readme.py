"""README's map and key facts are true."""

from __future__ import annotations

import re

from advisor_app.search.model import FACET_VOCABULARY


def test_every_room_is_on_the_map_and_every_room_on_the_map_exists(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    block = readme.split("advisor_app/\n")[1].split("resources/")[0]
    named = set(re.findall(r"^  (\w+(?:\.py|/))", block, re.MULTILINE))
    package = root / "advisor_app"
    rooms = {f"{path.name}/" for path in package.iterdir() if (path / "__init__.py").is_file()}
    modules = {path.name for path in package.glob("*.py")} - {"__init__.py"}
    assert named == rooms | modules


def test_every_filter_field_is_in_the_readme(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    line = next(line for line in readme.splitlines() if line.startswith("| `kind:partner"))
    assert [name for name in FACET_VOCABULARY if not re.search(rf"\b{name}\b", line)] == []


def test_every_picture_and_file_the_readme_names_exists(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in link]
    assert links
    assert [link for link in links if not (root / link).exists()] == []
