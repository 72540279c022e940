"""Whether a file in an administrator's place was put there by one.

On Windows every user may make folders below `ProgramData`; without this check any of them could name another root of
trust for everybody. File and folder must belong to an administrator; elsewhere nobody else may write them either.
"""

from __future__ import annotations

import stat
import sys
from pathlib import Path

from advisor_app.errors import PolicyUnreadable

# Administrators, the system, and the service that installs Windows itself.
_WINDOWS_OWNERS = frozenset(
    {
        "S-1-5-32-544",
        "S-1-5-18",
        "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
    }
)


def refuse_foreign(file: Path) -> None:
    """Let an administrator's file pass.

    Raises:
        PolicyUnreadable: the file or its folder may be somebody else's, or that cannot be told.
    """
    try:
        real = file.resolve(strict=True)
        for path in (real, real.parent):
            fault = _foreign_because(path)
            if fault is not None:
                place, remedy = fault
                raise PolicyUnreadable(file=file, place=place, remedy=remedy)
    except OSError as exc:
        reason = exc.strerror or str(exc)
        raise PolicyUnreadable(file=file, place=reason, remedy="check who may read the file and its folder") from exc


def foreign_on_posix(path: Path, *, owner: int, mode: int) -> tuple[str, str] | None:
    """Return why a file may be somebody else's than root's and how to mend it; None if it is root's.

    Args:
        path: the file or folder, for the words.
        owner: number of the user it belongs to.
        mode: its rights, as `os.stat` tells them.
    """
    if owner != 0:
        return f"{path} belongs to user {owner}, not to root", f"chown root:root '{path}'"
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        return f"{path} can be written by others than root", f"chmod go-w '{path}'"
    return None


def foreign_on_windows(path: Path, *, owner: str) -> tuple[str, str] | None:
    """Return why a file may be somebody else's than an administrator's and how to mend it; None if it is one's.

    Args:
        path: the file or folder, for the words.
        owner: security identifier of whom it belongs to.
    """
    if owner in _WINDOWS_OWNERS:
        return None
    # Who made it keeps rights of his own in it until those are reset as well.
    remedy = f'icacls "{path}" /setowner *S-1-5-32-544, then icacls "{path}" /reset'
    return f"{path} belongs to {owner}, not to Administrators", remedy


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _COMMON_APPDATA = 0x23
    _LONGEST_PATH = 260
    _SE_FILE_OBJECT = 1
    _OWNER_SECURITY_INFORMATION = 1

    def common_folder() -> Path:
        """Return the folder of all users' application data; not from the environment, which users may change.

        Raises:
            PolicyUnreadable: the system does not tell.
        """
        found = ctypes.create_unicode_buffer(_LONGEST_PATH)
        status = ctypes.WinDLL("shell32").SHGetFolderPathW(None, _COMMON_APPDATA, None, 0, found)
        if status:
            place, remedy = f"the system does not name the folder ({status:#x})", "repair this user's profile"
            raise PolicyUnreadable(file="ProgramData", place=place, remedy=remedy)
        return Path(found.value)

    def owner_sid(path: Path) -> str:
        """Return the security identifier of whom a file or folder belongs to.

        Raises:
            OSError: the system does not tell.
        """
        advapi = ctypes.WinDLL("advapi32", use_last_error=True)
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.LocalFree.argtypes = [wintypes.LPVOID]
        owner, descriptor, text = wintypes.LPVOID(), wintypes.LPVOID(), wintypes.LPWSTR()
        get_info = advapi.GetNamedSecurityInfoW
        get_info.argtypes = [
            wintypes.LPCWSTR, ctypes.c_int, wintypes.DWORD, ctypes.POINTER(wintypes.LPVOID), wintypes.LPVOID,
            wintypes.LPVOID, wintypes.LPVOID, ctypes.POINTER(wintypes.LPVOID),
        ]  # fmt: skip
        get_info.restype = wintypes.DWORD
        to_text = advapi.ConvertSidToStringSidW
        to_text.argtypes = [wintypes.LPVOID, ctypes.POINTER(wintypes.LPWSTR)]
        to_text.restype = wintypes.BOOL
        status = get_info(str(path), _SE_FILE_OBJECT, _OWNER_SECURITY_INFORMATION, ctypes.byref(owner), None, None,
                          None, ctypes.byref(descriptor))  # fmt: skip
        if status:
            raise ctypes.WinError(status)
        try:
            if not to_text(owner, ctypes.byref(text)):
                raise ctypes.WinError(ctypes.get_last_error())
            try:
                return text.value or ""
            finally:
                kernel.LocalFree(text)
        finally:
            kernel.LocalFree(descriptor)

    def _foreign_because(path: Path) -> tuple[str, str] | None:
        return foreign_on_windows(path, owner=owner_sid(path))

else:

    def _foreign_because(path: Path) -> tuple[str, str] | None:
        status = path.stat()
        return foreign_on_posix(path, owner=status.st_uid, mode=status.st_mode)
