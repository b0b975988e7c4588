"""Finds the input files below the paths given, in folders and in archives, and names them.

Runs before anything is read.
"""

from __future__ import annotations

import os
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import NoInputError
from zbreport.model import InputFile
from zbreport.settings import Settings
from zbreport.sources.archives import is_archive, members

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zbreport.model import Limits

_SKIPPED = (
    (("~$*", ".~*"), "Office 或 WPS 的临时文件（对应的文件可能正打开着）"),
    (("thumbs.db", "desktop.ini", ".ds_store", "._*"), "系统文件"),
    (("zbreport.toml",), "设置文件"),
    ((".*",), "隐藏文件"),
    (
        ("*.css", "*.js", "filelist.xml", "tabstrip.htm", "tabstrip.html", "*.thmx", "*.mso"),
        "另存的网页附带的文件",
    ),
    (("*.log", "*.bat", "*.sh", "*.md", "*.toml", "*.py", "*.tmp"), "不是台账"),
)
"""Name patterns that are never ledgers, in lower case, with the reason that F106 gives."""

_Found = tuple[Path, tuple[str, ...]]
"""A file, and its possible labels from the shortest to the one that is certainly unique."""

_Place = tuple[Path, tuple[int, ...]]
"""Where a file is: on disk, and in the archive there (see `model.InputFile`)."""


def discover(
    paths: Sequence[Path],
    settings: Settings | None = None,
    apart: Mapping[Path, str] = MappingProxyType({}),
) -> tuple[tuple[InputFile, ...], tuple[Diagnostic, ...]]:
    """Finds every file to read.

    Args:
        paths: files and folders; folders are searched with all their subfolders, and zip archives
            like folders.
        settings: encodings and limits that the office set, which the files carry along.
        apart: files that are no ledgers although they may lie among them, each with the reason that
            F106 gives.

    Returns:
        The files sorted by label, each once however often it was named; an F106 for every file that
        its name rules out, and what there is to say of archives.

    Raises:
        NoInputError: a path does not exist, or no file is left to read.
    """
    settings = settings or Settings()
    found: dict[_Place, _Found] = {}
    reasons = {path.resolve(): why for path, why in apart.items()}
    told: list[Diagnostic] = []
    for path in paths:
        if not os.path.exists(path):  # noqa: PTH110  (Path.exists raises where a folder may not be entered)
            message = f"找不到文件或文件夹：{_printable(str(path))}"
            raise NoInputError(message)
        for file, labels in _below(path, told) if path.is_dir() else [(path, _file_labels(path))]:
            if why := reasons.get(file.resolve()) or _why_skipped(file.name) or _why_special(file):
                told.append(diagnose("F106", file=_printable(labels[0]), why=why))
            elif is_archive(file):
                for entry, names in _inside(file, labels, settings.limits, told):
                    found.setdefault((file.resolve(), entry), (file, names))
            else:
                found.setdefault((file.resolve(), ()), (file, labels))
    if not found:
        raise NoInputError(_nothing_found(paths, told), told)
    files = tuple(sorted(_labelled(found, settings), key=lambda file: file.label))
    told += [diagnose("F128", file=file.label) for file in files if not _is_text(file.path.name)]
    return files, tuple(dict.fromkeys(told))


def _inside(
    path: Path, labels: tuple[str, ...], limits: Limits, told: list[Diagnostic]
) -> Iterator[tuple[tuple[int, ...], tuple[str, ...]]]:
    """Every file to read in an archive: which entry it is, and its possible labels."""
    inside, said = members(path, _printable(labels[0]), limits)
    told.extend(said)
    for member in inside:
        parts = member.name.split("/")
        hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts[:-1])
        if why := "隐藏的文件夹" if hidden else _why_skipped(parts[-1]):
            told.append(diagnose("F106", file=f"{_printable(labels[0])}/{member.name}", why=why))
        else:
            yield member.entry, tuple(f"{label}/{member.name}" for label in labels)


def _below(folder: Path, told: list[Diagnostic]) -> Iterator[_Found]:
    """Every file below a folder.

    Hidden folders, and links to folders that are read already, are told and left alone.
    """

    def unreadable(error: OSError) -> None:
        name = Path(error.filename or folder).relative_to(folder).as_posix()
        told.append(diagnose("F104", file=_printable(name), detail="文件夹没有读取权限"))

    seen = {os.path.realpath(folder)}
    for root, folders, names in os.walk(folder, onerror=unreadable, followlinks=True):
        here = Path(root)
        for name in sorted(folders):
            if why := _why_left_alone(here / name, seen):
                folders.remove(name)
                label = _printable((here / name).relative_to(folder).as_posix())
                told.append(diagnose("F106", file=label, why=why))
        folders.sort()
        for name in sorted(names):
            inside = (here / name).relative_to(folder).as_posix()
            yield (
                here / name,
                (
                    inside,
                    f"{folder.resolve().name}/{inside}",
                    (folder.resolve() / inside).as_posix(),
                ),
            )


def _why_left_alone(folder: Path, seen: set[str]) -> str | None:
    """Why a folder is not read.

    One that is read is put into `seen`, by the path that links and junctions lead to.
    """
    if folder.name.startswith(".") or folder.name == "__MACOSX":
        return "隐藏的文件夹"
    real = os.path.realpath(folder)
    if real in seen or Path(os.path.realpath(folder.parent)).is_relative_to(real):
        return "链接指向的文件夹已经在读取之列"
    seen.add(real)
    return None


def _file_labels(path: Path) -> tuple[str, ...]:
    return path.name, f"{path.resolve().parent.name}/{path.name}", path.resolve().as_posix()


def _why_skipped(name: str) -> str | None:
    return next(
        (
            why
            for patterns, why in _SKIPPED
            if any(fnmatchcase(name.lower(), pattern) for pattern in patterns)
        ),
        None,
    )


def _why_special(path: Path) -> str | None:
    # Reading a pipe or a device would wait for ever; a link that leads nowhere is told when it is
    # read.
    return "不是普通文件" if path.exists() and not path.is_file() else None


def _labelled(found: Mapping[_Place, _Found], settings: Settings) -> Iterator[InputFile]:
    """Gives every file its shortest label that no other file has."""
    levels = [0] * len(found)
    for _ in range(2):
        labels = [
            choices[level] for (_, choices), level in zip(found.values(), levels, strict=True)
        ]
        shared = Counter(labels)
        levels = [level + (shared[label] > 1) for label, level in zip(labels, levels, strict=True)]
    for ((_, entry), (path, choices)), level in zip(found.items(), levels, strict=True):
        label = _printable(choices[level])
        yield InputFile(path, label, entry, settings.encoding_for(label), settings.limits)


def _is_text(name: str) -> bool:
    """Whether the locale could decode all of a name."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _printable(name: str) -> str:
    """A name that can be written anywhere.

    Names unpacked from a Chinese Windows archive may be GBK bytes on Linux.
    """
    if _is_text(name):
        return name
    data = os.fsencode(name)
    try:
        return data.decode()  # the locale is another one than that of the disk
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _nothing_found(paths: Sequence[Path], told: list[Diagnostic]) -> str:
    where = "、".join(_printable(str(path)) for path in paths) or "（没有给出路径）"
    names = [one for one in told if one.code == "F106"]
    skipped = (
        f"，按文件名跳过了 {len(names)} 个（{names[0].message.rpartition('：')[2]}）"
        if names
        else ""
    )
    return (
        f"没有找到可以读取的文件：{where}{skipped}。"
        "请给出台账文件，或放着台账的文件夹（.xlsx、.xls、.csv 等）"
    )
