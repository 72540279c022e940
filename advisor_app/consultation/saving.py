"""Profiles on their way into a file: written whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

from advisor_app.content.profile_file import profile_text
from advisor_app.domain.profile import Profile
from advisor_app.errors import DiskFull, EnvironmentFault, NotSaved, UsageFault
from advisor_app.knowledge.disk import write_over


def save_profile(file: Path, profile: Profile, *, over: bool = False, private: bool = False) -> str:
    """Write a profile file; what stays inside was left out before (`privacy.without_sensitive`).

    Args:
        file: where to.
        profile: what is written, all of it.
        over: replace a file that is there, as its owner asked for; otherwise it is left alone.
        private: nobody but its owner may read it; otherwise a file that is there stays readable for whom it was.

    Returns:
        The digest of what was written.

    Raises:
        UsageFault: the file is there already.
        NotSaved: nothing can be written there.
        DiskFull: there is no room.
    """
    try:
        if not over and file.exists():
            raise UsageFault(what=f"{file} is there already", remedy="choose another name")
        raw = profile_text(profile).encode("utf-8")
        write_over(file, raw, private=private)
    except DiskFull:
        raise
    except EnvironmentFault as exc:
        raise NotSaved(path=file, reason=exc.details["reason"], remedy=exc.details["remedy"]) from exc
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or str(exc)
        raise NotSaved(path=file, reason=reason, remedy="choose another folder") from exc
    return digest_of(raw)


def digest_of(raw: bytes) -> str:
    """Return what tells the content of a file from any other."""
    return hashlib.sha256(raw).hexdigest()
