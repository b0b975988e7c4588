"""Between the commands and the shell: safe streams, wrong usage in Chinese, the exit status.

The only place that ends the process.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from errno import EINVAL
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from zbreport.cli import streams
from zbreport.errors import ZbreportError, system_reason
from zbreport.render.codepage import console_page

_USAGE_ERROR: type[Exception] = typer.BadParameter.__bases__[0]
"""What wrong usage raises; typer does not export it, and its home differs between versions."""

USAGE, STOPPED, INTERRUPTED = 2, 3, 130


class _Chinese:
    """A command whose help option and usage line are worded in Chinese."""

    def get_help_option(self, context: Any) -> Any:  # noqa: ANN401  (typer does not export the types of its context and options)
        option = super().get_help_option(context)  # type: ignore[misc]
        if option is not None:
            option.help = "显示这段说明"
        return option

    def get_usage(self, context: Any) -> str:  # noqa: ANN401
        usage: str = super().get_usage(context)  # type: ignore[misc]
        return (
            usage.replace("Usage: ", "用法： ")
            .replace("[OPTIONS]", "[选项]")
            .replace("COMMAND [ARGS]...", "命令 [参数]...")
        )


class ChineseCommand(_Chinese, TyperCommand):
    """`cls` of every command."""


class ChineseGroup(_Chinese, TyperGroup):
    """`cls` of the whole command line."""


def run(app: typer.Typer) -> int:
    """Runs the command line and gives its exit status; no traceback is shown for bad input."""
    streams.prepare()
    terminal = _own_stderr()
    # Threads that unpack and parse need the interpreter lock for moments only.
    sys.setswitchinterval(0.0001)
    try:
        # Typer would expand wildcards itself on Windows, `[1]` too; see `paths`.
        status = app(standalone_mode=False, windows_expand_args=False)
        sys.stdout.flush()
    except ZbreportError as error:
        status = _stopped(error)
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except SystemExit:
        status = 0  # how Typer ends where the reader has gone
    except OSError as error:
        status = _not_written(error)
    except _USAGE_ERROR as error:
        _say(_usage(error))
        status = USAGE
    if status == INTERRUPTED:  # Typer may have caught the interruption, and gives its status
        _say("已中断，没有写出任何文件。", terminal)
    return status if isinstance(status, int) else 0


def leave(status: int) -> NoReturn:
    """Ends the process at once.

    Taking pandas apart module by module costs a tenth of a small run.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # said already where it matters
            stream.flush()
    os._exit(status)


def _stopped(error: ZbreportError) -> int:
    for finding in error.diagnostics:
        if finding.level == "error":
            _say(f"[{finding.code}] {finding.place}：{finding.message}。{finding.remedy}")
    _say(f"错误：{error}")
    return STOPPED


def _not_written(error: OSError) -> int:
    """The status after output failed: a reader that has gone (`| head`) is no error."""
    if isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == EINVAL):
        return 0  # Windows says EINVAL of a closed pipe
    _say(f"错误：结果写不出去（{system_reason(error)}）。请检查磁盘空间后再试。")
    return STOPPED


def _own_stderr() -> int | None:
    """A descriptor of our own for stderr.

    Readers that are stopped in the middle have turned descriptor 2 away (see `sources.quiet`).
    """
    try:
        return os.dup(sys.stderr.fileno())
    except (OSError, ValueError, AttributeError):
        return None  # a program without a console, or a stream that is no file


def _say(text: str, descriptor: int | None = None) -> None:
    if descriptor is not None:
        # Bytes on their way to a Windows console are read in its own code page.
        page = console_page() if os.isatty(descriptor) else 0
        encoding = f"cp{page}" if page else sys.stderr.encoding or "utf-8"
        with suppress(OSError, LookupError):
            os.write(descriptor, f"{text}\n".encode(encoding, "replace"))
        return
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
    name = _name(param) if param is not None else getattr(error, "param_hint", None)
    if kind == "NoSuchOption":
        near = getattr(error, "possibilities", None)
        return f"没有 {option} 这个选项" + (f"，是否想写 {near[0]}？" if near else "")
    if kind == "MissingParameter":
        return f"缺少 {name}"
    if kind == "BadOptionUsage":
        return f"选项 {option} 后面缺少值"
    message = str(getattr(error, "message", error))
    if kind == "BadParameter":
        choices = getattr(getattr(param, "type", None), "choices", None)
        allowed = f"只能是 {'、'.join(map(str, choices))}" if choices else _in_chinese(message)
        return f"{name} 的值无效：{allowed}" if name else message
    if message.startswith("No such command"):
        return f"没有 {message.split(chr(39))[1] if chr(39) in message else ''} 这个命令"
    if "unexpected extra argument" in message:
        return f"多余的参数：{message.rpartition('(')[2].rstrip(')')}"
    return message


def _name(param: object) -> str:
    options = [option for option in getattr(param, "opts", ()) if option.startswith("-")]
    return "/".join(options) or str(getattr(param, "metavar", None) or getattr(param, "name", ""))


def _in_chinese(message: str) -> str:
    """The Chinese of Typer's reasons for refusing a value, as far as clerks meet them."""
    if "integer" in message:
        return "应是整数"
    return (
        f"只能是 {message.partition('not one of')[2].strip(' .')}"
        if "not one of" in message
        else message
    )
