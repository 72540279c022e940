"""English words for error codes: one line that names the file, the place and the remedy."""

from __future__ import annotations

from advisor_app.errors import AdvisorError, Problem

_TEXTS = {
    "usage": "{what}; {remedy}",
    "content_refused": "the content has {errors} error(s), nothing was built; the first: {first_line}; "
    "'advisor-admin validate' lists all",
    "input_unreadable": "{file}: {place}: {remedy}",
    "policy_unreadable": "{file}: {place}: {remedy}; until then there are no updates",
    "environment": "{path}: {reason}; {remedy}",
    "not_saved": "{path}: nothing can be written there ({reason}); choose another folder",
    "knowledge_missing": "{path}: there is no knowledge yet; run 'advisor-admin build' once",
    "knowledge_damaged": "{path}: the knowledge cannot be read ({reason}); run 'advisor-admin build' to make it anew",
    "knowledge_too_new": "{path}: written in format {found}, this version reads up to {supported}; update the app",
    "cancelled": "cancelled, nothing was changed",
    "busy": "{path}: another process is writing here; try again when it has ended",
    "step_failed": "{step}: {reason}; {remedy} (log: {log})",
    "disk_full": "{path}: the disk is full{room}; free some space and try again",
    "endpoint_missing": "no server is set up to receive updates from; name one with --from URL, DIR or FILE",
    "transport": "{where}: {reason}",
    "offline": "{where}: there is no network ({reason}); what is on this device stays usable, "
    "or update from a stick with --from FILE",
    "server_unreachable": "{where}: does not answer ({reason}); try again later or check the address",
    "proxy_login": "{where}: the proxy wants a user name and a password; put them into the proxy address, "
    "http://user:password@proxy:port",
    "server_refused": "{where}: answers with status {status} ({reason}); try again later or tell whoever runs it",
    "transport_altered": "{where}: something on the way answers instead of the server or changes what it sends "
    "({reason}); log in to the network first, or use another one",
    "tls_refused": "{where}: its certificate is not trusted here ({reason}); install your house's certificate "
    "authority",
    "too_slow": "{where}: sends too slowly ({reason}); try again on another network",
    "trust": "{where}: what was received cannot be trusted ({reason}); nothing of it was used",
    "signature_wrong": "{where}: a signature is missing or wrong ({reason}); nothing of it was used, "
    "tell the publisher",
    "rolled_back": "{where}: is older than what this device has seen already ({reason}); nothing of it was used; "
    "an old stick is harmless, of a server tell the publisher",
    "content_mismatch": "{where}: the content is not what was signed ({reason}); nothing of it was used, "
    "tell the publisher",
    "material_expired": "{where}: the signed '{role}' expired on {expired_on}; what is on this device stays usable, "
    "tell the publisher to renew it, or set the clock of this machine if it is ahead",
    "clock_wrong": "the clock of this machine says {today}, which does not fit what was signed around {known}; "
    "set it and try again",
    "trust_root_damaged": "{where}: the root of trust cannot be read ({reason}); install the app anew",
    "root_unfit": "{where}: no installer may carry this root of trust ({reason}); name your own with --root or in the "
    "preset, 'advisor-admin keys init' makes one; for trying out: --development",
    "app_too_old": "the new content needs {needs}, this is {have}; update the app, the old content stays",
    "text_too_long": "the text has {octets} bytes, a square to photograph holds {most}; choose a shorter one",
}


def message_for(error: AdvisorError) -> str:
    """Return the one line that tells a user what is wrong and what helps."""
    details = {key: _one_line(value) for key, value in error.details.items()}
    details["room"] = _room(error)
    first = error.details.get("first")
    if first is not None:
        details["first_line"] = problem_line(first)
    template = _TEXTS[error.code]
    if details.get("place") == "":
        template = template.replace("{place}: ", "")
    if details.get("log") == "":
        template = template.removesuffix(" (log: {log})")
    return template.format_map(_Missing(details))


def _room(error: AdvisorError) -> str:
    """Return what is known of the room on a disk in whole megabytes, rounded up; "" where nothing is."""
    sizes = ((error.details.get(name), name) for name in ("needed", "free"))
    known = [f"{-(-size // 1_000_000)} MB {name}" for size, name in sizes if isinstance(size, int) and size]
    return f" ({', '.join(known)})" if known else ""


def problem_line(problem: object) -> str:
    """Return a problem as one line: file:line: severity [code] field: message."""
    if not isinstance(problem, Problem):
        return _one_line(problem)
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    field = f"{problem.field}: " if problem.field else ""
    return f"{place}: {problem.severity} [{problem.code}] {field}{_one_line(problem.message)}"


def _one_line(value: object) -> str:
    """Keep foreign text on one line and free of terminal control characters."""
    return "".join(char if char.isprintable() else " " for char in str(value))


class _Missing(dict[str, str]):
    """A detail that the raiser left out shows as a dash instead of hiding the message."""

    def __missing__(self, key: str) -> str:
        return "-"
