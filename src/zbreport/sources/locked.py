"""Opens files that have a password. Runs when `sniff` says that one is locked.

Office encrypts a workbook that is merely marked “read only recommended” or has a protected
structure with a password of its own, which it never asks for: that one is tried first. What comes
out is an ordinary file, and is looked at like any other.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from io import BytesIO

from zbreport.errors import UnreadableFileError

Password = Callable[[str], str]
"""Asked for the password with the label of the first file that needs one.

Gives an empty one where there is none.
"""

SILENT = "VelvetSweatshop"
"""What Office encrypts with when nobody chose a password ([MS-OFFCRYPTO] 2.4.2.3)."""


def opened(data: bytes, password: str = "") -> bytes:
    """Decrypts a file.

    Args:
        data: the whole file.
        password: what the office gave, if anything.

    Returns:
        The file as it would be without a password.

    Raises:
        UnreadableFileError: F102, it needs a password; F121, it needs another one; F122, its kind
            cannot be decrypted.
        Exception: it is damaged.
    """
    if data.startswith(b"PK"):
        raise UnreadableFileError("F122", kind="这种文件（.ods 等）")
    try:
        from msoffcrypto.exceptions import DecryptionError
    except ImportError as error:
        raise UnreadableFileError("F122", kind="没有安装 msoffcrypto-tool，Office 文件") from error
    try:
        for attempt in (SILENT, password):
            if attempt and (content := _decrypted(data, attempt)) is not None:
                return content
    except DecryptionError as error:
        raise UnreadableFileError("F122", kind="用这种方法加密的文件") from error
    raise UnreadableFileError("F121" if password else "F102")


def unlocked(data: bytes, label: str, ask: Password | None) -> bytes:
    """Decrypts a file; asks for the password unless it is given (raises as `opened`).

    label: what the file is called.
    """
    try:
        return opened(data)
    except UnreadableFileError as error:
        if error.code != "F102" or ask is None or not (password := ask(label)):
            raise
    return opened(data, password)


def _decrypted(data: bytes, password: str) -> bytes | None:
    """The file in clear, or None where the password is not the right one."""
    import msoffcrypto
    from msoffcrypto.exceptions import InvalidKeyError

    plain = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # the old ciphers of old files are deprecated, which is no news for a clerk
        file = msoffcrypto.OfficeFile(BytesIO(data))
        try:
            if file.format == "ooxml":
                file.load_key(password=password, verify_password=True)
            else:
                file.load_key(password=password)
        except InvalidKeyError:
            return None
        file.decrypt(plain)
    return plain.getvalue()
