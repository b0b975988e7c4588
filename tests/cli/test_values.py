"""Plain values take the short way, and come out as Typer gives them; everything else is Typer's, with its words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from zbreport.cli import app

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "2021-clean"
WORDS = st.sampled_from(
    [
        "",
        "x",
        "2021",
        "-5",
        "１２",
        "2021.0",
        "json",
        "JSON",
        "zero",
        "blank",
        "xml",
        ".",
        "没有/这个.xlsx",
        "-",
        "true",
        "T306",
    ]
)


def commands():
    """The commands twice: as they are, and with Typer's own way of taking values."""
    ours, theirs = typer.main.get_command(app).commands, typer.main.get_command(app).commands
    for command in theirs.values():
        for param in command.params:
            vars(param).pop("process_value", None)
    return ours, theirs


OURS, THEIRS = commands()


def taken(command, arguments):
    """The values that a command gets, or what it says of them."""
    try:
        return dict(command.make_context("zbreport", list(arguments)).params)
    except typer.BadParameter.__bases__[0] as error:
        return type(error).__name__, error.format_message()


def options(name):
    return [
        option
        for param in THEIRS[name].params
        if not param.required
        for option in getattr(param, "opts", ())
        if option[0] == "-"
    ]


@st.composite
def lines(draw):
    """A command and words for it, good and bad."""
    name = draw(st.sampled_from(sorted(THEIRS)))
    words = draw(
        st.lists(
            st.one_of(
                WORDS,
                st.sampled_from(options(name)).filter(lambda one: one not in {"-h", "--help"}),
            )
        )
    )
    return name, words


@given(lines())
@settings(max_examples=300, deadline=None)
def test_values_are_those_that_typer_gives(line):
    name, words = line
    found, expected = taken(OURS[name], words), taken(THEIRS[name], words)
    assert found == expected
    if isinstance(found, dict):
        assert {key: type(value) for key, value in found.items()} == {
            key: type(value) for key, value in expected.items()
        }


def test_a_callback_is_still_called(capsys):
    with pytest.raises(typer.Exit):
        typer.main.get_command(app).make_context("zbreport", ["--help"])
    assert "选项" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["tally", EXAMPLE, "-q"],
        ["tally", EXAMPLE, "-y", "2021", "-f", "json", "--missing", "zero"],
        ["rules"],
    ],
)
def test_plain_commands_do_without_pydantic(arguments):
    code = "import os, sys; leave = os._exit; os._exit = lambda status: leave(50 if 'pydantic' in sys.modules else status)\n"
    code += "from zbreport.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], check=False, capture_output=True
    )
    assert done.returncode == 0
