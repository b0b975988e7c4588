"""Between the commands and the shell: safe streams, Chinese words for wrong usage, exit status. The only place that ends the process."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from zbreport.cli import streams
from zbreport.errors import ZbreportError, system_reason

_USAGE_ERROR: type[Exception] = typer.BadParameter.__bases__[0]
"""What every wrong usage raises; typer does not export it, and its home differs between versions."""

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
    sys.setswitchinterval(
        0.0001
    )  # threads that unpack and parse need the interpreter lock for moments only, and should not wait long for it
    try:
        # Typer would expand wildcards itself on Windows, `[1]` too; see `paths`.
        status = app(standalone_mode=False, windows_expand_args=False)
        sys.stdout.flush()
    except ZbreportError as error:
        status = _stopped(error)
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except (BrokenPipeError, SystemExit):
        status = 0  # the reader has gone (`| head`), which typer ends with an exit of its own; that is no error
    except OSError as error:
        _say(f"错误：结果写不出去（{system_reason(error)}）。请检查磁盘空间后再试。")
        status = STOPPED
    except _USAGE_ERROR as error:
        _say(_usage(error))
        status = USAGE
    if (
        status == INTERRUPTED
    ):  # typer may have caught the interruption already, and gives its status
        _say("已中断，没有写出任何文件。", terminal)
    return status if isinstance(status, int) else 0


def leave(status: int) -> NoReturn:
    """Ends the process without taking pandas apart module by module, which costs a tenth of a small run; everything is written by now."""
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


def _own_stderr() -> int | None:
    """A descriptor of our own for stderr: readers that are stopped in the middle have turned descriptor 2 away (see `sources.quiet`)."""
    try:
        return os.dup(sys.stderr.fileno())
    except (OSError, ValueError, AttributeError):
        return None  # a program without a console, or a stream that is no file


def _say(text: str, descriptor: int | None = None) -> None:
    if descriptor is not None:
        with suppress(OSError):
            os.write(descriptor, f"{text}\n".encode(sys.stderr.encoding or "utf-8", "replace"))
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
    """Typer's reasons for refusing a value come from elsewhere and are English; the two that clerks meet are said in Chinese."""
    if "integer" in message:
        return "应是整数"
    return (
        f"只能是 {message.partition('not one of')[2].strip(' .')}"
        if "not one of" in message
        else message
    )
