"""Signing with the admin's command: a stand-in, and Debian's osslsigncode with a certificate made here."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from advisor_app.errors import StepFailed, UsageFault
from advisor_app.publishing.installers.setup_exe import write_setup
from advisor_app.publishing.installers.signing import SigningCommand, is_signed
from tests.installers.windows_setups import small_program

needs_signer = pytest.mark.skipif(
    not (shutil.which("osslsigncode") and shutil.which("makensis")), reason="osslsigncode or NSIS is not installed"
)


@pytest.mark.parametrize("text", ["signtool sign", "", "{file}", "sign 'open {file}"])
def test_command_that_does_not_say_where_the_file_goes_is_refused(text):
    with pytest.raises(UsageFault):
        SigningCommand.parse(text)


def test_words_stay_together_and_file_is_filled_in():
    command = SigningCommand.parse("tool -n 'Beratung Koffer' -in {file} -out {signed}")
    assert command.words == ("tool", "-n", "Beratung Koffer", "-in", "{file}", "-out", "{signed}")


def test_command_that_fails_is_told_with_its_last_words(tmp_path):
    file = tmp_path / "program.exe"
    file.write_bytes(b"MZ")
    command = SigningCommand.parse(f"{sys.executable} -c 'import sys; sys.exit(\"no token in {{file}}\")'")
    with pytest.raises(StepFailed) as raised:
        command.sign(file, log=tmp_path / "sign.log")
    assert "no token in" in str(raised.value.details["reason"])


def test_command_that_signs_nothing_is_not_believed(tmp_path):
    file = tmp_path / "program.exe"
    file.write_bytes(b"MZ" + bytes(1000))
    with pytest.raises(StepFailed) as raised:
        SigningCommand.parse("true {file}").sign(file, log=tmp_path / "sign.log")
    assert "bears no signature" in str(raised.value.details["reason"])


@needs_signer
def test_programs_uninstaller_and_setup_are_signed(windows_program, windows_order, tmp_path):
    seen = tmp_path / "seen"
    sign = _signing(tmp_path, seen)
    made = write_setup(windows_program, windows_order, sign=sign, progress=lambda *_told: None)
    assert all(is_signed(file) for file in (made.file, *windows_program.glob("*.exe")))
    # Both programs, the uninstaller in the middle of packing, and last the setup itself.
    assert len(seen.read_text(encoding="utf-8").splitlines()) == 4
    told = subprocess.run(
        ["osslsigncode", "verify", "-CAfile", tmp_path / "certificate.pem", "-in", made.file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Signature verification: ok" in told.stdout


@needs_signer
def test_uninstaller_that_cannot_be_signed_stops_the_setup(windows_program, windows_order, tmp_path):
    programs = len(list(windows_program.glob("*.exe")))
    sign = _signing(tmp_path, tmp_path / "seen", at_most=programs)
    with pytest.raises(StepFailed) as raised:
        write_setup(windows_program, windows_order, sign=sign, progress=lambda *_told: None)
    assert raised.value.details["step"] == "setup"
    assert list(windows_order.out.iterdir()) == []


@pytest.fixture
def windows_program(tmp_path):
    program = small_program(tmp_path)
    for file in program.glob("*.exe"):
        # Some Windows program, which NSIS brings.
        shutil.copyfile("/usr/share/nsis/Stubs/zlib-amd64-unicode", file)
    return program


def _signing(folder, seen, at_most=99):
    """Return a command that signs with a certificate made here, notes every file, and fails after some."""
    certificate, key = _certificate(folder)
    script = folder / "sign.sh"
    script.write_text(
        f"""echo "$1" >> {seen}
        test "$(wc -l < {seen})" -le {at_most} || exit 1
        exec osslsigncode sign -certs {certificate} -key {key} -h sha256 -n Beratungskoffer -in "$1" -out "$2"
        """,
        encoding="utf-8",
    )
    return SigningCommand.parse(f"sh '{script}' {{file}} {{signed}}")


def _certificate(folder):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=10))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return public, private
