"""Chinese for what Typer says itself. Import this before typer.

It looks its texts up through gettext once, when it is imported.

Only the process of the command line is touched; the Python interface never imports `zbreport.cli`.
"""

from __future__ import annotations

import gettext

_WORDS = {
    "Arguments": "参数",
    "Options": "选项",
    "Commands": "命令",
    "Error": "错误",
    "Usage:": "用法：",
    "Usage: ": "用法：",
    "Aborted.": "已中断。",
    "Aborted!": "已中断。",
    "Show this message and exit.": "显示这段说明",
    "[default: {}]": "[默认：{}]",
    "[required]": "[必填]",
    "(deprecated) ": "（已停用）",
    "[env var: {}]": "[环境变量：{}]",
}
_english = gettext.gettext


def chinese(message: str) -> str:
    """The Chinese of a message of Typer, or what gettext has for it."""
    return _WORDS.get(message) or _english(message)


gettext.gettext = chinese
