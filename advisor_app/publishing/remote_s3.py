"""Publishing to S3 and whatever speaks its language: an object appears whole, with its cache header."""

from __future__ import annotations

import importlib
from typing import Any

from advisor_app.errors import AdvisorError, ServerUnreachable, TransportFault, UsageFault
from advisor_app.publishing.destination import CHANGING, IMMUTABLE, Destination
from advisor_app.publishing.remote import TIMEOUT_S, Address, RemoteDestination, login_refused

# None of these packages ships types.
_s3fs: Any = importlib.import_module("s3fs")
_botocore: Any = importlib.import_module("botocore.exceptions")
_OPTIONS = ("endpoint_url", "region", "profile")
# Codes with which a store refuses who asks, not what is asked for.
_LOGIN_CODES = frozenset(
    {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired"}
)


class S3Destination(RemoteDestination):
    """A bucket, or a folder in one."""

    def close(self) -> None:
        """Nothing is held open: the library ends its session itself."""

    def _put(self, place: str, data: bytes, *, immutable: bool) -> None:
        kind = "application/json" if place.endswith(".json") else "application/octet-stream"
        self._files.pipe_file(place, data, CacheControl=IMMUTABLE if immutable else CHANGING, ContentType=kind)

    def _meaning(self, exc: Exception) -> AdvisorError | None:
        reason = " ".join(str(exc).split())
        # The library tells OSErrors; what the store said is their cause.
        response = getattr(exc.__cause__ or exc, "response", None) or {}
        if response.get("Error", {}).get("Code") in _LOGIN_CODES:
            return login_refused(self.label)
        if isinstance(exc, (_botocore.NoCredentialsError, _botocore.PartialCredentialsError)):
            why = "there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
            return TransportFault(where=self.label, reason=why)
        if isinstance(exc, (_botocore.ConnectionError, _botocore.HTTPClientError)):
            return ServerUnreachable(where=self.label, reason=reason)
        if isinstance(exc, _botocore.BotoCoreError):
            return TransportFault(where=self.label, reason=reason)
        return None


def open_address(address: Address) -> Destination:
    """Open a bucket; credentials come from where the tools for S3 look for them.

    Raises:
        UsageFault: an option is not known, or the address holds a password.
    """
    for name in address.options:
        if name not in _OPTIONS:
            raise UsageFault(what=f"'{name}' is no option of s3:", remedy=f"known are {', '.join(_OPTIONS)}")
    if address.has_login or address.port is not None:
        what = "an s3: address names bucket and folder only"
        raise UsageFault(what=what, remedy="write s3://bucket/folder and log in with AWS_* variables or a profile")
    options = address.options
    files = _s3fs.S3FileSystem(
        endpoint_url=options.get("endpoint_url"),
        profile=options.get("profile"),
        client_kwargs={"region_name": options["region"]} if "region" in options else {},
        config_kwargs={"connect_timeout": TIMEOUT_S, "read_timeout": 2 * TIMEOUT_S},
        use_listings_cache=False,
        skip_instance_cache=True,
    )
    faults = (_botocore.BotoCoreError, _botocore.ClientError)
    return S3Destination(files, base=address.host + address.path, label=address.label, faults=faults)
