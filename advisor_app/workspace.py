"""Where files lie (source, wheel, frozen, `--data-dir`) and how the rooms are joined: the composition root.

Nothing heavy is imported here at module level: the window paints first and opens the library behind it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from advisor_app.errors import AdvisorError, KnowledgeDamaged, KnowledgeMissing
from advisor_app.installation import Installation, find_installation, portable_data, user_data
from advisor_app.search.library import Library, Origin, open_generation

if TYPE_CHECKING:
    from advisor_app.knowledge.generations import Generation, KnowledgeStore
    from advisor_app.updates.client import UpdateClient
    from advisor_app.updates.desk import UpdateDesk
    from advisor_app.updates.policy import UpdatePolicy
    from advisor_app.updates.preset import House, Preset

__all__ = ["Library", "Origin", "Workspace", "passing_folder"]
# How often opening follows the pointer to another generation before what is wrong there is told.
_OPENINGS = 2
_TEMPORARY = "beratungskoffer-"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """The generation to open and, where there is one, the other; `fault` is what was wrong with the other already."""

    generation: Generation
    origin: Origin
    other: Generation | None = None
    fault: AdvisorError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The places of one installation.

    Args:
        data_dir: the user's own directory (settings, received knowledge, logs).
        seed: store of the knowledge that came with the installation (in a source checkout: built there).
        kb: folder of the content; None in an installation without it.
        resources: icons, fonts, geodata, the root of trust.
        local_root: root of a development channel made in this checkout; None where there cannot be one.
        passing: `data_dir` is a temporary folder, nothing in it outlives this run.
    """

    data_dir: Path
    seed: Path
    kb: Path | None
    resources: Path
    local_root: Path | None = None
    passing: bool = False

    @classmethod
    def locate(cls, data_dir: Path | None = None) -> Workspace:
        """Find the places of this installation.

        Args:
            data_dir: what `--data-dir` says; by default the folder beside a portable program, else the platform's
                place for user data, and a temporary folder where the user has none.
        """
        own = _named(data_dir) if data_dir is not None else portable_data() or user_data()
        if own is None:
            return replace(cls.locate(passing_folder()), passing=True)
        package = Path(__file__).resolve().parent
        checkout = package.parent
        if getattr(sys, "frozen", False):
            inside = Path(getattr(sys, "_MEIPASS", package))
            return cls(data_dir=own, seed=inside / "knowledge", kb=None, resources=inside / "resources")
        if (checkout / "kb").is_dir() and (checkout / "resources").is_dir():
            return cls(
                data_dir=own,
                seed=checkout / ".cache" / "knowledge",
                kb=checkout / "kb",
                resources=checkout / "resources",
                local_root=checkout / ".cache" / "trust" / "root.json",
            )
        bundled = package / "_bundled"
        return cls(data_dir=own, seed=own / "seed", kb=bundled / "kb", resources=bundled / "resources")

    def apart(self, folder: Path) -> Workspace:
        """Return the same installation with another data directory, in which nothing is meant to last.

        Args:
            folder: a temporary folder.
        """
        return replace(self, data_dir=folder, passing=True)

    @property
    def command(self) -> tuple[str, ...]:
        """Return how to start this program again with the same data, without a sub-command."""
        # Without -P the folder somebody stands in, a stick maybe, would come first where Python looks for modules.
        python = (sys.executable, "-P", "-m", "advisor_app")
        program = (sys.executable,) if getattr(sys, "frozen", False) else python
        return (*program, "--data-dir", str(self.data_dir))

    @property
    def installation(self) -> Installation:
        """Return what the program itself is."""
        return find_installation(self.resources)

    @property
    def geodata(self) -> Path:
        """Return the folder of the geographical tables."""
        return self.resources / "geodata"

    @property
    def settings_file(self) -> Path:
        """Return the file of the window's settings."""
        return self.data_dir / "settings.ini"

    @property
    def log_file(self) -> Path:
        """Return the file that faults are written to."""
        return self.data_dir / "beratungskoffer.log"

    def own_store(self) -> KnowledgeStore:
        """Return the store below the user's data directory."""
        from advisor_app.knowledge.generations import KnowledgeStore

        return KnowledgeStore(self.data_dir / "knowledge")

    def seed_store(self) -> KnowledgeStore:
        """Return the store that came with the installation."""
        from advisor_app.knowledge.generations import KnowledgeStore

        return KnowledgeStore(self.seed)

    @property
    def update_home(self) -> Path:
        """Return the folder of what the update client itself keeps."""
        return self.data_dir / "updates"

    def preset(self) -> Preset | None:
        """Return what the house built into this installation, None if it did not.

        Raises:
            PolicyUnreadable: it is damaged.
        """
        from advisor_app.updates.preset import read_staged

        return read_staged(self.resources / "preset")

    def house(self) -> House | None:
        """Return whose installation this is, None if nobody's; a damaged preset is told by what asks for updates."""
        with suppress(AdvisorError):
            preset = self.preset()
            if preset is not None and preset.house.name:
                return preset.house
        return None

    def policy(self) -> UpdatePolicy:
        """Return where updates come from and when they are looked for.

        Raises:
            PolicyUnreadable: an administrator's file says something that makes no sense, or the preset is damaged.
        """
        from advisor_app.updates.policy import load_policy

        return load_policy(self.settings_file, preset=self.preset())

    def trust_root(self, policy: UpdatePolicy) -> Path:
        """Return the root file that updates are trusted by."""
        if policy.trust_root is not None:
            return policy.trust_root
        # The root that a preset brings lies where the installation's own does, and holds in a checkout as well.
        if "trust_root" not in policy.managed and self.local_root is not None and self.local_root.is_file():
            return self.local_root
        return self.resources / "trust" / "root.json"

    def updates(self) -> UpdateDesk:
        """Return what the faces ask about updates.

        Raises:
            PolicyUnreadable: an administrator's file says something that makes no sense, or the preset is damaged.
        """
        from advisor_app.updates.desk import UpdateDesk

        policy = self.policy()
        return UpdateDesk(
            home=self.update_home,
            store=self.own_store(),
            seed=self._seed(),
            policy=policy,
            trust_root=self.trust_root(policy),
            command=self.command,
            installation=self.installation,
        )

    def update_client(self) -> UpdateClient:
        """Return what receives updates.

        Raises:
            PolicyUnreadable: an administrator's file says something that makes no sense, or the preset is damaged.
            TrustRootDamaged: the root of trust cannot be read.
        """
        from advisor_app.updates.client import UpdateClient
        from advisor_app.updates.root import TrustRoot

        policy = self.policy()
        return UpdateClient(
            home=self.update_home,
            store=self.own_store(),
            seed=self._seed(),
            trust_root=TrustRoot.read(self.trust_root(policy)),
            installation=self.installation if policy.app_updates else None,
        )

    def _seed(self) -> Generation | None:
        try:
            return self.seed_store().current()
        except KnowledgeDamaged:
            return None

    def knowledge(self) -> Generation:
        """Return the generation to read.

        The newest one of the channel that is trusted here, the user's own first among equals. Where the user went back
        to an earlier state, that one stays until the installation brings something newer than what was left.

        Raises:
            KnowledgeMissing: there is neither.
            KnowledgeDamaged: the only one there is cannot be read.
        """
        return self._choose().generation

    def _choose(self) -> _Choice:
        found: dict[Origin, Generation] = {}
        faults: list[KnowledgeDamaged] = []
        for origin, store in ((Origin.OWN, self.own_store()), (Origin.BROUGHT, self.seed_store())):
            try:
                generation = store.current()
            except KnowledgeDamaged as exc:
                faults.append(exc)
                continue
            if generation is not None:
                found[origin] = generation
        if not found:
            raise faults[0] if faults else KnowledgeMissing(path=self.seed)
        if len(found) == 1:
            ((origin, generation),) = found.items()
            return _Choice(generation=generation, origin=origin, fault=faults[0] if faults else None)
        own, brought = found[Origin.OWN], found[Origin.BROUGHT]
        held = self.own_store().held()
        overtaken = own.channel == brought.channel and brought.version > held
        if (held and not overtaken) or self._newest((own, brought)) is own:
            return _Choice(generation=own, origin=Origin.OWN, other=brought)
        return _Choice(generation=brought, origin=Origin.BROUGHT, other=own)

    def _newest(self, found: Sequence[Generation]) -> Generation:
        """Return the newest generation; versions of another channel say nothing about age here."""
        from advisor_app.updates.root import TrustRoot

        channel = found[0].channel
        if any(generation.channel != channel for generation in found):
            with suppress(AdvisorError):
                channel = TrustRoot.read(self.trust_root(self.policy())).channel
        # max keeps the first of equals: the user's own wins against a seed of the same version.
        return max(found, key=lambda generation: (generation.channel == channel, generation.version))

    def open_library(self, *, today: date | None = None) -> Library:
        """Open the knowledge for reading and searching.

        Args:
            today: the day that windows and deadlines are held against; the machine's by default.

        Raises:
            KnowledgeMissing: nothing was built or installed yet.
            KnowledgeDamaged: database or index cannot be read.
            KnowledgeTooNew: a newer app wrote it.
        """
        day = today or date.today()  # noqa: DTZ011 (the user's day)
        for _ in range(_OPENINGS):
            choice = self._choose()
            try:
                return self._open(choice, day)
            except AdvisorError as fault:
                # Updates may have passed it by, and swept it away, since the pointer was read.
                if self._choose().generation.path == choice.generation.path:
                    return self._open_other(choice, fault, day)
        return self._open(self._choose(), day)

    def _open(self, choice: _Choice, today: date) -> Library:
        return open_generation(
            choice.generation, spare=self.data_dir, today=today, origin=choice.origin, instead_of=choice.fault
        )

    def _open_other(self, choice: _Choice, fault: AdvisorError, today: date) -> Library:
        """Open the other generation, which tells why the first is not shown; where that fails too, raise the fault."""
        if choice.other is not None:
            origin = Origin.BROUGHT if choice.origin is Origin.OWN else Origin.OWN
            other = _Choice(generation=choice.other, origin=origin, fault=fault)
            with suppress(AdvisorError):
                return self._open(other, today)
        raise fault


def passing_folder() -> Path:
    """Return a fresh folder that goes when the program ends; one that cannot exist where there is no place for any."""
    import atexit
    from tempfile import mkdtemp

    try:
        folder = Path(mkdtemp(prefix=_TEMPORARY))
    except OSError:
        # Nothing can be written there, and nothing is ever found there.
        return Path(os.devnull) / "beratungskoffer"
    atexit.register(rmtree, folder, ignore_errors=True)
    return folder


def _named(data_dir: Path) -> Path:
    """Return the absolute form of what `--data-dir` says; links that lead nowhere are left to whoever opens them."""
    return Path(os.path.realpath(os.path.expanduser(data_dir)))  # noqa: PTH111 (pathlib's raise)
