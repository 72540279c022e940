"""`advisor-admin installer build`: from a checkout to installers with the knowledge of the day inside."""

from __future__ import annotations

import threading
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor_app.knowledge.disk import held_alone
from advisor_app.publishing.installers.model import Artefact, Platform
from advisor_app.terminal.admin_app import publish_app
from advisor_app.terminal.choices import Json, Today, chosen_day, chosen_kb
from advisor_app.terminal.shell import console, print_json, step_progress, stopping_on_interrupt
from advisor_app.updates.model import Step
from advisor_app.workspace import Workspace

if TYPE_CHECKING:
    from advisor_app.publishing.installers.build import Built
    from advisor_app.publishing.installers.payload import Payload

installer_app = typer.Typer(
    name="installer",
    help="Installers: build them, publish them to the laptops.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class Target(StrEnum):
    """What `--target` takes."""

    LINUX = "linux"
    WINDOWS = "windows"
    ALL = "all"

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """Return the platforms that are meant."""
        return tuple(Platform) if self is Target.ALL else (Platform(self),)


_STEPS = {
    "preset": "checking the preset and the root of trust",
    "check": "checking the content",
    "write": "writing the database",
    "index": "building the search index",
    "switch": "finishing the knowledge",
    Step.CONNECT: "asking for the published knowledge",
    Step.VERIFY: "verifying signatures",
    Step.DOWNLOAD: "receiving the knowledge",
    Step.APPLY: "writing the database",
    "environment": "installing what the program is frozen with (once)",
    "numpy": "compiling NumPy without linear algebra (once, some minutes)",
    "freeze": "freezing the program for Linux",
    "trim": "leaving out what nobody needs",
    "toolchain": "setting up Python for Windows (once)",
    "freeze-windows": "freezing the program for Windows",
    "payload": "putting the knowledge in",
    "licences": "collecting licences and the list of parts",
    "deb": "packing the Debian package",
    "tar": "packing the portable archive for Linux",
    "setup": "packing setup.exe",
    "sign": "signing",
    "zip": "packing the portable archive for Windows",
}


@installer_app.command()
def build(
    context: typer.Context,
    target: Annotated[Target, typer.Option("--target", help="What to build for.")] = Target.ALL,
    preset: Annotated[
        Path | None, typer.Option("--preset", metavar="FILE", help="Settings of the house; see preset.example.ini.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the finished files go.")] = Path("dist"),
    root: Annotated[
        Path | None, typer.Option("--root", metavar="FILE", help="Root of trust; by default the preset's.")
    ] = None,
    source: Annotated[
        str,
        typer.Option("--from", metavar="URL|DIR|FILE", help="Take the published knowledge instead of building kb/."),
    ] = "",
    development: Annotated[
        bool, typer.Option("--development", help="For trying out: allow a development root and content with gaps.")
    ] = False,
    sign: Annotated[
        str, typer.Option("--sign", metavar="COMMAND", help="Signs a Windows file; {file} stands for its path.")
    ] = "",
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Freeze the program, put the knowledge in, and pack it: .deb and tar.xz, setup.exe and zip."""
    # Only who builds installers pays for what writes them.
    from advisor_app.publishing.installers.build import build_installers  # noqa: PLC0415
    from advisor_app.publishing.installers.payload import Wishes, find_checkout, prepare_payload  # noqa: PLC0415
    from advisor_app.publishing.installers.signing import SigningCommand  # noqa: PLC0415

    workspace = Workspace.locate(context.obj)
    checkout = find_checkout(workspace.kb)
    own_root = workspace.resources / "trust" / "root.json"
    local_root = workspace.local_root if development else None
    wishes = Wishes(
        platforms=target.platforms,
        out=out.expanduser().resolve(),
        default_root=local_root if local_root is not None and local_root.is_file() else own_root,
        preset=preset,
        root=root,
        source=source,
        development=development,
    )
    command = SigningCommand.parse(sign) if sign else None
    work = checkout.folder / ".cache" / "installer"
    interrupted = threading.Event()
    with held_alone(work, work / "lock"), stopping_on_interrupt(interrupted), step_progress(_STEPS) as progress:
        payload = prepare_payload(
            wishes,
            checkout,
            kb=chosen_kb(workspace, None),
            resources=workspace.resources,
            work=work,
            today=chosen_day(today),
            progress=progress,
            cancelled=interrupted.is_set,
        )
        built = build_installers(
            payload, wishes.platforms, wishes.out, sign=command, progress=progress, cancelled=interrupted.is_set
        )
    if as_json:
        print_json(_document(payload, built))
    else:
        _print(payload, built, development=payload.root.development)


def _document(payload: Payload, built: Built) -> dict[str, object]:
    return {
        "artefacts": [_artefact(one) for one in built.artefacts],
        "sboms": [str(file) for file in built.sboms],
        "checksums": str(built.checksums),
        "commit": payload.checkout.commit,
        "channel": payload.root.channel,
        "development": payload.root.development,
        "knowledge": {
            "version": payload.knowledge.version,
            "digest": payload.knowledge.digest,
            "as_of": payload.knowledge.as_of,
        },
    }


def _artefact(one: Artefact) -> dict[str, object]:
    return {**asdict(one), "file": str(one.file)}


def _print(payload: Payload, built: Built, *, development: bool) -> None:
    out = console()
    for one in built.artefacts:
        sizes = f"{one.size / 1e6:6.1f} MB, installed {one.installed / 1e6:6.1f} MB"
        out.print(f"{sizes}  {one.sha256[:16]}…  {one.file}", markup=False)
    for file in (*built.sboms, built.checksums):
        out.print(f"{'':48}{file}", markup=False)
    version = payload.knowledge.version
    named = f"version {version}" if version else "built from kb/, not published"
    out.print(f"knowledge as of {payload.knowledge.as_of}, {named}", markup=False)
    if development:
        out.print("DEVELOPMENT root of trust: for trying out, hand these files to nobody", style="bold", markup=False)


installer_app.command("publish")(publish_app)
