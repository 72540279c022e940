#!/usr/bin/env python3
"""Set up, run, test, measure and picture Beratungskoffer. Needs nothing but Python 3.11 or newer.

    python3 build/dev.py setup              the virtual environment in .venv/
    python3 build/dev.py run                set up and open the app on the knowledge in kb/
    python3 build/dev.py test [--all] [..]  set up and run every check and test (--all: every fault, example, window)
    python3 build/dev.py test --installers  build all installers and test them: bare Debian root, wine, real windows
    python3 build/dev.py installer [..]     set up and build installers: 'advisor-admin installer build [..]'
    python3 build/dev.py bench search|start|update|pages|check [--json] [..]   (start --frozen: beside others)
    python3 build/dev.py shots DIR          pictures of every screen
    python3 build/dev.py lock               write the lock files anew from pyproject.toml

On Linux the window needs system libraries. On Debian, as root, what is missing is installed; otherwise one line says
which packages to install.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
LOCKS = ROOT / "build" / "lock"
# Each level holds everything of the one before it.
LEVELS = ("runtime", "dev", "bench")
# What installers are frozen with is an environment of its own (`advisor-admin installer build` makes it).
FROZEN = "installer"
GROUPS = {
    "runtime": ("install",),
    "dev": ("install", "dev"),
    "bench": ("install", "dev", "bench"),
    FROZEN: ("installer",),
}
EXTRAS = {"runtime": (), "dev": ("admin",), "bench": ("admin",), FROZEN: ()}

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# A virtual display, and a window manager on it: without one no window gets the keyboard.
DISPLAY_PROGRAMS = {"Xvfb": "xvfb", "xauth": "xauth", "openbox": "openbox"}
# What freezing needs; Windows installers are made by Wine, MinGW and NSIS, and tried in Wine.
FREEZE_PROGRAMS = {"objdump": "binutils", "xz": "xz-utils", "cc": "gcc", "c++": "g++"}
WINDOWS_PROGRAMS = {"wine": "wine wine64", "makensis": "nsis", "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-posix"}
INSTALLER_TEST_PROGRAMS = {
    "debootstrap": "debootstrap",
    "appstreamcli": "appstream",
    "desktop-file-validate": "desktop-file-utils",
    "lintian": "lintian",
}
# For comparison.
PEERS = {"zeal": "zeal", "recoll": "recoll", "kiwix-desktop": "kiwix"}
# Strace kills an update at every system call, binutils look into libraries.
TEST_PROGRAMS = {"strace": "strace", "objdump": "binutils", "xz": "xz-utils"}
NGINX = CACHE / "tools" / "nginx"


class Stop(Exception):
    """Ends the program with one line on stderr and an exit status."""

    def __init__(self, line: str, status: int = 3) -> None:
        super().__init__(line)
        self.status = status


def main(argv: list[str]) -> int:
    """Run one command and return the exit status."""
    command, *rest = argv or ["--help"]
    commands = {
        "setup": setup_command,
        "run": run,
        "test": test,
        "bench": bench,
        "shots": shots,
        "installer": installer,
        "lock": lock,
    }
    if command in ("--help", "-h", "help"):
        print(__doc__)
        return 0
    if command not in commands:
        raise Stop(f"there is no command '{command}'; one of {', '.join(commands)}", 2)
    return commands[command](rest)


def setup_command(_rest: list[str]) -> int:
    """Set up everything that tests need, so that the machine can go offline afterwards."""
    prepare_tests()
    say("ready: python3 build/dev.py run")
    return 0


def run(rest: list[str]) -> int:
    """Open the app; without a display the app itself offers the search in the terminal."""
    setup("runtime")
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        need_libraries({**QT_LIBRARIES, **WINDOW_LIBRARIES})
    try:
        build_knowledge()
    except Stop as stop:
        # Whoever is in the middle of writing content still wants to read the rest.
        if not (CACHE / "knowledge" / "current").is_file():
            raise
        say(f"{stop}; opening what was built last")
    return call([python(), "-m", "advisor_app", *rest])


def test(words: list[str]) -> int:
    """Run style, types and all tests, those of the window in real windows; every step is run.

    Those of the window are run offscreen, too, with `--all`, with words of one's own and without a virtual display.
    """
    started = time.monotonic()
    if "--installers" in words:
        return test_installers([word for word in words if word != "--installers"])
    prepare_tests()
    everything = "--all" in words
    words = [word for word in words if word != "--all"]
    tests = [python(), "-m", "pytest", *words]
    offscreen = {"QT_QPA_PLATFORM": "offscreen"}
    if everything:
        offscreen["BERATUNGSKOFFER_ALL_FAULTS"] = "1"
    elif not words and shutil.which("xvfb-run"):
        offscreen["BERATUNGSKOFFER_WINDOWS_NEXT"] = "1"
    statuses = {
        "style": call([tool("ruff"), "check", "."]),
        "format": call([tool("ruff"), "format", "--check", "."]),
        "tests": call([*tests, "-n", "2", "--dist", "loadfile"], offscreen),
        "types and windows": call([python(), "-m", "tests.side_by_side", *words]),
    }
    failed = [name for name, status in statuses.items() if status]
    verdict = f"failed: {', '.join(failed)}" if failed else "all passed"
    say(f"{len(statuses)} steps in {time.monotonic() - started:.0f} s; {verdict}")
    return 1 if failed else 0


def test_installers(words: list[str]) -> int:
    """Build the installers of both platforms and test what comes out; `words` go to pytest."""
    finished = CACHE / "installer" / "tested"
    status = installer(["--development", "--out", str(finished)])
    if status:
        return status
    need_libraries(QT_LIBRARIES, programs={**DISPLAY_PROGRAMS, **INSTALLER_TEST_PROGRAMS})
    env = {"BERATUNGSKOFFER_INSTALLERS": str(finished), "QT_QPA_PLATFORM": "offscreen"}
    return call([python(), "-m", "pytest", *(words or ["tests/installers"])], env)


def installer(rest: list[str]) -> int:
    """Build installers; the words are those of `advisor-admin installer build`."""
    setup("dev")
    target = next((word.partition("=")[2] for word in rest if word.startswith("--target=")), "")
    if "--target" in rest[:-1]:
        target = rest[rest.index("--target") + 1]
    windows = {} if target == "linux" else {**WINDOWS_PROGRAMS, **DISPLAY_PROGRAMS}
    need_libraries({**QT_LIBRARIES, **WINDOW_LIBRARIES}, programs={**FREEZE_PROGRAMS, **windows})
    need_python()
    return call([python(), "-m", "advisor_app.terminal.admin", "installer", "build", *rest])


def need_python() -> None:
    """Make sure of what Debian's interpreter does without: its shared library, and headers to compile NumPy with."""
    library = Path(sysconfig.get_config_var("LIBDIR") or "", sysconfig.get_config_var("INSTSONAME") or "-")
    headers = Path(sysconfig.get_path("include"), "Python.h")
    if sys.platform.startswith("linux") and not (library.is_file() and headers.is_file()):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        apt_install([f"python{version}-dev"], "Python's library or headers are missing")


def bench(rest: list[str]) -> int:
    """Measure side by side with the alternatives."""
    subjects = ("search", "start", "update", "pages", "check")
    if not rest or rest[0] not in subjects:
        raise Stop(f"bench what? one of {', '.join(subjects)}", 2)
    setup("bench")
    if rest[0] == "start":
        programs = {**DISPLAY_PROGRAMS, **(PEERS if "--frozen" in rest else {})}
        need_libraries({**QT_LIBRARIES, **WINDOW_LIBRARIES}, programs=programs)
        build_knowledge()
    if rest[0] in ("update", "pages"):
        need_libraries(QT_LIBRARIES)
    if rest[0] == "update":
        fetch_nginx()
    return call([python(), "-m", f"tests.benchmarks.{rest[0]}", *rest[1:]])


def prepare_tests() -> None:
    """Set up everything that tests need."""
    setup("dev")
    need_libraries({**QT_LIBRARIES, **WINDOW_LIBRARIES}, programs={**DISPLAY_PROGRAMS, **TEST_PROGRAMS})
    fetch_nginx()
    build_knowledge()


def fetch_nginx() -> None:
    """Unpack Debian's nginx beside the checkout's other tools: installing it would start a server on this machine."""
    if (NGINX / "usr" / "sbin" / "nginx").is_file() or not (shutil.which("apt-get") and shutil.which("dpkg")):
        return
    say("fetching nginx for the tests (once)")
    with tempfile.TemporaryDirectory() as folder:
        quiet = subprocess.DEVNULL
        order = ["apt-get", "download", "-qq", "nginx"]
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

        def download() -> int:
            return subprocess.run(order, cwd=folder, env=env, check=False, stdout=quiet, stderr=quiet).returncode

        # The package lists of a fresh root are empty.
        if download() and (os.geteuid() or call(["apt-get", "update", "-qq"], env) or download()):
            say("nginx could not be fetched; the tests that need it are skipped")
            return
        package = next(Path(folder).glob("nginx_*.deb"))
        NGINX.mkdir(parents=True, exist_ok=True)
        must(["dpkg", "-x", str(package), str(NGINX)], "nginx could not be unpacked")


def shots(rest: list[str]) -> int:
    """Write pictures of every screen into a folder."""
    if len(rest) != 1:
        raise Stop("shots needs one folder", 2)
    setup("runtime")
    need_libraries(QT_LIBRARIES)
    build_knowledge()
    return call([python(), "-m", "advisor_app.desktop.shots", rest[0]], {"QT_QPA_PLATFORM": "offscreen"})


def lock(_rest: list[str]) -> int:
    """Resolve pyproject.toml anew for all platforms, with hashes."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        scripts = Path(folder) / ("Scripts" if os.name == "nt" else "bin")
        subprocess.run([scripts / "pip", "install", "-q", "uv"], check=True)
        for level in (*LEVELS, FROZEN):
            groups = [word for group in GROUPS[level] for word in ("--group", group)]
            groups += [word for extra in EXTRAS[level] for word in ("--extra", extra)]
            target = LOCKS / f"{level}.txt"
            options = [
                "--universal",
                "--python-version",
                "3.11",
                "--generate-hashes",
                "--no-annotate",
                "--no-header",
                "-q",
            ]
            subprocess.run(
                [scripts / "uv", "pip", "compile", *options, "pyproject.toml", *groups, "-o", target],
                cwd=ROOT,
                check=True,
            )
    return 0


def setup(level: str) -> None:
    """Bring the virtual environment to a level; does nothing where it is there already."""
    stamp = VENV / "level"
    wanted = {name: f"{name} {fingerprint_of([LOCKS / f'{name}.txt', ROOT / 'pyproject.toml'])}" for name in LEVELS}
    enough = {wanted[name] for name in LEVELS[LEVELS.index(level) :]}
    if stamp.is_file() and stamp.read_text(encoding="utf-8") in enough:
        return
    if not Path(python()).is_file():
        make_venv()
    say(f"installing what '{level}' needs (once)")
    pip = [python(), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    must([*pip, "--require-hashes", "-r", str(LOCKS / f"{level}.txt")], "the packages could not be installed")
    must([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], "the project could not be installed")
    stamp.write_text(wanted[level], encoding="utf-8")


def make_venv() -> None:
    """Create the virtual environment; Debian keeps a part of that in a package of its own."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        apt_install([version], "Python cannot make virtual environments")
    must([sys.executable, "-m", "venv", "--clear", str(VENV)], "the virtual environment could not be made")


def need_libraries(libraries: dict[str, str], programs: dict[str, str] | None = None) -> None:
    """Make sure that the system libraries of the window are there (Linux only)."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for name, package in libraries.items() if not loads(name)]
    for name, packages in (programs or {}).items():
        missing += [] if shutil.which(name) else packages.split()
    if missing:
        apt_install(missing, "the window needs system libraries")


def loads(library: str) -> bool:
    """Tell whether a shared library can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_install(packages: list[str], why: str) -> None:
    """Install Debian packages as root; otherwise say what to install and stop."""
    order = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise Stop(f"{why}; install these packages and start again: {order}")
    say(f"{why}; installing {' '.join(packages)}")
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    quiet = subprocess.DEVNULL
    # The package lists of a fresh root are empty; a machine that has them need not fetch them.
    if call(install, env, stdout=quiet) and (
        call(["apt-get", "update", "-qq"], env) or call(install, env, stdout=quiet)
    ):
        raise Stop(f"{why}, and they could not be installed; try: {order}")


def build_knowledge() -> None:
    """Build the knowledge of kb/ if it or what builds it has changed since the last time."""
    stamp = CACHE / "knowledge" / "inputs"
    sources = [
        path
        for room in ("content", "domain", "knowledge", "publishing", "search")
        for path in tree(ROOT / "advisor_app" / room)
    ]
    now = fingerprint_of([*tree(ROOT / "kb"), *tree(ROOT / "resources" / "geodata"), *sources])
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == now:
        return
    must([python(), "-m", "advisor_app.terminal.admin", "build"], "the knowledge could not be built", ours=True)
    stamp.write_text(now, encoding="utf-8")


def tree(folder: Path) -> list[Path]:
    """Return the files below a folder, without caches."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def fingerprint_of(files: list[Path]) -> str:
    """Return a digest of the files' names and contents."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def python() -> str:
    """Return the interpreter of the virtual environment."""
    return tool("python")


def tool(name: str) -> str:
    """Return a program of the virtual environment."""
    return str(VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name)


def must(command: list[str], otherwise: str, *, ours: bool = False) -> None:
    """Run a command; stop with one line if it fails."""
    status = call(command)
    if status:
        raise Stop(
            otherwise if ours else f"{otherwise} (status {status} of: {' '.join(command)})", status if ours else 3
        )


def call(command: list[str], env: dict[str, str] | None = None, stdout: int | None = None) -> int:
    """Run a command in the checkout and return its status."""
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **(env or {})}, check=False, stdout=stdout).returncode


def say(text: str) -> None:
    """Tell what is going on, on stderr."""
    print(f"dev: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 (whoever starts this has some Python; the line below is what helps)
        sys.exit("dev: Python 3.11 or newer is needed")
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        print(f"dev: {stop}", file=sys.stderr)
        sys.exit(stop.status)
    except KeyboardInterrupt:
        sys.exit(130)
