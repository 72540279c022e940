"""`advisor-admin keys ...` and `resign`: the keys of a channel, from the first ceremony to their replacement."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from advisor_app.errors import UsageFault
from advisor_app.publishing.alarms import alarms
from advisor_app.publishing.ceremony import Stage, Standing, begin_channel, begin_development, known_ring, standing
from advisor_app.publishing.destination import open_destination
from advisor_app.publishing.keys import KeyRole, new_key
from advisor_app.publishing.passphrases import slug
from advisor_app.publishing.roles import MANUAL
from advisor_app.publishing.rotation import KeyChange, propose_renewal, propose_rotation
from advisor_app.publishing.signed import FRESHNESS, Role
from advisor_app.publishing.upkeep import read_channel
from advisor_app.publishing.upkeep import resign as make_fresh
from advisor_app.terminal.key_desk import KeyDesk, Keys, PassphraseFile, Passphrases, Root
from advisor_app.terminal.key_status import show_status
from advisor_app.terminal.key_words import STAGES, alarm_line, ceremony_lines, next_steps
from advisor_app.terminal.key_work import (
    CeremonyAsk,
    carry_on,
    draw_key,
    key_named,
    people_of,
    publish,
    read_change,
    refuse_existing,
    show_change,
    signed_by_those_here,
    tell_needs,
    write_change,
)
from advisor_app.terminal.shell import console, print_json
from advisor_app.workspace import Workspace

keys_app = typer.Typer(
    name="keys",
    help="Keys of the channel: make, show, renew, replace, sign.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

To = Annotated[str, typer.Option("--to", metavar="DIR|URL", help="The endpoint.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where a change waits that lacks signatures.")]
Change = Annotated[Path, typer.Argument(metavar="FILE", help="A change that 'keys rotate' or 'keys renew' wrote.")]
_PENDING = Path("pending.json")
_KEYS = Path("channel-keys")
_RENEWABLE = tuple(role for role in Role if role not in FRESHNESS)

keys_app.command("status")(show_status)


@keys_app.command("init")
def init(
    context: typer.Context,
    keys: Annotated[Path, typer.Option("--keys", help="New folder for the keys.")] = _KEYS,
    to: Annotated[str | None, typer.Option("--to", metavar="DIR|URL", help="The empty endpoint.")] = None,
    holders: Annotated[
        list[str] | None, typer.Option("--holder", help="One of the three who hold the root; three times.")
    ] = None,
    editors: Annotated[
        list[str] | None, typer.Option("--editor", help="Who may publish content; the first holder by default.")
    ] = None,
    passphrases: PassphraseFile = None,
    development: Annotated[
        bool, typer.Option("--development", help="A channel for trying out, without questions, inside .cache.")
    ] = False,
) -> None:
    """Begin a channel: keys for everybody, the first signed files, the root to ship with the app."""
    if development:
        _init_development(Workspace.locate(context.obj), to)
        return
    if to is None:
        raise UsageFault(what="no endpoint is named", remedy="name an empty folder or address with --to")
    secrets = Passphrases.read(passphrases)
    out = console()
    with open_destination(to) as destination:
        there = standing(keys, destination)
        if there is Standing.COMPLETE:
            out.print(f"{destination.label} holds the channel of {keys} already; nothing was changed", markup=False)
            return
        people = people_of(keys, holders or (), editors or ())
        if secrets.file is None:
            for line in ceremony_lines(keys, destination.label, people, goes_on=there is Standing.BROKEN_OFF):
                typer.echo(line, err=True)
        ask = CeremonyAsk(secrets, known_ring(keys))
        begun = begin_channel(keys, destination, people, ask, now=datetime.now(UTC), told=_tell)
        out.print(f"channel {begun.channel} has begun at {destination.label}", markup=False)
    for line in next_steps(keys, people):
        out.print(line, markup=False)


@keys_app.command("rotate")
def rotate(
    context: typer.Context,
    role: Annotated[KeyRole, typer.Argument(help="Kind of key.")],
    to: To,
    old: Annotated[
        str | None, typer.Option("--old", metavar="WHO", help="Key that goes: its holder, or how its id begins.")
    ] = None,
    new: Annotated[
        str | None, typer.Option("--new", metavar="NAME", help="Holder of the new key; the old holder by default.")
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="Only add a key.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Only take a key out.")] = False,
    keys: Keys = None,
    passphrases: PassphraseFile = None,
    root: Root = None,
    out: Out = _PENDING,
) -> None:
    """Replace a key, add one, or take one out; what lacks signatures is left in a file to be passed on."""
    if add and drop:
        raise UsageFault(what="--add and --drop exclude each other", remedy="leave out both to replace a key")
    desk = KeyDesk.open(Workspace.locate(context.obj), keys, passphrases, root)
    now = datetime.now(UTC)
    refuse_existing(out)
    with open_destination(to) as destination:
        current = read_channel(destination, desk.root.data, now=now, keys=desk.folder)
    known = [key.keyid for key in current.keys(Role.TIMESTAMP if role is KeyRole.ONLINE else Role(role))]
    gone = "" if add else key_named(old, known, desk.ring, role)
    change = KeyChange(kind=role, remove=gone)
    if not drop:
        holder = new or (desk.ring.holder(gone) if gone else "")
        if not slug(holder):
            raise UsageFault(what="nobody is named for the new key", remedy="name its holder with --new")
        # What can be refused is refused before a key is kept: this one never leaves memory.
        trial = KeyChange(kind=role, remove=gone, add=new_key().public_key)
        propose_rotation(current, trial, now=now, expiries=MANUAL)
        desk, entry = draw_key(desk, role, holder, now)
        change = KeyChange(kind=role, remove=gone, add=entry.key())
    carry_on(desk, propose_rotation(current, change, now=now, expiries=MANUAL), to, out, now)


@keys_app.command("renew")
def renew(
    context: typer.Context,
    to: To,
    roles: Annotated[
        list[Role] | None, typer.Argument(metavar="[ROLE]...", help="root, targets, content, app; all by default.")
    ] = None,
    keys: Keys = None,
    passphrases: PassphraseFile = None,
    root: Root = None,
    out: Out = _PENDING,
) -> None:
    """Give roles a later end; what lacks signatures is left in a file to be passed on."""
    desk = KeyDesk.open(Workspace.locate(context.obj), keys, passphrases, root)
    now = datetime.now(UTC)
    refuse_existing(out)
    with open_destination(to) as destination:
        current = read_channel(destination, desk.root.data, now=now, keys=desk.folder)
    carry_on(desk, propose_renewal(current, roles or _RENEWABLE, now=now, expiries=MANUAL), to, out, now)


@keys_app.command("sign")
def sign(
    context: typer.Context,
    file: Change,
    holders: Annotated[
        list[str] | None, typer.Option("--holder", help="Who signs; everybody whose key is here by default.")
    ] = None,
    keys: Keys = None,
    passphrases: PassphraseFile = None,
    root: Root = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Show what a change alters and add signatures to it; needs no network."""
    desk = KeyDesk.open(Workspace.locate(context.obj), keys, passphrases, root)
    pending = read_change(file)
    pending.check_base(desk.root.data)
    show_change(desk.ring, pending)
    if not yes and not (sys.stdin.isatty() and typer.confirm("Sign this?", err=True)):
        raise UsageFault(what="nothing was signed", remedy="look at the change and answer y, or say --yes")
    signed = signed_by_those_here(desk, pending, {slug(name) for name in holders or ()})
    if signed.files == pending.files:
        remedy = "bring other keys with --keys, or publish it with 'advisor-admin keys apply'"
        raise UsageFault(what="nobody who is here has anything to sign in it", remedy=remedy)
    write_change(file, signed)
    tell_needs(desk.ring, signed, file)


@keys_app.command("apply")
def apply(
    context: typer.Context,
    file: Change,
    to: To,
    keys: Keys = None,
    passphrases: PassphraseFile = None,
    root: Root = None,
) -> None:
    """Publish a change that has all its signatures; needs the online key."""
    desk = KeyDesk.open(Workspace.locate(context.obj), keys, passphrases, root)
    pending = read_change(file)
    if not pending.complete:
        tell_needs(desk.ring, pending, file)
        raise UsageFault(what=f"{file} lacks signatures", remedy="let others sign it with 'advisor-admin keys sign'")
    publish(desk, pending, to, datetime.now(UTC))


def resign(
    context: typer.Context,
    to: To,
    keys: Keys = None,
    passphrases: PassphraseFile = None,
    root: Root = None,
    as_json: Json = False,
) -> int:
    """Make the channel fresh again, for a daily job: one line; status 1 when somebody must renew a role now."""
    desk = KeyDesk.open(Workspace.locate(context.obj), keys, passphrases, root)
    now = datetime.now(UTC)
    with open_destination(to) as destination:
        current = read_channel(destination, desk.root.data, now=now, keys=desk.folder)
        online = [key.keyid for key in current.keys(Role.TIMESTAMP)]
        [signer] = desk.signers(online, enough=1, what="signing freshness")
        after = make_fresh(destination, desk.root.data, signer, current, now=now, keys=desk.folder)
        label = destination.label
    until = after.expires(Role.TIMESTAMP).date().isoformat()
    pressing = [alarm for alarm in alarms(after, now) if alarm.pressing]
    if as_json:
        told = [
            {"role": alarm.role, "expires_on": alarm.expires_on, "days_left": alarm.days_left} for alarm in pressing
        ]
        print_json({"endpoint": label, "fresh_until": until, "alarms": told})
    else:
        line = "; ".join([f"{label}: fresh until {until}", *(f"ALARM: {alarm_line(alarm)}" for alarm in pressing)])
        console().print(line, markup=False)
    return 1 if pressing else 0


def _init_development(workspace: Workspace, to: str | None) -> None:
    if workspace.local_root is None:
        raise UsageFault(what="this is no source checkout", remedy="leave out --development")
    cache = workspace.local_root.parent.parent
    out = console()
    with open_destination(to or cache / "endpoint") as destination:
        begun = begin_development(cache, destination, now=datetime.now(UTC), told=_tell)
        if begun is None:
            out.print(f"{destination.label} holds the development channel already; nothing was changed", markup=False)
            return
        out.print(f"development channel {begun.channel} has begun at {destination.label}", markup=False)
        out.print(f"keys and passphrases are in {cache / 'trust'}; no release may carry its root", markup=False)


def _tell(stage: Stage, what: str) -> None:
    typer.echo(f"{STAGES[stage]} {what}", err=True)
