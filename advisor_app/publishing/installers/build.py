"""From a payload to finished installers, one platform after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers import deb, freeze, setup_exe, tarball, windows, zipped
from advisor_app.publishing.installers.checksums import write_checksums
from advisor_app.publishing.installers.licences import write_licences
from advisor_app.publishing.installers.model import NAME, Artefact, Order, Platform, StepProgress
from advisor_app.publishing.installers.parts import parts_of
from advisor_app.publishing.installers.payload import Payload
from advisor_app.publishing.installers.sbom import write_sbom
from advisor_app.publishing.installers.signing import SigningCommand

SBOM = "sbom.cdx.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What came out: the artefacts, the list of parts of each platform, the checksums of all of them."""

    artefacts: tuple[Artefact, ...]
    sboms: tuple[Path, ...]
    checksums: Path


def build_installers(
    payload: Payload,
    platforms: tuple[Platform, ...],
    out: Path,
    *,
    sign: SigningCommand | None,
    progress: StepProgress,
    cancelled: Callable[[], bool],
) -> Built:
    """Build the installers of some platforms.

    Args:
        payload: what they carry.
        platforms: which ones.
        out: folder of the finished files; files of the same name are replaced, nothing else is touched.
        sign: signs Windows programs; None leaves them unsigned.
        progress: told about each step: `payload`, `licences`, and those of freezing and packing.
        cancelled: asked between and within the steps.

    Raises:
        StepFailed: a step failed; it says what helps.
        Cancelled: `cancelled` said so; finished files stay.
        EnvironmentFault: disk or permission; `DiskFull` if there is no room.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise fault_of(exc, out) from exc
    artefacts: list[Artefact] = []
    sboms: list[Path] = []
    for platform in platforms:
        order = payload.order(platform, out)
        program = _program(order, progress, cancelled)
        sboms.append(_explain(program, order, progress))
        artefacts += _packed(program.program, order, sign, progress, cancelled)
    return Built(
        artefacts=tuple(artefacts),
        sboms=tuple(sboms),
        # Those of the other platform may have been built before.
        checksums=write_checksums(out, sorted(out.glob(f"{NAME}[-_]*"))),
    )


def _program(order: Order, progress: StepProgress, cancelled: Callable[[], bool]) -> freeze.Frozen:
    make = freeze.frozen_linux if order.stamp.platform is Platform.LINUX else windows.frozen_windows
    frozen = make(order, progress=progress, cancelled=cancelled)
    progress("payload", 0, None)
    freeze.add_payload(frozen.program, order)
    return frozen


def _explain(frozen: freeze.Frozen, order: Order, progress: StepProgress) -> Path:
    """Put licence texts and the list of parts into the program, and the list beside the installers as well."""
    progress("licences", 0, None)
    parts = parts_of(frozen.program, frozen.site_packages)
    write_licences(frozen.program, parts)
    target = order.out / f"{NAME}-{order.version}-{order.stamp.platform}-{SBOM}"
    write_sbom(parts, order, frozen.program / "_internal" / SBOM)
    write_sbom(parts, order, target)
    return target


def _packed(
    program: Path, order: Order, sign: SigningCommand | None, progress: StepProgress, cancelled: Callable[[], bool]
) -> list[Artefact]:
    if order.stamp.platform is Platform.LINUX:
        return [
            deb.write_deb(program, order, progress=progress, cancelled=cancelled),
            tarball.write_tar(program, order, progress=progress, cancelled=cancelled),
        ]
    return [
        setup_exe.write_setup(program, order, sign=sign, progress=progress, cancelled=cancelled),
        # After the setup: it signs the programs in place.
        zipped.write_zip(program, order, progress=progress, cancelled=cancelled),
    ]
