"""Checks that are under way, kept in the user's data folder so that a crash loses none. Sensitive facts are not kept.

Every window keeps its check in a file of its own, which it holds alone as long as it lives. What a window left behind
that ended is set aside under another name until somebody decided about it; what cannot be read is set aside for good.
Nothing is ever written over that nobody decided about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
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
# Windows at once, and files of a kind.
_MOST = 20


@dataclass(frozen=True, slots=True)
class Begun:
    """A check that was under way: what was known, the day it was left, the file it lies in."""

    profile: Profile
    day: date
    file: Path


@dataclass(frozen=True, slots=True)
class Found:
    """What lies there from before: the latest check, and files that could not be read, under their new names."""

    begun: Begun | None = None
    damaged: tuple[Path, ...] = ()


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
        # What lies in the own file is of this window.
        self._is_ours = False
        self._taken: list[Path] = []

    def look(self) -> Found:
        """Return the latest check from before that nobody decided about.

        Raises:
            OSError: the folder refuses.
            AdvisorError: the same.
        """
        with self._lock:
            if not self._folder.is_dir():
                return Found()
            own = self._claim()
            self._gather()
            begun, damaged = None, []
            for file in self._left(own):
                found = load_profile(file)
                if not isinstance(found, Profile):
                    damaged.append(self._set_aside(file, DAMAGED))
                elif found.facts or found.judged:
                    begun = Begun(found, date.fromtimestamp(file.stat().st_mtime), file)  # noqa: DTZ012 - the user's own day
                    break
                else:
                    file.unlink(missing_ok=True)
            return Found(begun, tuple(damaged))

    def write(self, profile: Profile, judgements: Collection[str] = ()) -> None:
        """Keep what is known now; nothing is kept of nothing.

        Args:
            profile: what is known.
            judgements: keys of judgements that would give sensitive facts away.

        Raises:
            OSError: the folder refuses.
            AdvisorError: the same.
        """
        kept = without_telling(profile, judgements)
        is_any = bool(kept.facts or kept.judged)
        with self._lock:
            if not is_any and not self._folder.is_dir():
                return
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            own = self._claim()
            if not self._is_ours and own.is_file():
                self._set_aside(own, EARLIER)
            self._is_ours = True
            if is_any:
                save_profile(own, kept, over=True, private=True)
            else:
                own.unlink(missing_ok=True)
            while self._taken:
                self._taken.pop().unlink(missing_ok=True)

    def take(self, begun: Begun) -> None:
        """Let a check go on here: its file goes once it is written anew."""
        with self._lock:
            if begun.file == self._own:
                self._is_ours = True
            else:
                self._taken.append(begun.file)

    def drop(self, begun: Begun) -> Found:
        """Remove a check that nobody wants, and return what else is there.

        Raises:
            OSError: the folder refuses.
            AdvisorError: the same.
        """
        with self._lock:
            begun.file.unlink(missing_ok=True)
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
            self._own, self._is_ours = None, False

    def _claim(self) -> Path:
        """Return the file of this window, held alone from now on."""
        if self._own is None:
            for file in self._files(NAME):
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
        for file in self._files(NAME):
            if file != self._own and file.is_file():
                with suppress(Busy, EnvironmentFault), held_alone(self._folder, _lock_of(file)):
                    sweep_partial(file)
                    self._set_aside(file, EARLIER)

    def _left(self, own: Path) -> list[Path]:
        """Return the files that nobody decided about: the own one, then what was set aside, the latest first."""
        aside = [file for file in self._files(EARLIER) if file.is_file() and file not in self._taken]
        aside.sort(key=lambda file: file.stat().st_mtime, reverse=True)
        return [*([own] if own.is_file() and not self._is_ours else ()), *aside]

    def _files(self, name: str) -> Iterator[Path]:
        return (self._folder / f"{name}{f'-{number}' if number > 1 else ''}{SUFFIX}" for number in range(1, _MOST + 1))

    def _free(self, name: str) -> Path:
        """Return a name that is not in use, of very many the one whose file is the oldest."""
        files = list(self._files(name))
        return next((file for file in files if not file.exists()), min(files, key=_age))

    def _set_aside(self, file: Path, name: str) -> Path:
        target = self._free(name)
        file.replace(target)
        return target


def _age(file: Path) -> float:
    return file.stat().st_mtime if file.exists() else 0.0


def _lock_of(file: Path) -> Path:
    return file.with_suffix(".lock")
