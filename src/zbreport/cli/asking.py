"""`zbreport inspect --ask`: asks each open question and writes the answers to zbreport.toml.

Plain numbered lists and `input`, because they work in every console that offices have (the Windows
console in GBK, terminals that answer no control sequences, screen readers); menus that redraw
themselves do not.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

import typer

from zbreport.diagnostics import Level
from zbreport.errors import OutputError, system_reason
from zbreport.model import CHOICE, SettingLine
from zbreport.outputs import files
from zbreport.settings import FILE_NAME, NO_LEDGER, Settings
from zbreport.settings.answers import added
from zbreport.text.privacy import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zbreport.diagnostics import Diagnostic
    from zbreport.model import Answer
    from zbreport.pipeline import Inspection
    from zbreport.settings import Settings

_FIRST = ("F113", "R201", "R204", "R203", "R205", "R217", "R219", "R206", "R207", "R208", "L161")
"""Codes in the order in which answers build on each other: how a file is read, what it is, …"""

_OWN_NAME = ""  # stands for a name of a channel that is asked for next
_STOP, _BACK, _SKIP = {"q", "quit", "退出", "结束"}, {"b", "back", "返回"}, {"s", "skip", "跳过"}
_KEYS = "输入序号后按回车；s 跳过，b 回到上一个，q 结束提问。"
_PROMPT = "请选择（回车或 s 跳过，b 上一个，q 结束）："
_PROMPT_USUAL = "请选择（回车选标出的一项，s 跳过，b 上一个，q 结束）："
_LINE = "-" * 30
_PLACES_SHOWN = 3
_ASKING = {Level.ERROR, Level.WARNING}
_ABOUT = "FRL"  # files, tables and rows; what a report lacks may only be missing for their sake

Lines = tuple[SettingLine, ...]
Option = tuple[str, Lines]
"""What a person reads, and the lines that it writes."""


class Move(Enum):
    """What is said instead of an answer."""

    BACK = "back"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Question:
    """One open question.

    Attributes:
        text: what is asked.
        places: where it came up.
        options: its possible answers.
        usual: the index of the one that is right by knowledge, if any.
    """

    text: str
    places: tuple[str, ...]
    options: tuple[Option, ...]
    usual: int | None = None

    @property
    def key(self) -> tuple[Option, ...]:
        """What tells it from others, so that no question is put twice."""
        return self.options


def require_terminal(form: str) -> None:
    """Refuses to ask where nobody can answer.

    Raises:
        typer.BadParameter: not a terminal, or another program reads the output.
    """
    if form != "table":
        message = "--ask 要在终端里逐条提问，不能同时用 --format json"
        raise typer.BadParameter(message)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        message = (
            "--ask 要在终端里逐条提问，这里不是终端（批处理、管道或重定向）；"
            "请去掉 --ask，或按提示自己写 zbreport.toml"
        )
        raise typer.BadParameter(message)


def ask(found: Inspection, paths: Sequence[Path], asked: set[tuple[Option, ...]]) -> bool:
    """Puts the open questions that were not put yet, and writes the answers.

    Args:
        found: what was recognised.
        paths: the input, for the place of a settings file that is not there yet.
        asked: the keys of the questions put so far; grows.

    Returns:
        Whether anything was written, so that it is worth looking again.
    """
    open_questions = [one for one in questions(found) if one.key not in asked]
    if not open_questions:
        return False
    _print(f"\n有 {len(open_questions)} 个问题要请您决定。{_KEYS}")
    asked.update(one.key for one in open_questions)
    answers = _put_all(open_questions)
    return bool(answers) and _write(settings_path(found.settings, paths), answers)


def _put_all(open_questions: Sequence[Question]) -> list[SettingLine]:
    """Puts one question after the other, forth and back, until all are put or it is left."""
    answers: dict[int, Lines] = {}
    number = 0
    while number < len(open_questions):
        said = _put(open_questions[number], number, len(open_questions))
        if said is Move.STOP:
            break
        if said is Move.BACK:
            number = max(number - 1, 0)
            continue
        answers[number] = said
        number += 1
    return [line for number in sorted(answers) for line in answers[number]]


def questions(found: Inspection) -> list[Question]:
    """The open questions of an inspection, each once, those first that others depend on."""
    made: dict[tuple[Option, ...], Question] = {}
    asking = [one for one in found.diagnostics if one.level in _ASKING and one.code[0] in _ABOUT]
    for finding in sorted(asking, key=_urgency):
        parts = finding.answer.parts if finding.answer is not None else ()
        for part in parts:
            if not (part.can_be_chosen or part.lines[0].value == CHOICE):
                continue
            new = _question(finding, part)
            if len(parts) > 1:
                new = replace(new, places=(f"{finding.file} / {part.lines[0].key}",))
            same = made.get(new.key)
            places = dict.fromkeys((*(same.places if same else ()), *new.places))
            made[new.key] = replace(same or new, places=tuple(places))
    return list(made.values())


def _urgency(finding: Diagnostic) -> tuple[int, bool, str]:
    first = _FIRST.index(finding.code) if finding.code in _FIRST else len(_FIRST)
    return first, finding.level is not Level.ERROR, finding.code


def _question(finding: Diagnostic, answer: Answer) -> Question:
    words = [word for word, _ in answer.choices]
    options = [(label, answer.chosen(word)) for word, label in answer.choices]
    path = answer.lines[0].path
    if not answer.can_be_chosen:
        what = "是哪一年" if path[0] == "years" else "这一格应当是什么"
        options = [(f"写明{what}", answer.lines)]
    elif not options:
        options = [
            (f"同意，写 {'、'.join(line.assignment for line in answer.lines)}", answer.lines)
        ]
    elif path == ("channels", CHOICE):
        options.append(("其他渠道，名称由本单位定", answer.chosen(_OWN_NAME)))
    elif finding.code == "R203" and path[0] == "columns":
        no_ledger = SettingLine(("ledgers",), path[-1], NO_LEDGER)
        options.append(("没有这一列，这个文件不作台账统计", (no_ledger,)))
    usual = words.index(answer.suggested) if answer.suggested in words else None
    return Question(finding.message, (finding.place,), tuple(options), usual)


def settings_path(settings: Settings, paths: Sequence[Path]) -> Path:
    """The settings file that holds, else where one would be found: in the first input folder."""
    first = paths[0]
    return settings.origin or (first if first.is_dir() else first.parent) / FILE_NAME


def _put(question: Question, before: int, total: int) -> Lines | Move:
    """Shows a question, with `before` others before it, until it is answered, skipped or left."""
    left = total - before - 1
    _print(f"\n{'-' * 30}")
    _print(f"问题 {before + 1}/{total}（{f'后面还有 {left} 个' if left else '最后一个'}）")
    _print(_places(question.places))
    _print(printable(question.text))
    width = len(str(len(question.options)))
    for number, (label, _) in enumerate(question.options):
        usual = "　（直接回车选这一项）" if number == question.usual else ""
        _print(f"  {number + 1:>{width}}  {printable(label)}{usual}")
    while True:
        said = _line(_PROMPT_USUAL if question.usual is not None else _PROMPT).strip().lower()
        if said in _SKIP or (not said and question.usual is None):
            return ()
        if said in _STOP:
            return Move.STOP
        if said in _BACK:
            return Move.BACK
        if not said and question.usual is not None:
            return question.options[question.usual][1]
        if said.isdecimal() and 1 <= int(said) <= len(question.options):
            return _named(question.options[int(said) - 1][1])
        _print(f"请输入 1 到 {len(question.options)} 之间的序号。")


def _places(places: Sequence[str]) -> str:
    more = f"等 {len(places)} 处" if len(places) > _PLACES_SHOWN else ""
    return printable("、".join(places[:_PLACES_SHOWN]) + more)


def _named(answers: Lines) -> Lines:
    """Answers with the name or the text that they lack; without one the question is skipped."""
    if any(answer.value == CHOICE for answer in answers):
        text = _line("请写（日期写成 2024-03-05，金额只写数字，回车跳过）：").strip()
        return tuple(replace(answer, value=text) for answer in answers) if text else ()
    if not any(_OWN_NAME in answer.path for answer in answers):
        return answers
    name = _line("渠道名称（如“视频号”，回车跳过）：").strip()
    return tuple(replace(answer, path=("channels", name)) for answer in answers) if name else ()


def _write(target: Path, answers: Sequence[SettingLine]) -> bool:
    _print(f"\n将写入 {target}：")
    for answer in answers:
        _print("\n".join(f"  {line}" for line in answer.text.splitlines()))
    if _line("写入吗？（回车写入，n 放弃）：").strip().lower() in {"n", "no", "否", "不"}:
        _print("没有写入。")
        return False
    try:
        before = target.read_bytes().decode("utf-8") if target.exists() else ""
    except OSError as error:
        message = f"无法读取 {target}：{system_reason(error)}"
        raise OutputError(message) from error
    mark = "\ufeff" if before.startswith("\ufeff") else ""  # Notepad writes it
    files.write(
        target, (mark + added(before.removeprefix(mark), answers)).encode("utf-8"), force=True
    )
    _print(f"已写入 {target}。")
    return True


def _line(prompt: str) -> str:
    """One line from the terminal; its end (Ctrl-D, Ctrl-Z) ends everything, as Ctrl-C does."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise typer.Abort
    return line


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
