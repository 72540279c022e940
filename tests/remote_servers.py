"""Real servers that content can be published to, on this machine, for one test: SFTP, S3 and WebDAV."""

from __future__ import annotations

import asyncio
import importlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncssh

USER = "redaktion"
# With every character that means something in an address.
PASSWORD = "Ge:heim/wort@1?#ä"
BUCKET = "beratungskoffer"
_PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class RemoteServer:
    """A place to publish to.

    `address` holds the password where the kind of place allows it, `wrong` is the same with another one.
    `environment` is what has to be set (`wrong_environment` for the wrong password), `folder` where the files arrive
    (None where they lie in memory).
    """

    address: str
    wrong: str
    environment: Mapping[str, str] = field(default_factory=dict)
    wrong_environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None


@contextmanager
def sftp_server(folder: Path, home: Path) -> Iterator[RemoteServer]:
    """Serve a folder over SFTP.

    Args:
        folder: what clients see as /.
        home: stands in for the user's home; its `.ssh/known_hosts` is written.
    """
    key = asyncssh.generate_private_key("ssh-ed25519")
    connections: list[asyncssh.SSHServerConnection] = []
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        server = asyncio.run_coroutine_threadsafe(_listen(key, folder, connections), loop).result(_PATIENCE_S)
        port = server.get_port()
        (home / ".ssh").mkdir()
        host_key = key.export_public_key().decode()
        (home / ".ssh" / "known_hosts").write_text(f"[127.0.0.1]:{port} {host_key}", encoding="utf-8")
        with_password = f"sftp://{USER}:{{}}@127.0.0.1:{port}/site"
        home_is = {"HOME": str(home)}
        right, wrong = (with_password.format(word) for word in (quote(PASSWORD, safe=""), "falsch-7734"))
        try:
            yield RemoteServer(right, wrong, home_is, home_is, folder / "site")
        finally:
            asyncio.run_coroutine_threadsafe(_end(server, connections), loop).result(_PATIENCE_S)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class _Login(asyncssh.SSHServer):
    def __init__(self, connections: list[asyncssh.SSHServerConnection]) -> None:
        self._connections = connections

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connections.append(conn)

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


async def _listen(
    key: asyncssh.SSHKey, folder: Path, connections: list[asyncssh.SSHServerConnection]
) -> asyncssh.SSHAcceptor:
    return await asyncssh.listen(
        "127.0.0.1",
        0,
        server_factory=lambda: _Login(connections),
        server_host_keys=[key],
        sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=os.fsencode(folder)),
    )


async def _end(server: asyncssh.SSHAcceptor, connections: Sequence[asyncssh.SSHServerConnection]) -> None:
    server.close()
    await server.wait_closed()
    for connection in connections:
        connection.abort()
        await connection.wait_closed()
    # What still serves a client that has hung up ends by itself, but it has to be given the time.
    if serving := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(serving, timeout=_PATIENCE_S)


@contextmanager
def s3_server() -> Iterator[RemoteServer]:
    """Serve an S3 bucket from memory, by a process of its own that checks signatures."""
    port = _free_port()
    # Making the bucket, the user, the permission and the keys is allowed to anybody; then signatures count.
    environment = {**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": "4"}
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        place = f"http://127.0.0.1:{port}"
        key, secret = _make_bucket(place)
        login = {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_DEFAULT_REGION": "us-east-1"}
        address = f"s3://{BUCKET}/site?endpoint_url={quote(place, safe='')}"
        yield RemoteServer(address, address, login, {**login, "AWS_SECRET_ACCESS_KEY": "falsch-7734"})
    finally:
        process.terminate()
        process.wait()


def _make_bucket(place: str) -> tuple[str, str]:
    session = importlib.import_module("botocore.session").get_session()
    session.set_credentials("setup", "setup")
    clients = [session.create_client(name, region_name="us-east-1", endpoint_url=place) for name in ("s3", "iam")]
    store, accounts = clients
    try:
        store.create_bucket(Bucket=BUCKET)
        accounts.create_user(UserName=USER)
        everything = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
        accounts.put_user_policy(UserName=USER, PolicyName="all", PolicyDocument=everything)
        made = accounts.create_access_key(UserName=USER)["AccessKey"]
        return str(made["AccessKeyId"]), str(made["SecretAccessKey"])
    finally:
        for client in clients:
            client.close()


@contextmanager
def webdav_server(folder: Path) -> Iterator[RemoteServer]:
    """Serve a folder over WebDAV, with a login."""
    (folder / "site").mkdir()
    application: Any = importlib.import_module("wsgidav.wsgidav_app").WsgiDAVApp(
        {
            "provider_mapping": {"/": str(folder)},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "logging": {"enable": False},
            "verbose": 0,
        }
    )
    server: Any = importlib.import_module("cheroot.wsgi").Server(("127.0.0.1", 0), application, numthreads=4)
    server.prepare()
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        with_password = f"webdav://{USER}:{{}}@127.0.0.1:{server.bind_addr[1]}/site"
        yield RemoteServer(
            with_password.format(quote(PASSWORD, safe="")), with_password.format("falsch-7734"), folder=folder / "site"
        )
    finally:
        server.stop()
        thread.join()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the server did not start (status {process.poll()})")
