"""Ways to a server that are not straight: a proxy, certificates nobody knows, addresses that never answer."""

from __future__ import annotations

import http.client
import select
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path
from typing import Any, ClassVar, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.faults.hostile_server import QuittingServer


class SmallProxy:
    """A forward proxy for http (absolute addresses) and https (CONNECT); a context manager.

    `requests` lists the request lines, `hosts` maps names that only the proxy knows to (address, port).

    Args:
        login: `user:password` it wants, "" for none.
        refuse: status it answers everything with, 0 for none.
        context: TLS, see `Authority.server`; None for a proxy without.
    """

    def __init__(self, *, login: str = "", refuse: int = 0, context: ssl.SSLContext | None = None) -> None:
        self.requests: list[str] = []
        self.hosts: dict[str, tuple[str, int]] = {}
        self._wanted = f"Basic {b64encode(login.encode()).decode()}" if login else ""
        self._refuse = refuse
        self._server = QuittingServer(("127.0.0.1", 0), type("Handler", (_ProxyHandler,), {"proxy": self}), context)
        self._scheme = "https" if context else "http"
        self.address = f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.stop()

    def url(self, login: str = "") -> str:
        """Return its address, with a login."""
        return f"{self._scheme}://{login}@{self.address}" if login else f"{self._scheme}://{self.address}"

    def answers(self, given: str | None) -> int:
        """Return the status for a login, 0 to let it in."""
        return 407 if self._wanted and given != self._wanted else self._refuse

    def target(self, place: str, default: int) -> tuple[str, int]:
        """Return where a request goes."""
        host, _, port = place.rpartition(":") if ":" in place else (place, "", str(default))
        return self.hosts.get(host, (host, int(port)))


class _ProxyHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: ClassVar[SmallProxy]

    def setup(self) -> None:
        if isinstance(self.request, ssl.SSLSocket):
            self.request.do_handshake()
        super().setup()

    def do_CONNECT(self) -> None:
        if self._let_in():
            self.close_connection = True
            with socket.create_connection(self.proxy.target(self.path, 443), 5) as there:
                self.send_response(200)
                self.end_headers()
                _relay(self.connection, there)

    def do_GET(self) -> None:
        if not self._let_in():
            return
        place, _, path = self.path.removeprefix("http://").partition("/")
        headers = {name: value for name, value in self.headers.items() if not name.startswith("Proxy-")}
        with closing(http.client.HTTPConnection(*self.proxy.target(place, 80), timeout=5)) as connection:
            connection.request("GET", f"/{path}", headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.casefold() not in ("transfer-encoding", "connection", "date", "server"):
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass

    def _let_in(self) -> bool:
        self.proxy.requests.append(self.requestline)
        status = self.proxy.answers(self.headers.get("Proxy-Authorization"))
        if status:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()
        return not status


def _relay(here: socket.socket, there: socket.socket) -> None:
    other = {here: there, there: here}
    while True:
        for sock in select.select([here, there], [], [])[0]:
            data = sock.recv(65_536)
            # What TLS has deciphered already, select does not see.
            while isinstance(sock, ssl.SSLSocket) and sock.pending():
                data += sock.recv(65_536)
            if not data:
                return
            other[sock].sendall(data)


@dataclass(frozen=True)
class Authority:
    """A certificate authority that no system knows. `file` is its certificate (PEM), for SSL_CERT_FILE."""

    directory: Path
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def file(self) -> Path:
        """Its certificate; written by `create`."""
        return self.directory / "authority.pem"

    @classmethod
    def create(cls, directory: Path) -> Self:
        """Make an authority and write its certificate."""
        made = cls(directory)
        builder = made._builder("Test authority", made.key.public_key(), timedelta(days=1))
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        builder = builder.add_extension(
            x509.SubjectKeyIdentifier.from_public_key(made.key.public_key()), critical=False
        )
        certificate = builder.sign(made.key, hashes.SHA256())
        made.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return made

    def server(self, *hosts: str, valid: timedelta = timedelta(days=1)) -> ssl.SSLContext:
        """Return the TLS of a server with these names; a negative time makes a certificate that has expired."""
        key = ec.generate_private_key(ec.SECP256R1())
        names: list[x509.GeneralName] = []
        for host in hosts:
            try:
                names.append(x509.IPAddress(ip_address(host)))
            except ValueError:
                names.append(x509.DNSName(host))
        builder = self._builder(hosts[0], key.public_key(), valid)
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
        )
        certificate = builder.sign(self.key, hashes.SHA256())
        file = self.directory / f"{hosts[0]}-{certificate.serial_number}.pem".replace(":", "_")
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _builder(self, name: str, key: ec.EllipticCurvePublicKey, valid: timedelta) -> x509.CertificateBuilder:
        end = datetime.now(UTC) + valid
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test authority")]))
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(end - timedelta(days=30))
            .not_valid_after(end)
        )


@contextmanager
def unanswering(host: str = "127.0.0.1") -> Iterator[int]:
    """Give the port of an address whose packets are dropped: connecting to it hangs."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.bind((host, 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        waiting = []
        try:
            # Nobody accepts: once the queue is full, the system drops what else comes.
            for _ in range(4):
                sock = socket.socket(family)
                sock.setblocking(False)
                sock.connect_ex((host, port))
                waiting.append(sock)
            time.sleep(0.05)
            yield port
        finally:
            for sock in waiting:
                sock.close()


def refusing() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
