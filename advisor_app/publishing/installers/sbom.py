"""The list of parts for machines: CycloneDX 1.6 in JSON, the same for the same program."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.model.dependency import Dependency
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from advisor_app.publishing.installers.finishing import finished
from advisor_app.publishing.installers.model import NAME, Order
from advisor_app.publishing.installers.parts import Part

# Names of our own properties: how many files and modules of the program a part holds.
_FILES = f"{NAME}:files"
_MODULES = f"{NAME}:modules"
_NOTE = f"{NAME}:note"
_KINDS = {"library": ComponentType.LIBRARY, "application": ComponentType.APPLICATION}


def write_sbom(parts: Iterable[Part], order: Order, file: Path) -> None:
    """Write the list of parts. Its serial number and time follow from the stamp.

    Args:
        parts: what the program consists of.
        order: what was built.
        file: receives the list.

    Raises:
        EnvironmentFault: it cannot be written; `DiskFull` if there is no room.
    """
    stamp = order.stamp
    root = Component(
        name=NAME, version=stamp.version, type=ComponentType.APPLICATION, bom_ref=f"program:{NAME}@{stamp.version}"
    )
    bom = Bom(
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, stamp.to_json()),
        metadata=BomMetaData(
            component=root,
            timestamp=datetime.fromtimestamp(stamp.epoch, tz=UTC),
            properties=[Property(name=f"{NAME}:platform", value=str(stamp.platform))],
        ),
    )
    held: dict[str, list[Component]] = {}
    components: dict[str, Component] = {}
    for part in parts:
        component = _component(part)
        if part.inside:
            held.setdefault(part.inside, []).append(component)
        else:
            components[part.name] = component
    for name, component in components.items():
        component.components.update(held.get(name, ()))
    bom.components.update(components.values())
    bom.dependencies.add(
        Dependency(ref=root.bom_ref, dependencies=[Dependency(ref=one.bom_ref) for one in components.values()])
    )
    text = json.dumps(json.loads(JsonV1Dot6(bom).output_as_string()), ensure_ascii=False, indent=1) + "\n"
    with finished(file) as half:
        half.write_text(text, encoding="utf-8", newline="\n")


def _component(part: Part) -> Component:
    counts = ((_FILES, len(part.files)), (_MODULES, len(part.modules)))
    properties = [Property(name=name, value=str(count)) for name, count in counts if count]
    if part.note:
        properties.append(Property(name=_NOTE, value=part.note))
    return Component(
        name=part.name,
        version=part.version or None,
        type=_KINDS[part.kind],
        bom_ref=f"{part.inside or 'program'}/{part.name}@{part.version}",
        supplier=OrganizationalEntity(name=part.supplier) if part.supplier else None,
        licenses=[LicenseExpression(part.licence)],
        purl=PackageURL.from_string(part.purl) if part.purl else None,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=part.sha256)] if part.sha256 else None,
        external_references=(
            [ExternalReference(type=ExternalReferenceType.VCS, url=XsUri(part.source))] if part.source else None
        ),
        properties=properties,
    )
