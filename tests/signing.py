"""Keys in memory, endpoints in a dictionary, and python-tuf's own client, for tests of what is signed."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface, TargetFile, Updater

from advisor_app.publishing.keys import new_key
from advisor_app.publishing.roles import ChannelKeys, Current, PackFile, initial_metadata

NOW = datetime.now(UTC).replace(microsecond=0)
FIRST_ROOT = "metadata/1.root.json"
PACKS = {"content/snapshot.kbp": PackFile(length=3, sha256="ab" * 32)}


def plain_forms(key: CryptoSigner) -> list[bytes]:
    """Return every way in which a private key could lie around unencrypted."""
    private = key._private_key
    assert isinstance(private, Ed25519PrivateKey)
    raw = private.private_bytes_raw()
    texts = [
        private.private_bytes(Encoding.PEM, form, NoEncryption())
        for form in (PrivateFormat.PKCS8, PrivateFormat.OpenSSH)
    ]
    lines = [max(text.splitlines()[1:-1], key=len) for text in texts]
    return [raw, raw.hex().encode(), raw.hex().upper().encode(), b64encode(raw).rstrip(b"="), *lines]


def all_bytes(folder: Path) -> bytes:
    """Return what lies in a folder, and what its PEM files hold."""
    written = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    decoded = [b64decode(b"".join(one.splitlines()[1:-1])) for one in written if one.startswith(b"-----BEGIN")]
    return b"\n".join([*written, *decoded])


def new_keys(count: int) -> list[CryptoSigner]:
    """Return some new keys."""
    return [new_key() for _ in range(count)]


@dataclass
class Channel:
    """A channel whose keys are all at hand and whose endpoint is a dictionary."""

    root: list[CryptoSigner] = field(default_factory=lambda: new_keys(3))
    app: list[CryptoSigner] = field(default_factory=lambda: new_keys(3))
    content: list[CryptoSigner] = field(default_factory=lambda: new_keys(1))
    online: CryptoSigner = field(default_factory=new_key)
    files: dict[str, bytes] = field(default_factory=dict)
    name: str = "ab" * 16

    @property
    def keys(self) -> ChannelKeys:
        return ChannelKeys(
            root=tuple(key.public_key for key in self.root),
            app=tuple(key.public_key for key in self.app),
            content=tuple(key.public_key for key in self.content),
            online=(self.online.public_key,),
        )

    @property
    def everybody(self) -> list[CryptoSigner]:
        return [*self.root, *self.app, *self.content, self.online]

    @property
    def first_root(self) -> bytes:
        return self.files[FIRST_ROOT]

    def begin(self, now: datetime = NOW) -> Channel:
        """Put the first signed files at the endpoint."""
        self.files.update(initial_metadata(self.keys, self.everybody, channel=self.name, development=False, now=now))
        return self

    def current(self, now: datetime = NOW) -> Current:
        """Return the verified state of the endpoint."""
        return Current.read(self.files.get, self.first_root, now=now)


class DictFetcher(FetcherInterface):
    """Serves files from a dictionary."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def _fetch(self, url: str) -> Iterator[bytes]:
        data = self._files.get(url.removeprefix("mem://"))
        if data is None:
            raise DownloadHTTPError(url, 404)
        return iter((data,))


def ask_client(
    files: Mapping[str, bytes], root: bytes, directory: Path, name: str = "content/snapshot.kbp"
) -> TargetFile | None:
    """Let python-tuf's client refresh itself and return what it then trusts under a name."""
    directory.mkdir(parents=True, exist_ok=True)
    updater = Updater(str(directory), "mem://metadata/", fetcher=DictFetcher(files), bootstrap=root)
    updater.refresh()
    return updater.get_targetinfo(name)
