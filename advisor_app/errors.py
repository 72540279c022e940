"""Faults: errors that are raised, and problems that are collected.

`AdvisorError` is for the user or the environment (a missing file, a full disk); its subclasses carry
data and a stable `code`, never a sentence. The faces (terminal, desktop) turn the code into words.
`Problem` is a fault in content: a value, collected with all others and shown together.
Anything else that is raised is a bug.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Severity(StrEnum):
    """How much a problem weighs: an error stops a build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in content, told so that its author can mend it.

    `line` counts from 1 (0: the file as a whole); `field` is a dotted path such as `amounts.rate_pct.max`;
    `message` is one line that names what is wrong and what to do about it.
    """

    file: str
    line: int
    field: str
    code: str
    severity: Severity
    message: str


class AdvisorError(Exception):
    """A fault of input or environment that the user can act on.

    `code` is stable; `exit_status` is what the terminal returns for it; `details` are the named values
    that the message of the face is made of.
    """

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 3

    def __init__(self, **details: object) -> None:
        super().__init__(self.code, details)
        self.details = details


class UsageFault(AdvisorError):
    """The call itself is wrong: an unknown item, field or option value. Details: `what`, `remedy`."""

    code = "usage"
    exit_status = 2


class ContentRefused(AdvisorError):
    """The content has errors, so nothing was built. Details: `errors` (count), `first` (a Problem)."""

    code = "content_refused"
    exit_status = 1


class InputUnreadable(AdvisorError):
    """A file given by the user cannot be read as what it should be. Details: `file`, `place`, `remedy`."""

    code = "input_unreadable"
    exit_status = 2


class EnvironmentFault(AdvisorError):
    """Disk, permission or another fault of the machine. Details: `path`, `reason`, `remedy`."""

    code = "environment"
    exit_status = 3


class KnowledgeMissing(AdvisorError):
    """There is no knowledge database where one is looked for. Details: `path`."""

    code = "knowledge_missing"
    exit_status = 3


class KnowledgeDamaged(AdvisorError):
    """The knowledge database or its index cannot be read. Details: `path`, `reason`."""

    code = "knowledge_damaged"
    exit_status = 3


class KnowledgeTooNew(AdvisorError):
    """The knowledge database was written by a newer app. Details: `path`, `found`, `supported`."""

    code = "knowledge_too_new"
    exit_status = 3


class Cancelled(AdvisorError):
    """The user cancelled a long piece of work; nothing was changed."""

    code = "cancelled"
    exit_status = 1


class Busy(AdvisorError):
    """Another process is writing the same knowledge. Details: `path`."""

    code = "busy"
    exit_status = 3


class StepFailed(AdvisorError):
    """A step of the admin's work failed. Details: `step`, `reason` (one line), `remedy`, `log` (file)."""

    code = "step_failed"
    exit_status = 3


class DiskFull(EnvironmentFault):
    """The disk has no room left. Details: `path`, `needed` and `free` (bytes; 0 where unknown), `reason`, `remedy`."""

    code = "disk_full"


class EndpointMissing(AdvisorError):
    """No server is set up to receive updates from. Details: none."""

    code = "endpoint_missing"
    exit_status = 2


class TransportFault(AdvisorError):
    """Something between here and the endpoint failed. Details: `where` (host or path), `reason`."""

    code = "transport"
    exit_status = 3


class Offline(TransportFault):
    """There is no network: no name can be resolved, no route leads out. Details: as `TransportFault`."""

    code = "offline"


class ServerUnreachable(TransportFault):
    """The network is there, the endpoint does not answer (refused, timed out, broken off)."""

    code = "server_unreachable"


class ProxyLogin(TransportFault):
    """A proxy wants a user name and a password (status 407)."""

    code = "proxy_login"


class ServerRefused(TransportFault):
    """The endpoint answers with an error. Further details: `status`, `retry_after` (seconds, 0 if not said)."""

    code = "server_refused"


class TransportAltered(TransportFault):
    """Something on the way answers instead of the endpoint or changes what it sends (portal, gzip, redirect)."""

    code = "transport_altered"


class TlsRefused(TransportFault):
    """The endpoint's certificate is not trusted by this machine."""

    code = "tls_refused"


class TooSlow(TransportFault):
    """Data arrives more slowly than the minimum rate for too long."""

    code = "too_slow"


class TrustFault(AdvisorError):
    """What was received cannot be trusted; nothing of it was used. Details: `where`, `reason`."""

    code = "trust"
    exit_status = 4


class SignatureWrong(TrustFault):
    """A signature is missing, wrong, or by a key that may not sign this."""

    code = "signature_wrong"


class RolledBack(TrustFault):
    """The endpoint offers an older state than this device has seen. Further details: `offered`, `known`."""

    code = "rolled_back"


class ContentMismatch(TrustFault):
    """A pack is not what its signature says, or does not lead to the signed state."""

    code = "content_mismatch"


class MaterialExpired(TrustFault):
    """Signed material has expired: nobody renewed it, or the clock is ahead.

    Details: `where`, `role`, `expired_on` (ISO day), `reason`.
    """

    code = "material_expired"


class ClockWrong(TrustFault):
    """The machine's clock is plainly wrong: nothing can be said about expiry. Details: `today`, `known` (ISO days)."""

    code = "clock_wrong"


class TrustRootDamaged(TrustFault):
    """The root of trust of this installation cannot be read. Details: `where`, `reason`."""

    code = "trust_root_damaged"


class RootUnfit(TrustFault):
    """No release may carry this root of trust. `reason` is a code: `development` or `expired`."""

    code = "root_unfit"


class AppTooOld(AdvisorError):
    """The content needs a newer app; the old content stays.

    Details: `needs` (what), `have`, `offered` (the version of the app that can be had, "" for none).
    """

    code = "app_too_old"
    exit_status = 1


class PolicyUnreadable(InputUnreadable):
    """What an administrator or the house fixed here cannot be read or followed. Details: `file`, `place`, `remedy`."""

    code = "policy_unreadable"
    exit_status = 3


class NotSaved(EnvironmentFault):
    """The place the user chose for a file takes none. Details: `path`, `reason`, `remedy`."""

    code = "not_saved"


class TextTooLong(AdvisorError):
    """A text does not fit into a square to photograph. Details: `octets`, `most`."""

    code = "text_too_long"
    exit_status = 1
