"""Where files lie (source, wheel, frozen, `--data-dir`) and how the rooms are joined: the composition root.

Nothing heavy is imported here at module level: the window paints first and opens the library behind it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from advisor_app.errors import AdvisorError, EnvironmentFault, KnowledgeDamaged, KnowledgeMissing
from advisor_app.installation import Installation, find_installation

if TYPE_CHECKING:
    from advisor_app.domain import Item
    from advisor_app.knowledge.generations import Generation, KnowledgeStore
    from advisor_app.knowledge.info import KnowledgeInfo
    from advisor_app.knowledge.reader import KnowledgeReader
    from advisor_app.search.index import SearchIndex
    from advisor_app.search.model import SearchRequest, SearchResult
    from advisor_app.updates.client import UpdateClient
    from advisor_app.updates.desk import UpdateDesk
    from advisor_app.updates.policy import UpdatePolicy
    from advisor_app.updates.preset import House, Preset


# How often opening follows the pointer to another generation before what is wrong there is told.
_OPENINGS = 2


class Library:
    """The knowledge as the faces use it: one database and its index. Safe to call from any thread.

    Args:
        reader: the database; closed with the library.
        index: the index built from it; closed with the library.
    """

    def __init__(self, *, reader: KnowledgeReader, index: SearchIndex) -> None:
        self._reader = reader
        self._index = index

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Release database and index."""
        self._index.close()
        self._reader.close()

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a question."""
        return self._index.search(request)

    def item(self, item_id: str) -> Item | None:
        """Return an item by its id or a former one, None if there is none."""
        return self._reader.get(item_id)

    def items(self, ids: Sequence[str]) -> dict[str, Item]:
        """Return the items with these ids, in the order asked for; unknown ids are left out."""
        return self._reader.get_many(ids)

    def label(self, vocabulary: str, code: str) -> str:
        """Return the German label of a code."""
        return self._reader.label(vocabulary, code)

    def vocabulary(self, name: str) -> Mapping[str, str]:
        """Return code -> German label of a vocabulary."""
        return self._reader.vocabulary(name)

    def info(self) -> KnowledgeInfo:
        """Return version, digest, as-of day and counts."""
        return self._reader.info()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The places of one installation.

    Args:
        data_dir: the user's own directory (settings, received knowledge, logs).
        seed: store of the knowledge that came with the installation (in a source checkout: built there).
        kb: folder of the content; None in an installation without it.
        resources: icons, fonts, geodata, the root of trust.
        local_root: root of a development channel made in this checkout; None where there cannot be one.
    """

    data_dir: Path
    seed: Path
    kb: Path | None
    resources: Path
    local_root: Path | None = None

    @classmethod
    def locate(cls, data_dir: Path | None = None) -> Workspace:
        """Find the places of this installation.

        Args:
            data_dir: what `--data-dir` says; the platform's place for user data by default.
        """
        own = data_dir.expanduser().resolve() if data_dir is not None else _default_data_dir()
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
            InputUnreadable: it is damaged.
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
            InputUnreadable: an administrator's file says something that makes no sense, or the preset is damaged.
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
            InputUnreadable: an administrator's file says something that makes no sense, or the preset is damaged.
        """
        from advisor_app.updates.desk import UpdateDesk

        policy = self.policy()
        # Without -P the folder somebody stands in, a stick maybe, would come first where Python looks for modules.
        python = [sys.executable, "-P", "-m", "advisor_app"]
        program = [sys.executable] if getattr(sys, "frozen", False) else python
        return UpdateDesk(
            home=self.update_home,
            store=self.own_store(),
            seed=self._seed(),
            policy=policy,
            trust_root=self.trust_root(policy),
            command=[*program, "--data-dir", str(self.data_dir)],
        )

    def update_client(self) -> UpdateClient:
        """Return what receives updates.

        Raises:
            InputUnreadable: an administrator's file says something that makes no sense.
            TrustRootDamaged: the root of trust cannot be read.
        """
        from advisor_app.updates.client import UpdateClient
        from advisor_app.updates.root import TrustRoot

        return UpdateClient(
            home=self.update_home,
            store=self.own_store(),
            seed=self._seed(),
            trust_root=TrustRoot.read(self.trust_root(self.policy())),
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
        found: list[Generation] = []
        faults: list[KnowledgeDamaged] = []
        for store in (self.own_store(), self.seed_store()):
            try:
                generation = store.current()
            except KnowledgeDamaged as exc:
                faults.append(exc)
                continue
            if generation is not None:
                found.append(generation)
        if len(found) == 2:
            own, brought = found
            held = self.own_store().held()
            overtaken = own.channel == brought.channel and brought.version > held
            return own if held and not overtaken else self._newest(found)
        if found:
            return found[0]
        if faults:
            raise faults[0]
        raise KnowledgeMissing(path=self.seed)

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
            generation = self.knowledge()
            try:
                return self._open(generation, day)
            except (KnowledgeMissing, KnowledgeDamaged):
                # Updates may have passed it by, and swept it away, since the pointer was read.
                if self.knowledge().path == generation.path:
                    raise
        return self._open(self.knowledge(), day)

    def _open(self, generation: Generation, today: date) -> Library:
        from advisor_app.knowledge.reader import KnowledgeReader

        reader = KnowledgeReader(generation.database)
        try:
            index = self._index_of(generation, reader, today)
        except AdvisorError:
            reader.close()
            raise
        return Library(reader=reader, index=index)

    def _index_of(self, generation: Generation, reader: KnowledgeReader, today: date) -> SearchIndex:
        """Open the index of a generation; one that is lost, damaged or of another format is replaced by a rebuilt one.

        The generation itself may lie where the user cannot write, so the replacement lies in the data directory.
        """
        from advisor_app.search.index import INDEX_FORMAT, SearchIndex

        if generation.index_format == INDEX_FORMAT:
            with suppress(KnowledgeDamaged):
                return SearchIndex.open(generation.index, today=today)
        rebuilt = self.data_dir / "rebuilt-index" / f"{generation.digest[:16]}-{INDEX_FORMAT}"
        with suppress(KnowledgeDamaged):
            return SearchIndex.open(rebuilt, today=today)
        with _rebuilding(rebuilt.parent):
            # Another window may have done it meanwhile.
            with suppress(KnowledgeDamaged):
                return SearchIndex.open(rebuilt, today=today)
            _rebuild_index(reader, rebuilt)
            return SearchIndex.open(rebuilt, today=today)


@contextmanager
def _rebuilding(folder: Path) -> Iterator[None]:
    """Let one process at a time replace what lies in a folder: each would sweep the unfinished work of the others."""
    from filelock import FileLock

    lock = FileLock(folder.with_name(f"{folder.name}.lock"))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as exc:
        raise _unwritable(folder, exc) from exc
    try:
        yield
    finally:
        lock.release()


def _rebuild_index(reader: KnowledgeReader, target: Path) -> None:
    """Build an index from a database beside its place and put it there in one step."""
    from advisor_app.search.library_documents import index_library

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=target.parent) as folder:
            fresh = Path(folder) / "index"
            index_library(list(reader.items()), reader.vocabularies(), fresh)
            rmtree(target, ignore_errors=True)
            fresh.rename(target)
        for other in target.parent.iterdir():
            if other != target:
                rmtree(other, ignore_errors=True)
    except OSError as exc:
        raise _unwritable(target, exc) from exc


def _unwritable(path: Path, exc: OSError) -> EnvironmentFault:
    return EnvironmentFault(
        path=path, reason=exc.strerror or str(exc), remedy="free disk space or name another folder with --data-dir"
    )


def _default_data_dir() -> Path:
    from platformdirs import user_data_path

    return user_data_path("beratungskoffer", appauthor=False)
