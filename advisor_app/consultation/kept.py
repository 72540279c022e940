"""Checks that are under way, kept in the user's data folder so that a crash loses none. Sensitive facts are not kept.

Every window keeps its check in a file of its own, which it holds alone as long as it lives. What a window left behind
that ended, or that went on to another client, is set aside under another name until somebody decided about it; what
cannot be read is set aside for good. Nothing is ever written over that nobody decided about, however much there is.
What lies in a file of the user's own as it is, is not kept once more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from itertools import count, islice
from pathlib import Path
from threading import Lock

from advisor_app.consultation.privacy import without_telling
from advisor_app.consultation.saving import save_profile
from advisor_app.content.profile_file import load_profile
from advisor_app.domain.profile import Profile
from advisor_app.errors import Busy, EnvironmentFault
from advisor_app.knowledge.disk import held_alone, sweep_partial

# The check of a window, one that nobody decided about before another was begun, one that cannot be read.
NAME, EARLIER, DAMAGED = "foerdercheck-begonnen", "foerdercheck-zuvor", "foerdercheck-unlesbar"
SUFFIX = ".yaml"
# Windows at once.
_MOST = 20
# What tells a file from another one that got its name later: when it was written, and which it is.
_Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Begun:
    """A check that was under way: what was known, the day it was left, the file it lies in and its mark."""

    profile: Profile
    day: date
    file: Path
    mark: _Mark


@dataclass(frozen=True, slots=True)
class Found:
    """What lies there from before: checks, the latest first, and files that could not be read, by their new names."""

    checks: tuple[Begun, ...] = ()
    damaged: tuple[Path, ...] = ()

    @property
    def begun(self) -> Begun | None:
        """Return the latest check, None where there is none."""
        return next(iter(self.checks), None)


class KeptChecks:
    """The files of one window. Its functions are meant for workers, any of them.

    Args:
        folder: the user's data folder; made when something is kept first.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._holding = ExitStack()
        self._own: Path | None = None
        # What lies in the own file is of this window, and of which document; one that was just taken is of the next.
        self._is_ours = False
        self._document: object = None
        self._is_adopted = False
        self._taken: list[tuple[Path, _Mark]] = []
        # What this window set aside itself goes when its document is under way again.
        self._aside: dict[object, tuple[Path, _Mark]] = {}

    def look(self) -> Found:
        """Return the checks from before that nobody decided about.

        Raises:
            OSError: the folder refuses.
            AdvisorError: the same.
        """
        with self._lock:
            if not self._folder.is_dir():
                return Found()
            own = self._claim()
            self._gather()
            checks, damaged = [], []
            for file in self._left(own):
                found = load_profile(file)
                if not isinstance(found, Profile):
                    damaged.append(self._set_aside(file, DAMAGED))
                elif found.facts or found.judged:
                    day = date.fromtimestamp(file.stat().st_mtime)  # noqa: DTZ012 - the user's own day
                    checks.append(Begun(found, day, file, _mark_of(file)))
                else:
                    file.unlink(missing_ok=True)
            return Found(tuple(checks), tuple(damaged))

    def write(
        self,
        profile: Profile,
        judgements: Collection[str] = (),
        *,
        document: object = None,
        held: Profile | None = None,
    ) -> bool:
        """Keep what is known now; nothing is kept of nothing, nor of what lies in a file already.

        Args:
            profile: what is known.
            judgements: keys of judgements that would give sensitive facts away.
            document: tells what is known of one client from what is known of another.
            held: what the user's own file of it holds, None where there is none.

        Returns:
            Whether what lies there from before may be another now.

        Raises:
            OSError: the folder refuses.
            AdvisorError: the same.
        """
        kept = without_telling(profile, judgements)
        is_any = bool(kept.facts or kept.judged) and (held is None or kept != without_telling(held, judgements))
        with self._lock:
            if not is_any and not self._folder.is_dir():
                return False
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            own = self._claim()
            turned = self._turn_to(document, own)
            if is_any:
                save_profile(own, kept, over=True, private=True)
            else:
                own.unlink(missing_ok=True)
            while self._taken:
                _remove(*self._taken.pop())
            return turned

    def _turn_to(self, document: object, own: Path) -> bool:
        """Set aside what the own file holds of another document; return whether it is another one now."""
        turned = not self._is_ours or (document is not self._document and not self._is_adopted)
        if turned and own.is_file():
            mark, target = _mark_of(own), self._set_aside(own, EARLIER)
            if self._is_ours:
                self._aside[self._document] = (target, mark)
        turned = turned or self._is_adopted
        self._is_ours, self._document, self._is_adopted = True, document, False
        if document in self._aside:
            self._taken.append(self._aside.pop(document))
        return turned

    def take(self, begun: Begun) -> None:
        """Let a check go on here: its file goes once it is written anew."""
        with self._lock:
            if begun.file != self._own:
                self._taken.append((begun.file, begun.mark))
            elif not self._is_ours:
                self._is_ours = self._is_adopted = True

    def drop(self, begun: Begun) -> Found:
        """Remove a check that nobody wants, and return what else is there.

        Raises:
            OSError: the folder refuses.
            AdvisorError: the same.
        """
        with self._lock:
            if begun.file != self._own or not self._is_ours:
                _remove(begun.file, begun.mark)
        return self.look()

    def put_back(self, begun: Begun) -> Found:
        """Keep a check again that was removed, and return it as `look` does.

        Raises:
            AdvisorError: the folder refuses.
        """
        with self._lock:
            save_profile(self._free(EARLIER), begun.profile, over=True, private=True)
        return self.look()

    def release(self) -> None:
        """Let other windows have the file; what lies in it is offered by the next one."""
        with self._lock:
            self._holding.close()
            self._own, self._is_ours, self._is_adopted = None, False, False
            self._aside.clear()

    def _claim(self) -> Path:
        """Return the file of this window, held alone from now on."""
        if self._own is None:
            for file in self._of_windows():
                try:
                    self._holding.enter_context(held_alone(self._folder, _lock_of(file)))
                except Busy:
                    continue
                except EnvironmentFault:
                    # A file system without locks: one window is what there is as a rule.
                    pass
                self._own = file
                sweep_partial(file)
                return file
            raise Busy(path=self._folder)
        return self._own

    def _gather(self) -> None:
        """Set aside what windows kept that have ended."""
        for file in self._of_windows():
            if file != self._own and file.is_file():
                with suppress(Busy, EnvironmentFault), held_alone(self._folder, _lock_of(file)):
                    sweep_partial(file)
                    self._set_aside(file, EARLIER)

    def _left(self, own: Path) -> list[Path]:
        """Return the files that nobody decided about: the own one, then what was set aside, the latest first."""
        taken = {file for file, _ in self._taken}
        those = self._folder.glob(f"{EARLIER}*{SUFFIX}")
        aside = [file for file in those if file.is_file() and file not in taken]
        aside.sort(key=lambda file: file.stat().st_mtime, reverse=True)
        return [*([own] if own.is_file() and not self._is_ours else ()), *aside]

    def _files(self, name: str) -> Iterator[Path]:
        return (self._folder / f"{name}{f'-{number}' if number > 1 else ''}{SUFFIX}" for number in count(1))

    def _of_windows(self) -> Iterator[Path]:
        return islice(self._files(NAME), _MOST)

    def _free(self, name: str) -> Path:
        """Return a name that is not in use."""
        return next(file for file in self._files(name) if not file.exists())

    def _set_aside(self, file: Path, name: str) -> Path:
        target = self._free(name)
        file.replace(target)
        return target


def _mark_of(file: Path) -> _Mark:
    status = file.stat()
    return status.st_mtime_ns, status.st_ino


def _remove(file: Path, mark: _Mark) -> None:
    """Remove a file that is still the one that was meant."""
    if file.is_file() and _mark_of(file) == mark:
        file.unlink()


def _lock_of(file: Path) -> Path:
    return file.with_suffix(".lock")
