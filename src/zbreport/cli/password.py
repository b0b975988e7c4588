"""Where the password of locked files comes from.

The environment, else the person at the terminal; never the command line.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zbreport.sources.locked import Password

VARIABLE = "ZBREPORT_PASSWORD"


def password_source(*, quiet: bool) -> Password:
    """What to ask for the password of the run, which is asked for once.

    Args:
        quiet: ask nobody, as in a batch.
    """
    answers: list[str] = []
    # Asked now: later descriptor 2 may be turned away by a reader in another thread, and looks like
    # no terminal.
    somebody = not quiet and sys.stdin.isatty() and sys.stderr.isatty()

    def password(label: str) -> str:
        if not answers:
            answers.append(os.environ.get(VARIABLE) or (_prompted(label) if somebody else ""))
        return answers[0]

    return password


def _prompted(label: str) -> str:
    from getpass import getpass

    try:
        # The progress line may stand there already, and goes on below.
        return getpass(f"\n“{label}”设有打开密码。请输入密码（不显示；直接回车则不读这类文件）：")
    except EOFError:
        return ""
