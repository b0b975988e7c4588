"""Commands run on a real terminal (a pty of 80 columns), as a person runs them."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time

import pytest

_RUN = """
import fcntl, runpy, termios
fcntl.ioctl(2, termios.TIOCSCTTY, 0)  # a controlling terminal: Ctrl-C typed into it is an interrupt
runpy.run_module("zbreport", run_name="__main__", alter_sys=True)
"""


def on_a_terminal(*arguments, lines=(), prompts=(), folder=None, output=None):
    """Runs zbreport on a terminal.

    Args:
        arguments: of the command line.
        lines: typed one by one, each when a further prompt has appeared.
        prompts: the ends of all prompts.
        folder: the current folder.
        output: a file for standard output; else it goes to the terminal too.

    Returns:
        What the terminal received, and the exit status.
    """
    pty = pytest.importorskip("pty", reason="needs a terminal of Unix")
    ours, theirs = pty.openpty()
    environment = {
        **os.environ,
        "PYTHONIOENCODING": "utf-8",
        "NO_COLOR": "1",
        "TERM": "xterm",
        "COLUMNS": "80",
        "LINES": "40",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN, *arguments],
        stdin=theirs,
        stdout=output or theirs,
        stderr=theirs,
        env=environment,
        cwd=folder,
        start_new_session=True,
    )
    os.close(theirs)
    shown, answered, left = b"", 0, list(lines)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (piece := _read(ours)) is not None:
        shown += piece
        if left and sum(shown.count(prompt.encode()) for prompt in prompts) > answered:
            os.write(ours, left.pop(0).encode())
            answered += 1
    status = process.wait(10)
    os.close(ours)
    return shown.decode("utf-8", "replace").replace("\r\n", "\n"), status


def _read(terminal):
    """What the terminal shows next, nothing for now, or None when the command is done."""
    if not select.select([terminal], [], [], 0.2)[0]:
        return b""
    try:
        return os.read(terminal, 65536) or None
    except OSError:
        return None
