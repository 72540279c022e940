"""What the commands for keys have in common: naming a key, signing a change with those present, publishing it."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import typer

from advisor_app.errors import AdvisorError, UsageFault
from advisor_app.knowledge.disk import fault_of, write_whole
from advisor_app.publishing.ceremony import ROOT_HOLDERS, People, known_ring
from advisor_app.publishing.destination import open_destination
from advisor_app.publishing.keys import KeyEntry, KeyRing, KeyRole, PrivateKey, list_keys, new_key, save_key
from advisor_app.publishing.passphrases import slug
from advisor_app.publishing.pending import Pending
from advisor_app.publishing.upkeep import publish_change
from advisor_app.terminal.key_desk import KeyDesk, Passphrases
from advisor_app.terminal.key_words import change_lines, key_name, need_lines
from advisor_app.terminal.shell import console


class CeremonyAsk:
    """Asks everybody for a passphrase: a new one, or the one that opens what a broken-off ceremony left.

    Args:
        passphrases: where they come from.
        ring: the keys that are there already.
    """

    def __init__(self, passphrases: Passphrases, ring: KeyRing | None) -> None:
        self._passphrases = passphrases
        self._entries = () if ring is None else ring.entries

    def __call__(self, holder: str) -> str:
        """Return a holder's passphrase."""
        for entry in self._entries:
            if slug(entry.holder) == slug(holder) and entry.present:
                self._passphrases.open(entry)
                return self._passphrases.known[slug(holder)]
        return self._passphrases.choose(holder, list(self._passphrases.known.values()))


def people_of(keys: Path, holders: Sequence[str], editors: Sequence[str]) -> People:
    """Return who takes part in a ceremony: as named, as found in one that was broken off, or as asked for.

    Raises:
        UsageFault: these people will not do.
    """
    ring = known_ring(keys)
    names, publishing = list(holders), list(editors)
    if ring is not None:
        names = names or _holders(ring, KeyRole.ROOT)
        publishing = publishing or _holders(ring, KeyRole.CONTENT)
    while len(names) < ROOT_HOLDERS and sys.stdin.isatty():
        names.append(str(typer.prompt(f"Name of root holder {len(names) + 1} of {ROOT_HOLDERS}", err=True)).strip())
    people = People(holders=tuple(names), editors=tuple(publishing or names[:1]))
    people.check()
    return people


def key_named(who: str | None, known: Sequence[str], ring: KeyRing, role: KeyRole) -> str:
    """Return the id of the key that is meant: by its holder, by how its id begins, or the only one there is.

    Raises:
        UsageFault: none or several are meant.
    """
    if who is None and len(known) == 1:
        return known[0]
    found = [key_id for key_id in known if who and _is_meant(who, key_id, ring)]
    if len(found) != 1:
        what = f"'{who}' is not one of the {role} keys" if who else f"it is not said which {role} key goes"
        remedy = f"name one with --old: {', '.join(key_name(ring, key_id) for key_id in known)}"
        raise UsageFault(what=what, remedy=remedy)
    return found[0]


def draw_key(desk: KeyDesk, role: KeyRole, holder: str, now: datetime) -> tuple[KeyDesk, KeyEntry]:
    """Make and keep a new key for a person; one who has a key here already keeps their passphrase.

    Returns:
        The desk with the new key, and the key.
    """
    own = next((entry for entry in desk.ring.entries if slug(entry.holder) == slug(holder) and entry.present), None)
    if own is not None:
        desk.passphrases.open(own)
    passphrase = desk.passphrases.choose(holder, list(desk.passphrases.known.values()))
    # A stick is its holder's folder itself.
    folder = desk.folder if own is not None and own.file.parent == desk.folder else desk.folder / slug(holder)
    entry = save_key(
        new_key(), folder, channel=desk.ring.channel, role=role, holder=holder, passphrase=passphrase, created=now
    )
    list_keys(desk.folder, desk.ring.channel, [entry])
    console().print(f"new {role} key {entry.key_id} of {holder}: {entry.file}", markup=False)
    return replace(desk, ring=replace(desk.ring, entries=(*desk.ring.entries, entry))), entry


def refuse_existing(out: Path) -> None:
    """Keep a change that waits from being written over.

    Raises:
        UsageFault: there is a file already.
    """
    if out.exists():
        remedy = f"finish it with 'advisor-admin keys apply {out}', delete it, or name another file with --out"
        raise UsageFault(what=f"{out} exists: a change waits there", remedy=remedy)


def read_change(file: Path) -> Pending:
    """Read a change that waits.

    Raises:
        InputUnreadable: it is none.
        EnvironmentFault: it cannot be read.
    """
    try:
        data = file.read_bytes()
    except OSError as exc:
        raise fault_of(exc, file, remedy="name the file that 'advisor-admin keys rotate' or 'renew' wrote") from exc
    return Pending.from_bytes(data, str(file))


def write_change(file: Path, pending: Pending) -> None:
    """Write a change that waits.

    Raises:
        EnvironmentFault: disk or permission.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise fault_of(exc, file.parent) from exc
    write_whole(file, pending.to_bytes())


def show_change(ring: KeyRing, pending: Pending) -> None:
    """Print everything a change alters."""
    out = console()
    for line in change_lines(ring, pending):
        out.print(line, markup=False)


def tell_needs(ring: KeyRing, pending: Pending, file: Path) -> None:
    """Print what a change lacks and how it goes on."""
    out = console()
    if pending.complete:
        out.print(f"all signatures are there; publish it: advisor-admin keys apply {file} --to ENDPOINT", markup=False)
        return
    out.print("signatures are lacking:", markup=False)
    for line in need_lines(ring, pending.needs()):
        out.print(line, markup=False)
    out.print(f"pass {file} on; the next one says: advisor-admin keys sign {file} --keys FOLDER", markup=False)


def signed_by_those_here(desk: KeyDesk, pending: Pending, wanted: Collection[str] = ()) -> Pending:
    """Return a change with the signatures it needs of those whose keys and passphrases are here.

    Args:
        desk: the keys.
        pending: the change.
        wanted: slugs of those who are said to sign; everybody if there are none.

    Raises:
        UsageFault: one who is said to sign has nothing to sign.
        InputUnreadable: a passphrase is wrong.
    """
    may = {key_id for need in pending.needs() for key_id in need.may_sign}
    for entry in desk.ring.present(may):
        if wanted and slug(entry.holder) not in wanted:
            continue
        if not wanted and pending.complete:
            break
        signer = desk.passphrases.open(entry) if wanted else desk.passphrases.open_if_here(entry)
        if signer is not None:
            pending = pending.signed_by([signer])
    return pending


def publish(desk: KeyDesk, pending: Pending, to: str, now: datetime) -> None:
    """Publish a change that has all its signatures and say so."""

    def online(key_ids: Sequence[str]) -> list[PrivateKey]:
        here = [desk.passphrases.open_if_here(entry) for entry in desk.ring.present(key_ids)]
        return [signer for signer in here if signer is not None]

    with open_destination(to) as destination:
        after = publish_change(destination, desk.root.data, pending, online, now=now, keys=desk.folder)
        said = "was published already" if after is None else "is published"
        console().print(f"{destination.label}: {pending.label} {said}", markup=False)


def carry_on(desk: KeyDesk, pending: Pending, to: str, out: Path, now: datetime) -> Pending:
    """Sign a change with everybody who is here; publish it if that is enough, else leave it in a file.

    Returns:
        The change with the signatures it has now; it is published if they are complete.
    """
    show_change(desk.ring, pending)
    # On disk from here on: neither a wrong passphrase nor a broken connection costs what was signed.
    write_change(out, pending)
    signed = signed_by_those_here(desk, pending)
    write_change(out, signed)
    if not signed.complete:
        tell_needs(desk.ring, signed, out)
        return signed
    try:
        publish(desk, signed, to, now)
    except AdvisorError:
        typer.echo(f"not published yet; go on with: advisor-admin keys apply {out} --to {to}", err=True)
        raise
    out.unlink(missing_ok=True)
    return signed


def _holders(ring: KeyRing, role: KeyRole) -> list[str]:
    return [entry.holder for entry in ring.of(role)]


def _is_meant(who: str, key_id: str, ring: KeyRing) -> bool:
    return key_id.startswith(who.casefold()) or (slug(who) != "" and slug(ring.holder(key_id)) == slug(who))
