"""Who is here with which keys: folders of keys, passphrases from a file or typed unseen."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from advisor_app.errors import InputUnreadable, UsageFault
from advisor_app.publishing.ceremony import ROOT_NAME
from advisor_app.publishing.keys import KeyEntry, KeyRing, PrivateKey, signer_for
from advisor_app.publishing.passphrases import read_passphrases, slug, weakness
from advisor_app.updates.root import TrustRoot
from advisor_app.workspace import Workspace

Keys = Annotated[
    list[Path] | None,
    typer.Option("--keys", help="Folder of keys; may be repeated. In a checkout: its development keys."),
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option("--passphrases", metavar="FILE", help="Passphrases, [passphrases] with 'name = ...'; mode 0600."),
]
Root = Annotated[
    Path | None, typer.Option("--root", help="Root to trust; root.json beside the keys, or this installation's.")
]
_TRIES = 3


@dataclass(slots=True)
class Passphrases:
    """Passphrases as they are needed: from a file, or typed once by each person.

    `known` is holder's slug -> passphrase, `file` where it came from (None: they are typed).
    """

    file: Path | None = None
    known: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path | None) -> Passphrases:
        """Read a file of passphrases, if one is named.

        Raises:
            InputUnreadable: others may read it too, or it is no such file.
        """
        return cls() if file is None else cls(file, read_passphrases(file))

    def open(self, entry: KeyEntry) -> PrivateKey:
        """Open a key.

        Raises:
            InputUnreadable: the passphrase is wrong or the key is not here.
            UsageFault: there is no passphrase, and nobody to type it.
        """
        signer = self._open(entry, skippable=False)
        if signer is None:
            raise _missing(entry.holder, self.file)
        return signer

    def open_if_here(self, entry: KeyEntry) -> PrivateKey | None:
        """Open a key, None if its holder is not here: no passphrase in the file, or left empty when asked."""
        return self._open(entry, skippable=True)

    def choose(self, holder: str, taken: Iterable[str] = ()) -> str:
        """Return a new passphrase: from the file, or typed twice.

        Raises:
            UsageFault: it is too weak or somebody else's, or there is nobody to type it.
        """
        known = self.known.get(slug(holder))
        if known is not None:
            if fault := weakness(known):
                raise UsageFault(what=f"the passphrase of {holder} is {fault}", remedy="choose another one")
            return known
        if self.file is not None or not _somebody_is_there():
            raise _missing(holder, self.file)
        for _ in range(_TRIES):
            typed = str(typer.prompt(f"New passphrase of {holder}", hide_input=True, err=True))
            fault = weakness(typed) or ("somebody else's already" if typed in taken else "")
            if fault:
                typer.echo(f"That one is {fault}.", err=True)
            elif typed != typer.prompt("The same again", hide_input=True, err=True):
                typer.echo("These two differ.", err=True)
            else:
                self.known[slug(holder)] = typed
                return typed
        raise UsageFault(what=f"no passphrase for {holder}", remedy="start again; what was made so far is kept")

    def _open(self, entry: KeyEntry, *, skippable: bool) -> PrivateKey | None:
        name = slug(entry.holder)
        if name in self.known:
            return signer_for(entry, self.known[name])
        if self.file is not None or not _somebody_is_there():
            if skippable and self.file is not None:
                return None
            raise _missing(entry.holder, self.file)
        left = ", empty if not here" if skippable else ""
        for tries in range(1, _TRIES + 1):
            typed = str(
                typer.prompt(
                    f"Passphrase of {entry.holder} ({entry.role} key{left})",
                    hide_input=True,
                    err=True,
                    default="",
                    show_default=False,
                )
            )
            if not typed and skippable:
                return None
            try:
                signer = signer_for(entry, typed)
            except InputUnreadable:
                if tries == _TRIES:
                    raise
                typer.echo("That does not open it.", err=True)
            else:
                self.known[name] = typed
                return signer
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDesk:
    """The keys of a call: where they lie, what root is trusted, how they are opened.

    `folder` is the first folder of keys; it remembers what was seen of the channel.
    """

    folder: Path
    ring: KeyRing
    root: TrustRoot
    passphrases: Passphrases

    @classmethod
    def open(
        cls, workspace: Workspace, keys: Sequence[Path] | None, passphrases: Path | None, root: Path | None
    ) -> KeyDesk:
        """Find keys, passphrases and the root to trust.

        Args:
            workspace: the installation.
            keys: folders named by the caller; the checkout's development keys if there are none.
            passphrases: file named by the caller.
            root: root file named by the caller.

        Raises:
            UsageFault: no folder is named and there are no development keys.
            InputUnreadable: keys or passphrases cannot be read.
            TrustRootDamaged: the root cannot be read.
        """
        folders, secret = list(keys or ()), passphrases
        if not folders:
            own = development_folder(workspace)
            if own is None or not own.is_dir():
                remedy = "name the folder of keys with --keys; 'advisor-admin keys init' makes one"
                raise UsageFault(what="no keys are named", remedy=remedy)
            folders, secret = [own], passphrases or own.parent / "passphrases.ini"
        return cls(
            folder=folders[0],
            ring=KeyRing.open(*folders),
            root=trusted_root(workspace, folders, root),
            passphrases=Passphrases.read(secret),
        )

    def signers(self, key_ids: Iterable[str], *, enough: int, what: str) -> list[PrivateKey]:
        """Open as many of some keys as are needed.

        Args:
            key_ids: ids of the keys that may sign.
            enough: how many must.
            what: what they are for, in messages.

        Raises:
            UsageFault: too few of them are here.
            InputUnreadable: a passphrase is wrong.
        """
        wanted = tuple(key_ids)
        opened: list[PrivateKey] = []
        for entry in self.ring.present(wanted):
            if len(opened) < enough and (signer := self.passphrases.open_if_here(entry)) is not None:
                opened.append(signer)
        if len(opened) < enough:
            holders = ", ".join(filter(None, (self.ring.holder(key_id) for key_id in wanted))) or "people unknown here"
            remedy = f"bring keys and passphrases with --keys and --passphrases; they are held by {holders}"
            raise UsageFault(what=f"{what}: {len(opened)} of the {enough} keys it takes are here", remedy=remedy)
        return opened


def trusted_root(workspace: Workspace, folders: Sequence[Path], named: Path | None) -> TrustRoot:
    """Return the root to trust: the one that is named, else one beside the keys, else this installation's.

    Raises:
        TrustRootDamaged: it cannot be read.
    """
    beside = next((folder / ROOT_NAME for folder in folders if (folder / ROOT_NAME).is_file()), None)
    return TrustRoot.read(named or beside or workspace.trust_root(workspace.policy()))


def development_folder(workspace: Workspace) -> Path | None:
    """Return where a checkout keeps the keys of its development channel, None in an installation."""
    return None if workspace.local_root is None else workspace.local_root.parent / "keys"


def _somebody_is_there() -> bool:
    return sys.stdin.isatty()


def _missing(holder: str, file: Path | None) -> UsageFault:
    if file is not None:
        return UsageFault(what=f"{file} has no passphrase for {holder}", remedy=f"add '{slug(holder)} = ...' to it")
    return UsageFault(
        what=f"nobody is there to type the passphrase of {holder}", remedy="name a file with --passphrases"
    )
