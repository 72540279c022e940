"""Signing Windows programs with the admin's own command and certificate.

The project never sees a key: the command is a template such as

    signtool sign /fd SHA256 /tr http://timestamp.example /td SHA256 /sha1 THUMBPRINT {file}
    osslsigncode sign -pkcs11module ... -h sha256 -in {file} -out {signed}

`{file}` stands for the file; a command that cannot sign in place writes `{signed}`, which then takes its place.
"""

from __future__ import annotations

import json
import os
import shlex
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from advisor_app.errors import AdvisorError, StepFailed, UsageFault
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.steps import run_step

STEP = "sign"
# How the process that signs the uninstaller in the middle of packing is told the command and the log.
VARIABLE = "BERATUNGSKOFFER_SIGNING"
_FILE, _SIGNED = "{file}", "{signed}"
_REMEDY = "try the command by hand; nothing that is unsigned was handed out"
_LIMIT_S = 300.0
# Where a Windows program says how long its signature is: offset of its headers, optional header, table of directories.
_HEADERS_AT = 0x3C
_OPTIONAL_AT = 24
_PLUS = 0x20B
_DIRECTORIES_AT = {0x10B: 96, _PLUS: 112}
_SECURITY = 4
_ENTRY = struct.Struct("<II")


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningCommand:
    """The admin's command, word by word."""

    words: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> SigningCommand:
        """Read a command as a shell would, without running one.

        Raises:
            UsageFault: it is no command, or does not say where the file goes.
        """
        try:
            words = tuple(_split(text))
        except ValueError as exc:
            raise UsageFault(what=f"--sign: {exc}", remedy="close every quotation mark") from exc
        if not any(_FILE in word for word in words[1:]):
            raise UsageFault(what=f"--sign: {text}", remedy=f"write {_FILE} where the path of the file belongs")
        return cls(words=words)

    def sign(self, file: Path, *, log: Path) -> None:
        """Sign a program or library in its place.

        Args:
            file: what is signed.
            log: receives what the command says.

        Raises:
            StepFailed: the command failed, or the file bears no signature afterwards.
            EnvironmentFault: the disk refused.
        """
        signed = file.with_name(f"{file.name}.signed")
        values = {_FILE: str(file), _SIGNED: str(signed)}
        command = [_filled(word, values) for word in self.words]
        run_step(STEP, command, log=log, remedy=_REMEDY, limit_s=_LIMIT_S)
        try:
            if signed.is_file():
                signed.replace(file)
            done = is_signed(file)
        except OSError as exc:
            raise fault_of(exc, file) from exc
        if not done:
            raise StepFailed(step=STEP, reason=f"{file.name} bears no signature afterwards", remedy=_REMEDY, log=log)

    def for_child(self, log: Path) -> dict[str, str]:
        """Return the environment in which `python -m` of this module signs the file it is given."""
        return {VARIABLE: json.dumps({"words": self.words, "log": str(log)})}


def is_signed(file: Path) -> bool:
    """Tell whether a Windows program bears a signature, good or bad.

    Raises:
        OSError: it cannot be read.
    """
    data = file.read_bytes()
    try:
        (headers,) = struct.unpack_from("<I", data, _HEADERS_AT)
        (magic,) = struct.unpack_from("<H", data, headers + _OPTIONAL_AT)
        table = headers + _OPTIONAL_AT + _DIRECTORIES_AT[magic]
        at, size = _ENTRY.unpack_from(data, table + _SECURITY * _ENTRY.size)
    except (struct.error, KeyError):
        return False
    return bool(0 < at < len(data) and size)


def main(argv: list[str]) -> int:
    """Sign one file as the environment says and return the exit status; the packer of the setup calls this."""
    told = json.loads(os.environ[VARIABLE])
    try:
        SigningCommand(words=tuple(told["words"])).sign(Path(argv[0]), log=Path(told["log"]))
    except AdvisorError as exc:
        sys.stderr.write(f"{exc.code}: {exc.details}\n")
        return exc.exit_status
    return 0


def _split(text: str) -> list[str]:
    if sys.platform != "win32":
        return shlex.split(text)
    # Backslashes belong to paths there.
    return [word.strip('"') for word in shlex.split(text, posix=False)]


def _filled(word: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        word = word.replace(name, value)
    return word


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
