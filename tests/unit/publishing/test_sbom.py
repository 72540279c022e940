"""The list of parts for machines: valid CycloneDX, complete, the same every time."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from advisor_app.errors import EnvironmentFault
from advisor_app.publishing.installers.parts import Part, parts_of
from advisor_app.publishing.installers.sbom import write_sbom
from tests.stand_ins import make_order, make_program, make_site_packages


@pytest.fixture
def parts(tmp_path: Path) -> tuple[Part, ...]:
    return parts_of(make_program(tmp_path), make_site_packages(tmp_path))


def written(folder: Path, parts: tuple[Part, ...]) -> dict[str, Any]:
    file = folder / "sbom.cdx.json"
    write_sbom(parts, make_order(folder), file)
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_it_is_valid(tmp_path: Path, parts: tuple[Part, ...]):
    document = written(tmp_path, parts)
    assert document["specVersion"] == "1.6"
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(document)) is None


def test_it_lists_every_part(tmp_path: Path, parts: tuple[Part, ...]):
    document = written(tmp_path, parts)
    components = {one["name"]: one for one in document["components"]}
    assert set(components) == {part.name for part in parts if not part.inside}
    nested = [one["name"] for one in components["kleinpaket"]["components"]]
    assert nested == ["rost"]
    assert components["kleinpaket"]["licenses"] == [{"expression": "MIT"}]
    assert components["kleinpaket"]["purl"] == "pkg:pypi/kleinpaket@1.2"
    assert components["Qt"]["supplier"]["name"] == "The Qt Company Ltd."
    assert document["metadata"]["component"]["version"] == "0.1.0"
    (root,) = [one for one in document["dependencies"] if one["ref"] == document["metadata"]["component"]["bom-ref"]]
    assert len(root["dependsOn"]) == len(components)


def test_the_same_program_makes_the_same_list(tmp_path: Path, parts: tuple[Part, ...]):
    order = make_order(tmp_path)
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    write_sbom(parts, order, first)
    write_sbom(tuple(reversed(parts)), order, second)
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text())["metadata"]["timestamp"] == "2026-11-23T16:00:00+00:00"


def test_another_stamp_makes_another_serial_number(tmp_path: Path, parts: tuple[Part, ...]):
    order = make_order(tmp_path)
    serials = set()
    for number, stamp in enumerate((order.stamp, replace(order.stamp, commit="def"))):
        file = tmp_path / f"{number}.json"
        write_sbom(parts, replace(order, stamp=stamp), file)
        serials.add(json.loads(file.read_text())["serialNumber"])
    assert len(serials) == 2


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, parts: tuple[Part, ...]):
    (tmp_path / "datei").write_text("")
    with pytest.raises(EnvironmentFault):
        write_sbom(parts, make_order(tmp_path), tmp_path / "datei" / "sbom.json")
