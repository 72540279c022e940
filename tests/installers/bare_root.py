"""A bare Debian to install into, made by debootstrap: every use is a layer that is thrown away afterwards.

    python -m tests.installers.bare_root footprint PACKAGE|FILE.deb ... [--recommends]

prints as JSON what `apt-get install` would bring into a bare Debian for each of them: packages, bytes to download and
bytes on disk afterwards. Needs root and debootstrap; the first use takes a minute.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / ".cache" / "tools" / "debian-root"
SUITE = "bookworm"
USER = "beraterin"
_LIMIT_S = 1800
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# Mounts live and die with the command: there is nothing to clean up, however it ends.
_ENTER = """
set -e
mount -t overlay overlay -o "lowerdir=$LOWER,upperdir=$UPPER,workdir=$WORK" "$MERGED"
mount -t proc proc "$MERGED/proc"
mount -t tmpfs -o mode=1777 tmpfs "$MERGED/dev/shm"
cp --remove-destination /etc/resolv.conf "$MERGED/etc/resolv.conf"
exec chroot $USERSPEC "$MERGED" "$@"
"""


class NoBareRoot(Exception):
    """There can be no bare Debian here; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """What installing brings: packages, bytes to download, bytes on disk."""

    packages: int
    download: int
    installed: int


@dataclass(frozen=True, slots=True)
class BareRoot:
    """A Debian of layers: everything that is written goes to the topmost one.

    Args:
        layers: folders below it, the uppermost first.
        place: folder of its own layer.
    """

    layers: tuple[Path, ...]
    place: Path

    @property
    def written(self) -> Path:
        """Return the folder of everything that was written in it."""
        return self.place / "upper"

    def run(
        self,
        *command: str,
        user: str = "root",
        network: bool = True,
        check: bool = True,
        env: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in it and return what it printed.

        Args:
            command: program and arguments, as paths inside.
            user: who runs it.
            network: whether there is one.
            check: whether a status other than 0 is a fault.
            env: further variables.

        Raises:
            CalledProcessError: it failed and `check` is set; the note holds what it printed.
        """
        done = subprocess.run(
            self.command(*command, user=user, network=network),
            check=False,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_LIMIT_S,
            env=self.environment(user, env),
        )
        if check and done.returncode:
            fault = subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
            fault.add_note(f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
            raise fault
        return done

    def command(self, *command: str, user: str = "root", network: bool = True) -> list[str]:
        """Return the command line that runs a command in it; it wants `environment`."""
        for name in ("upper", "work", "merged"):
            (self.place / name).mkdir(parents=True, exist_ok=True)
        spaces = ["--mount", "--pid", "--fork", "--kill-child", "--ipc", *([] if network else ["--net"])]
        return ["unshare", *spaces, "sh", "-c", _ENTER, "sh", *command]

    def environment(self, user: str = "root", further: dict[str, str] | None = None) -> dict[str, str]:
        """Return the environment of a command in it: nothing of this machine's own."""
        return {
            "PATH": _PATH,
            "HOME": "/root" if user == "root" else f"/home/{user}",
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            "LOWER": ":".join(str(layer) for layer in self.layers),
            "UPPER": str(self.written),
            "WORK": str(self.place / "work"),
            "MERGED": str(self.place / "merged"),
            "USERSPEC": "" if user == "root" else f"--userspec={user}:{user}",
            **(further or {}),
        }

    def put(self, file: Path, where: str = "/srv") -> str:
        """Copy a file into it and return its path inside."""
        target = self.written / where.lstrip("/") / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        return f"{where}/{file.name}"

    def install(self, *what: str, network: bool = True, recommends: bool = False) -> str:
        """Install packages or files and return what apt printed."""
        choice = "--install-recommends" if recommends else "--no-install-recommends"
        return self.run("apt-get", "install", "--yes", choice, *what, network=network).stdout

    def files(self) -> set[str]:
        """Return the paths of all files, links and folders inside, without those of the kernel and of logs."""
        skipped = ("/proc", "/sys", "/dev", "/tmp", "/var/cache", "/var/log", "/var/lib/dpkg", "/srv")
        prune = " -o ".join(f"-path {path}" for path in skipped)
        return set(self.run("sh", "-c", f"find / \\( {prune} \\) -prune -o -print").stdout.splitlines())

    @contextmanager
    def layer(self) -> Iterator[BareRoot]:
        """Give a root on top of this one; it vanishes afterwards."""
        with tempfile.TemporaryDirectory(prefix="bare-root-", ignore_cleanup_errors=True) as place:
            lower = (self.written, *self.layers) if self.written.is_dir() else self.layers
            yield BareRoot(lower, Path(place))


@contextmanager
def bare_root() -> Iterator[BareRoot]:
    """Give a bare Debian with fresh package lists and one user without rights.

    Raises:
        NoBareRoot: this machine cannot have one.
    """
    _made()
    with tempfile.TemporaryDirectory(prefix="bare-root-", ignore_cleanup_errors=True) as place:
        root = BareRoot((BASE,), Path(place))
        try:
            root.run("apt-get", "update")
            root.run("useradd", "--create-home", "--shell", "/bin/sh", USER)
        except subprocess.CalledProcessError as fault:
            raise NoBareRoot(f"a bare Debian cannot be entered: {fault.stderr.strip()[-300:]}") from fault
        yield root


def footprint(root: BareRoot, *what: str, recommends: bool = False) -> Footprint:
    """Return what installing packages or files (paths inside) would bring into a root."""
    choice = "--install-recommends" if recommends else "--no-install-recommends"
    printed = root.run("apt-get", "install", "--simulate", "--yes", choice, *what).stdout
    names = re.findall(r"^Inst (\S+) .*?\((\S+) ", printed, re.MULTILINE)
    local = {
        root.run("dpkg-deb", "--field", path, "Package").stdout.strip(): path for path in what if path.startswith("/")
    }
    download = installed = 0
    for name, version in names:
        if name in local:
            shown = root.run("dpkg-deb", "--field", local[name], "Installed-Size").stdout
            download += int(root.run("stat", "-c", "%s", local[name]).stdout)
            installed += int(shown) * 1024
        else:
            shown = root.run("apt-cache", "show", "--no-all-versions", f"{name}={version}").stdout
            download += _number(shown, "Size")
            installed += _number(shown, "Installed-Size") * 1024
    return Footprint(packages=len(names), download=download, installed=installed)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the footprints of packages and files."""
    parser = argparse.ArgumentParser(
        prog="bare_root", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("command", choices=["footprint"])
    parser.add_argument("what", nargs="+", help="names of packages, or .deb files")
    parser.add_argument("--recommends", action="store_true", help="with what they recommend, as apt does by itself")
    given = parser.parse_args(argv)
    found: dict[str, dict[str, int]] = {}
    try:
        with bare_root() as root:
            for name in given.what:
                inside = root.put(Path(name)) if name.endswith(".deb") else name
                found[name] = asdict(footprint(root, inside, recommends=given.recommends))
    except NoBareRoot as fault:
        sys.stderr.write(f"{fault}\n")
        return 3
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    return 0


def _made() -> None:
    """Make the root that all others stand on, once."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise NoBareRoot("a bare Debian needs root")
    if BASE.is_dir():
        return
    if shutil.which("debootstrap") is None:
        raise NoBareRoot("a bare Debian needs debootstrap (apt-get install debootstrap)")
    half = BASE.with_name(f"{BASE.name}.part")
    shutil.rmtree(half, ignore_errors=True)
    half.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["debootstrap", "--variant=minbase", SUITE, str(half)], check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise NoBareRoot(f"debootstrap failed: {done.stdout.strip()[-300:]}")
    half.replace(BASE)


def _number(text: str, field: str) -> int:
    found = re.search(rf"^{field}: (\d+)$", text, re.MULTILINE)
    return int(found.group(1)) if found else 0


if __name__ == "__main__":
    sys.exit(main())
