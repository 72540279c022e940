"""A real nginx for tests: the system's or the one that `build/dev.py` unpacked; it never runs as a service."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONFIGURATION = ROOT / "build" / "nginx" / "beratungskoffer.conf"
UNPACKED = ROOT / ".cache" / "tools" / "nginx" / "usr" / "sbin" / "nginx"
MISSING = "there is no nginx; 'python3 build/dev.py setup' fetches Debian's"
_PATIENCE_S = 10

_MAIN = """\
{user}
worker_processes {workers};
daemon off;
pid {folder}/pid;
error_log stderr warn;
events {{ worker_connections 1024; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Nginx:
    """A running server: its port, the folder of its configuration and logs, its version."""

    port: int
    folder: Path
    version: str

    @property
    def address(self) -> str:
        """Return the base address."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def processes(self) -> tuple[int, ...]:
        """Return the ids of its processes (Linux): the master and those that serve."""
        master = (self.folder / "pid").read_text(encoding="ascii").strip()
        served = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split()
        return tuple(map(int, (master, *served)))

    def asked(self) -> list[str]:
        """Return the lines of the access log."""
        return (self.folder / "access.log").read_text(encoding="utf-8").splitlines()


def program() -> str | None:
    """Return the path of an nginx, None if there is none."""
    return shutil.which("nginx") or (str(UNPACKED) if UNPACKED.is_file() else None)


@contextmanager
def serving(root: Path, folder: Path, *, workers: int = 1) -> Iterator[Nginx]:
    """Serve a published tree with the configuration that the README shows.

    Args:
        root: the published folder.
        folder: an empty folder for configuration, logs and temporary files.
        workers: processes that serve.

    Raises:
        RuntimeError: nginx did not start.
    """
    nginx = program()
    if nginx is None:
        raise RuntimeError(MISSING)
    port = _free_port()
    # A master that is root would hand over to a user who cannot read the tests' folders.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_MAIN.format(user=user, workers=workers, folder=folder), encoding="utf-8")
    (folder / "site.conf").write_text(_adapted(port, root), encoding="utf-8")
    with (folder / "error.log").open("wb") as errors:
        command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
        process = subprocess.Popen(command, stderr=errors)
        try:
            _wait(process, port, folder / "error.log")
            yield Nginx(port, folder, _version(nginx))
        finally:
            process.terminate()
            process.wait()


def _version(nginx: str) -> str:
    told = subprocess.run([nginx, "-v"], check=True, stderr=subprocess.PIPE, text=True)
    return told.stderr.partition(": ")[2].strip()


def _adapted(port: int, root: Path) -> str:
    """Change what an administrator has to change: the lines that are marked."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    for name, value in {"listen": f"127.0.0.1:{port}", "server_name": "127.0.0.1", "root": f'"{root}"'}.items():
        text, count = re.subn(rf"^ *{name} [^;]+; +# CHANGE.*$", f"    {name} {value};", text, flags=re.MULTILINE)
        if count != 1:
            raise RuntimeError(f"{CONFIGURATION}: one marked line '{name}' is expected, there are {count}")
    return text


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int, errors: Path) -> None:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"nginx did not start: {errors.read_text(encoding='utf-8')}")
