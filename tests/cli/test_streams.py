"""The standard streams: what programs read is UTF-8 in every locale, and a missing stream ends nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "2021-clean"
COMMANDS = {
    "json": ("tally", EXAMPLE, "-f", "json"),
    "csv": ("tally", EXAMPLE, "-f", "csv"),
    "markdown": ("tally", EXAMPLE, "-f", "markdown"),
    "inspect": ("inspect", EXAMPLE, "-f", "json"),
    "explain": ("explain", "channels.website", EXAMPLE, "-f", "json"),
    "rules": ("rules", "-f", "json"),
    "check": ("check", EXAMPLE.with_suffix(".expected.json"), "-f", "json"),
    "check-many": ("check", *[EXAMPLE.with_suffix(".expected.json")] * 2, "-f", "json"),
    "check-markdown": ("check", EXAMPLE.with_suffix(".expected.json"), "-f", "markdown"),
}


def printed(*arguments: object, encoding: str) -> bytes:
    found = subprocess.run(
        [sys.executable, "-m", "zbreport", *map(str, arguments)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )
    assert found.returncode in {0, 1}, found.stderr
    return found.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_what_programs_read_is_utf8_in_every_locale(command):
    text = printed(*COMMANDS[command], encoding="gbk")
    assert text == printed(*COMMANDS[command], encoding="ascii")
    assert any("\u4e00" <= char <= "\u9fff" for char in text.decode()) or command == "explain"
    assert b"\r" not in text


def test_tables_are_in_the_encoding_of_the_stream():
    assert "网站" in printed("tally", EXAMPLE, encoding="gbk").decode("gbk")


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed by a POSIX shell")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_missing_stream_ends_nothing(closed, tmp_path):
    out = tmp_path / "年报.json"
    command = f'"{sys.executable}" -m zbreport tally "{EXAMPLE}" -f json -o "{out}" {closed}'
    assert subprocess.run(["sh", "-c", command], check=False).returncode == 0
    assert out.read_bytes().startswith(b"{")
