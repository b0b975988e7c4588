"""Between the commands and the shell: safe streams, Chinese words for wrong usage, exit status. The only place that ends the process."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import typer

from zbreport.errors import ZbreportError

if TYPE_CHECKING:
    from collections.abc import Callable

_USAGE_ERROR: type[Exception] = typer.BadParameter.__bases__[0]
"""What every wrong usage raises; typer does not export it, and its home differs between versions."""

USAGE, STOPPED, INTERRUPTED = 2, 3, 130


def run(app: typer.Typer) -> None:
    """Runs the command line and ends the process with its exit status; no traceback is shown for bad input."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")  # a GBK console has no emoji, and a title may have one
    try:
        status = app(standalone_mode=False)
        sys.stdout.flush()
    except ZbreportError as error:
        status = _stopped(error)
    except (KeyboardInterrupt, typer.Abort):
        _say("已中断，没有写出任何文件。")
        status = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone (`| head`); Python would complain at exit
        status = 0
    except _USAGE_ERROR as error:
        _say(_usage(error))
        status = USAGE
    sys.exit(status if isinstance(status, int) else 0)


def _stopped(error: ZbreportError) -> int:
    for finding in error.diagnostics:
        if finding.level == "error":
            _say(f"[{finding.code}] {finding.place}：{finding.message}。{finding.remedy}")
    _say(f"错误：{error}")
    return STOPPED


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _usage(error: Exception) -> str:
    """A usage error in Chinese, with the way to the help."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "zbreport"
    return f"用法错误：{_what(error)}\n运行 {command} --help 查看用法。"


def _what(error: Exception) -> str:
    kind = type(error).__name__
    option = getattr(error, "option_name", None)
    param = getattr(error, "param", None)
    name = (param.metavar or "/".join(param.opts) or param.name) if param is not None else getattr(error, "param_hint", None)
    if kind == "NoSuchOption":
        near = getattr(error, "possibilities", None)
        return f"没有 {option} 这个选项" + (f"，是否想写 {near[0]}？" if near else "")
    if kind == "MissingParameter":
        return f"缺少 {name}"
    if kind == "BadOptionUsage":
        return f"选项 {option} 后面缺少值"
    message = str(getattr(error, "message", error))
    if kind == "BadParameter":
        return f"{name} 的值无效：{message}" if name else message
    if message.startswith("No such command"):
        return f"没有 {message.split(chr(39))[1] if chr(39) in message else ''} 这个命令"
    if "unexpected extra argument" in message:
        return f"多余的参数：{message.partition('(')[2].strip(')')}"
    return message

