"""`advisor-admin keys status`: who may sign what, until when, and whether a release may carry the root."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor_app.errors import UsageFault
from advisor_app.publishing.alarms import Level
from advisor_app.publishing.chain import Current
from advisor_app.publishing.keys import KeyRing
from advisor_app.publishing.overview import RoleView, RootView, Unfit, unfit_for_release, view_of_roles, view_of_root
from advisor_app.publishing.upkeep import open_readable, read_channel
from advisor_app.terminal.key_desk import Keys, Root, development_folder, trusted_root
from advisor_app.terminal.key_words import key_name, level_words
from advisor_app.terminal.shell import console, print_json
from advisor_app.updates.root import TrustRoot
from advisor_app.workspace import Workspace

_REFUSED = 4
_UNFIT = {
    Unfit.DEVELOPMENT: "it is a development root; put your own there, 'advisor-admin keys init' makes one",
    Unfit.EXPIRED: "it has expired; take the newest root of the endpoint",
}


def show_status(
    context: typer.Context,
    to: Annotated[
        str | None, typer.Option("--to", metavar="DIR|URL", help="The endpoint; may be a web address.")
    ] = None,
    keys: Keys = None,
    root: Root = None,
    release: Annotated[
        bool, typer.Option("--release", help="Refuse, status 4, a root that no release may carry.")
    ] = False,
    today: Annotated[
        str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="Hold expiry against this day instead of today.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> int:
    """Show keys, thresholds and expiry; status 1 when a role must be renewed now or has expired."""
    workspace = Workspace.locate(context.obj)
    now = _time(today)
    ring, trusted = _keys_and_root(workspace, keys, root, release=release)
    view = view_of_root(trusted, now)
    current: Current | None = None
    if to is not None:
        with open_readable(to) as endpoint:
            current = read_channel(endpoint, trusted.data, now=now)
    roles = () if current is None else view_of_roles(current, now)
    unfit = unfit_for_release(view) if release else ()
    if as_json:
        print_json(_document(view, current, roles, ring) | {"unfit_for_release": unfit})
    else:
        _print(view, current, roles, ring)
    for reason in unfit:
        typer.echo(f"{view.file}: no release may carry it: {_UNFIT[reason]}", err=True)
    if unfit:
        return _REFUSED
    pressing = any(role.level in (Level.URGENT, Level.EXPIRED) for role in roles)
    return 1 if pressing or view.expired else 0


def _keys_and_root(
    workspace: Workspace, keys: list[Path] | None, root: Path | None, *, release: bool
) -> tuple[KeyRing | None, TrustRoot]:
    """Return the keys that are known here, if any, and the root to look at.

    A release is asked about the root in `resources`, whatever a checkout uses for trying out.
    """
    if release and root is None:
        root = workspace.resources / "trust" / "root.json"
    own = development_folder(workspace)
    folders = keys or ([own] if own is not None and own.is_dir() else [])
    return (KeyRing.open(*folders) if folders else None), trusted_root(workspace, folders, root)


def _document(
    view: RootView, current: Current | None, roles: tuple[RoleView, ...], ring: KeyRing | None
) -> dict[str, Any]:
    return {
        "root": {
            "file": view.file,
            "channel": view.channel,
            "version": view.version,
            "development": view.development,
            "expires_on": view.expires_on,
        },
        "endpoint": None if current is None else current.where,
        "content_version": None if current is None else current.content_version,
        "roles": [
            {
                "role": role.role,
                "version": role.version,
                "threshold": role.threshold,
                "keys": [{"id": key_id, "holder": ring.holder(key_id) if ring else ""} for key_id in role.key_ids],
                "expires_on": role.expires_on,
                "days_left": role.days_left,
                "alarm": role.level,
            }
            for role in roles
        ],
    }


def _print(view: RootView, current: Current | None, roles: tuple[RoleView, ...], ring: KeyRing | None) -> None:
    out = console()
    mark = "  DEVELOPMENT, no release may carry it" if view.development else ""
    out.print(f"root     {view.file}, version {view.version}, until {view.expires_on}{mark}", markup=False)
    out.print(f"channel  {view.channel}", markup=False)
    if current is None:
        names = ", ".join(key_name(ring, key_id) for key_id in view.key_ids)
        out.print(f"held by  {names}; name the endpoint with --to to see all roles", markup=False)
        return
    out.print(f"endpoint {current.where}, content version {current.content_version}", markup=False)
    for role in roles:
        names = ", ".join(key_name(ring, key_id) for key_id in role.key_ids)
        line = f"{role.role:9} until {role.expires_on} {role.days_left:5} days  {role.threshold} of: {names}"
        alarm = level_words(role.level)
        out.print(f"{line}  {alarm}".rstrip(), markup=False, style="bold" if alarm else None)


def _time(today: str | None) -> datetime:
    if today is None:
        return datetime.now(UTC)
    try:
        return datetime.combine(date.fromisoformat(today), time(), UTC)
    except ValueError as exc:
        raise UsageFault(what=f"'{today}' is not a day", remedy="write it as YYYY-MM-DD") from exc
