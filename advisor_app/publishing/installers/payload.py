"""What an installer carries beside the program: resources, root of trust, preset, seed knowledge, stamp."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from advisor_app import __version__
from advisor_app.content.geodata import Geodata
from advisor_app.errors import RootUnfit, UsageFault
from advisor_app.installation import STAMP
from advisor_app.knowledge.disk import fault_of
from advisor_app.knowledge.generations import Generation, KnowledgeStore
from advisor_app.publishing.build import build_knowledge
from advisor_app.publishing.installers.model import Cancelled, Order, Platform, Stamp, StepProgress
from advisor_app.publishing.overview import unfit_for_release, view_of_root
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.preset import Preset, load_preset
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.source import open_source

# Pictures are for README only.
_CARRIED = ("fonts", "geodata", "icons", "selftest", "styles")
_TRUST = Path("trust", "root.json")
PRESET = "preset"
_RECIPE = Path("build", "beratungskoffer.spec")
_NEVER = frozenset({"lock", "inputs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the admin wants in an installer.

    Args:
        platforms: what to build for.
        out: folder of the finished files.
        preset: settings of the house, None for none.
        default_root: root of trust where neither `root` nor the preset names one.
        root: root of trust; by default the preset's.
        source: endpoint, folder or bundle that the seed knowledge is received from, "" to build it from `kb`.
        development: allow a root that no release may carry, for trying out.
        sign: command that signs a Windows file, "" for none.
    """

    platforms: tuple[Platform, ...]
    out: Path
    default_root: Path
    preset: Path | None = None
    root: Path | None = None
    source: str = ""
    development: bool = False
    sign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """The checkout that is built from; `commit` is "" and `epoch` None outside git."""

    folder: Path
    commit: str
    epoch: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What is the same for all platforms."""

    checkout: Checkout
    work: Path
    root: TrustRoot
    preset: Preset | None
    seed: Path
    knowledge: Generation
    resources: Path = field(repr=False)

    def order(self, platform: Platform, out: Path) -> Order:
        """Stage the resources of a platform and return the order for it.

        Raises:
            EnvironmentFault: the disk refused.
        """
        folder = self.work / "payload" / platform / "resources"
        epoch = self._epoch()
        stamp = Stamp(
            version=__version__,
            commit=self.checkout.commit,
            built_on=datetime.fromtimestamp(epoch, UTC).date().isoformat(),
            epoch=epoch,
            platform=platform,
            knowledge_version=self.knowledge.version,
            knowledge_digest=self.knowledge.digest,
            knowledge_as_of=self.knowledge.as_of,
            channel=self.root.channel,
            house=self.preset.house.name if self.preset is not None else "",
        )
        try:
            _emptied(folder)
            for name in _CARRIED:
                if (self.resources / name).is_dir():
                    shutil.copytree(self.resources / name, folder / name)
            (folder / _TRUST).parent.mkdir()
            (folder / _TRUST).write_bytes(self.root.data)
            (folder / STAMP).write_text(stamp.to_json(), encoding="utf-8")
        except OSError as exc:
            raise fault_of(exc, folder) from exc
        if self.preset is not None:
            self.preset.stage(folder / PRESET)
        return Order(
            checkout=self.checkout.folder, work=self.work, out=out, resources=folder, seed=self.seed, stamp=stamp
        )

    def _epoch(self) -> int:
        """Return the time that is written into everything: what was asked for, the commit's, the knowledge's day."""
        asked = os.environ.get("SOURCE_DATE_EPOCH", "")
        if asked.isdecimal():
            return int(asked)
        if self.checkout.epoch is not None:
            return self.checkout.epoch
        return int(datetime.combine(date.fromisoformat(self.knowledge.as_of), datetime.min.time(), UTC).timestamp())


def find_checkout(kb: Path | None) -> Checkout:
    """Find the checkout that installers are built from.

    Args:
        kb: folder of the content of this installation, None without one.

    Raises:
        UsageFault: this is no checkout.
    """
    folder = None if kb is None else kb.parent
    if folder is None or not (folder / _RECIPE).is_file():
        raise UsageFault(
            what="this installation holds no recipes for installers", remedy="run advisor-admin from a checkout"
        )
    commit, epoch = _git(folder, "rev-parse", "--short=12", "HEAD"), _git(folder, "log", "-1", "--format=%ct")
    changed = _git(folder, "status", "--porcelain", "--untracked-files=no")
    mark = f"{commit}+" if commit and changed else commit
    return Checkout(folder=folder, commit=mark, epoch=int(epoch) if epoch.isdecimal() else None)


def prepare_payload(
    wishes: Wishes,
    checkout: Checkout,
    *,
    kb: Path,
    resources: Path,
    work: Path,
    today: date,
    progress: StepProgress,
    cancelled: Cancelled,
) -> Payload:
    """Check what the admin gave and prepare what all platforms share; nothing slow begins before all of it is checked.

    Args:
        wishes: what the admin wants.
        checkout: the checkout.
        kb: folder of the content.
        resources: the checkout's resources.
        work: folder for what may be thrown away.
        today: the day that review dates are held against.
        progress: told about each step: `preset`, then those of a build or of an update.
        cancelled: asked now and then.

    Raises:
        InputUnreadable: the preset says something that makes no sense.
        UsageFault: two roots of trust are named.
        RootUnfit: no release may carry the root of trust.
        TrustRootDamaged: the root of trust cannot be read.
        ContentRefused: the content has errors.
        TrustFault, TransportFault: the seed knowledge cannot be received.
        Cancelled: `cancelled` said so.
        EnvironmentFault: disk or permission.
    """
    progress("preset", 0, None)
    geodata = Geodata.load(resources / "geodata")
    preset = None if wishes.preset is None else load_preset(wishes.preset, known_regions=_districts(geodata))
    root = _fit_root(wishes, preset)
    seed = work / "payload" / "knowledge"
    try:
        _emptied(seed)
    except OSError as exc:
        raise fault_of(exc, seed) from exc
    store = KnowledgeStore(seed)
    if wishes.source:
        knowledge = _received(wishes.source, root, store, work, progress, cancelled)
    else:
        report = build_knowledge(
            kb,
            geodata,
            store,
            today=today,
            standard=kb,
            release=not wishes.development,
            progress=progress,
            cancelled=cancelled,
        )
        knowledge = report.generation
    for name in _NEVER:
        (seed / name).unlink(missing_ok=True)
    return Payload(
        checkout=checkout, work=work, root=root, preset=preset, seed=seed, knowledge=knowledge, resources=resources
    )


def _fit_root(wishes: Wishes, preset: Preset | None) -> TrustRoot:
    of_preset = preset.trust_root if preset is not None else None
    if wishes.root is not None and of_preset is not None:
        raise UsageFault(what="--root and the preset both name a root of trust", remedy="keep one of them")
    root = TrustRoot.read(wishes.root or of_preset or wishes.default_root)
    view = view_of_root(root, datetime.now(UTC))
    reasons = unfit_for_release(view)
    if reasons and not wishes.development:
        raise RootUnfit(where=root.where, reason=str(reasons[0]))
    return root


def _received(
    where: str,
    root: TrustRoot,
    store: KnowledgeStore,
    work: Path,
    progress: StepProgress,
    cancelled: Cancelled,
) -> Generation:
    """Receive the published knowledge exactly as a laptop would: what an installer carries is verified, too."""
    home = work / "payload" / "updates"
    try:
        _emptied(home)
    except OSError as exc:
        raise fault_of(exc, home) from exc
    client = UpdateClient(home=home, store=store, seed=None, trust_root=root)
    with open_source(where, cancelled=cancelled) as source:
        client.update(source, progress=lambda step, done, whole: progress(str(step), done, whole), cancelled=cancelled)
    generation = store.current()
    assert generation is not None  # an update of nothing leaves something or raises
    return generation


def _districts(geodata: Geodata) -> frozenset[str]:
    return frozenset(geodata.districts)


def _emptied(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)


def _git(folder: Path, *words: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    done = subprocess.run(  # noqa: S603 (asks about this checkout)
        [git, "-C", str(folder), *words], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else ""
