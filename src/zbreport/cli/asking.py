"""`zbreport inspect --ask`: asks each open question and writes the answers to zbreport.toml.

Plain numbered lists and `input`, because they work in every console that offices have (the Windows
console in GBK, terminals that answer no control sequences, screen readers); menus that redraw
themselves do not.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from zbreport.errors import OutputError, system_reason
from zbreport.model import CHOICE, SettingLine
from zbreport.outputs import files
from zbreport.settings import FILE_NAME, Settings
from zbreport.settings.answers import added

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zbreport.diagnostics import Diagnostic
    from zbreport.model import Answer, SettingLine
    from zbreport.pipeline import Inspection
    from zbreport.settings import Settings

_ORDER = (
    "F113",
    "R201",
    "R204",
    "R203",
    "R205",
    "R217",
    "R206",
    "R207",
    "R208",
    "L161",
    "L113",
    "L115",
    "L114",
)
"""Codes that ask something, in the order in which answers build on each other."""

_OWN_NAME = ""  # stands for a name of a channel that is asked for next
_STOP = {"q", "quit", "退出", "结束"}


@dataclass(frozen=True, slots=True)
class Question:
    """One open question: what is asked, where it came up, and its possible answers."""

    text: str
    place: str
    options: tuple[tuple[str, tuple[SettingLine, ...]], ...]
    usual: int | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from others, so that no question is put twice."""
        return (self.text, self.place)


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


def ask(found: Inspection, paths: Sequence[Path], asked: set[tuple[str, ...]]) -> bool:
    """Puts the open questions that were not put yet, and writes the answers.

    Args:
        found: what was recognised.
        paths: the input, for the place of a settings file that is not there yet.
        asked: the questions put so far; grows.

    Returns:
        Whether anything was written, so that it is worth looking again.
    """
    open_questions = [one for one in questions(found) if one.key not in asked]
    if not open_questions:
        return False
    target = settings_path(found.settings, paths)
    _print(
        f"\n有 {len(open_questions)} 个问题要请您决定。"
        "输入序号后按回车；直接按回车跳过这一个；输入 q 结束。"
    )
    answers: list[SettingLine] = []
    for number, question in enumerate(open_questions, start=1):
        asked.add(question.key)
        chosen = _put(question, f"问题 {number}/{len(open_questions)}")
        if chosen is None:
            asked.update(one.key for one in open_questions)
            break
        answers += chosen
    return bool(answers) and _write(target, answers)


def questions(found: Inspection) -> list[Question]:
    """The open questions of an inspection, each once, those first that others depend on."""
    made: dict[tuple[SettingLine, ...], Question] = {}
    for finding in sorted(
        (one for one in found.diagnostics if one.code in _ORDER),
        key=lambda one: _ORDER.index(one.code),
    ):
        answer = finding.answer
        if answer is not None and answer.lines not in made and answer.can_be_chosen:
            made[answer.lines] = _question(finding, answer)
    return list(made.values())


def _question(finding: Diagnostic, answer: Answer) -> Question:
    words = [word for word, _ in answer.choices]
    options = [(label, answer.chosen(word)) for word, label in answer.choices]
    if not options:
        options = [("按对方的列来读", answer.lines)]
    elif answer.lines[0].path == ("channels", CHOICE):
        options.append(("其他渠道，名称由本单位定", answer.chosen(_OWN_NAME)))
    usual = words.index(answer.suggested) if answer.suggested in words else None
    return Question(finding.message, finding.place, tuple(options), usual)


def settings_path(settings: Settings, paths: Sequence[Path]) -> Path:
    """The settings file that holds, else where one would be found: in the first input folder."""
    first = paths[0]
    return settings.origin or (first if first.is_dir() else first.parent) / FILE_NAME


def _put(question: Question, title: str) -> tuple[SettingLine, ...] | None:
    """Shows a question until it is answered: one of its options, nothing to skip, None to end."""
    _print(f"\n{title}　{question.place}")
    _print(question.text)
    width = len(str(len(question.options)))
    for number, (label, _) in enumerate(question.options, start=1):
        now = "　（现在按这一项）" if number - 1 == question.usual else ""
        _print(f"  {number:>{width}}  {label}{now}")
    while True:
        said = _line("请选择（回车跳过，q 结束）：").strip().lower()
        if not said:
            return ()
        if said in _STOP:
            return None
        if said.isdecimal() and 1 <= int(said) <= len(question.options):
            return _named(question.options[int(said) - 1][1])
        _print(f"请输入 1 到 {len(question.options)} 之间的序号。")


def _named(answers: tuple[SettingLine, ...]) -> tuple[SettingLine, ...]:
    """Answers with the name that they lack; without one the question is skipped."""
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
    _print(f"已写入 {target}，重新识别：\n")
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
