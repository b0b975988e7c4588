"""zbreport.toml, read once into one frozen `Settings` object that every stage is handed.

An office answers here what no official text decides, and what cannot be recognised in its files.
Unknown keys are told (S401), values that mean nothing stop the run: a setting that is silently
ignored would be a wrong figure.
"""

from __future__ import annotations

import codecs
import difflib
import re
import tomllib
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import FILE_NAME as FILE_NAME  # the settings go by it
from zbreport.errors import SettingsError, require_file, system_reason
from zbreport.model import CHOICE, Limits
from zbreport.settings.holidays import year_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbreport.calendar import YearDays

DECISIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "withdrawn": ("other", "not_counted"),
        "proceedings_basis": ("alive", "received"),
        "instances": ("latest",),
        "lapsed_documents": ("repealed", "not_counted"),
        "fee_unit": ("", "元", "万元"),
        "applicants_by_name": ("not_used", "used"),
    }
)
"""Choices that no official text makes (domain: 2.1-2.3) → values; the first is the default."""

WORDINGS = (
    "applicants",
    "outcomes",
    "results",
    "channels",
    "methods",
    "statuses",
    "validity",
    "satisfaction",
    "yes_no",
    "roles",
    "document_kinds",
    "decision_kinds",
    "decision_results",
    "proposal_kinds",
    "proceeding_kinds",
    "request_kinds",
)
MOST: Mapping[str, int] = MappingProxyType(
    {"cells": 500_000_000, "unpacked_mb": 65_536, "memory_mb": 1_048_576, "seconds": 86_400}
)
"""The highest that each limit can be set to; the lowest is 1."""

CONTACT = ("contact", "address", "postcode", "phone", "email")
COUNTED, NOT_COUNTED = "counted", "not_counted"
"""What `[rows]` says of a row."""

FIRST_YEAR, LAST_YEAR = 2007, 2100
"""Years of reports: the first 政府信息公开条例 is of 2007."""

NO_LEDGER = "none"
"""What `[ledgers]` says of a file that is no ledger."""


@dataclass(frozen=True, slots=True)
class ChannelSetting:
    """A channel that an office names, or files that it assigns to a known channel."""

    key: str
    label: str | None
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the commands can be told, with defaults.

    Attributes:
        unit: name of the office.
        year: report year; None means the year most dated rows fall in.
        missing: what a figure that nothing gives becomes, `blank` or `zero`.
        none: tables, rows or cells (prefixes of cell keys) that did not occur this year: written as
            0.
        columns: file glob → header in the file → field of the ledger.
        ledgers: file glob → ledger.
        wordings: vocabulary → what the office writes → code.
        decisions: see `DECISIONS`; only what the file sets.
        channels: channels by key.
        encodings: file glob → the codec that its text is in, where the content cannot tell.
        years: file glob → the year of its dates and months that name none.
        limits: what one file may ask for.
        rows: file glob → row (`12`, `12-15`, or `表名!12` where a file has several sheets) →
            whether it is `counted` or `not_counted`.
        cells: file glob → cell (`E12`, or `表名!E12`) → what it is read as.
        dismissed: findings of `check` that stand, with the reason.
        calendar: year → its days off and at work, where zbreport does not know them yet.
        contact, address, postcode, phone, email: whom readers of the report may ask; empty where
            not told.
        prose: Markdown files with text of the report, relative to the settings file; empty means
            those beside the ledgers.
        overview_characters: the most characters that section 一 may have; 0 where nobody says.
        origin: the file read, if any.
    """

    unit: str | None = None
    year: int | None = None
    missing: str = "blank"
    none: tuple[str, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ledgers: Mapping[str, str] = field(default_factory=dict)
    wordings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    decisions: Mapping[str, str] = field(default_factory=dict)
    channels: tuple[ChannelSetting, ...] = ()
    encodings: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, int] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dismissed: Mapping[str, str] = field(default_factory=dict)
    calendar: Mapping[int, YearDays] = field(default_factory=dict)
    contact: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    prose: tuple[str, ...] = ()
    overview_characters: int = 0
    origin: Path | None = None

    def decision(self, key: str) -> str:
        """The value of a decision: as set, else the default."""
        return self.decisions.get(key, DECISIONS[key][0])

    def origin_of(self, key: str) -> str:
        """Where the value of a decision comes from, in the words of the notes."""
        return FILE_NAME if key in self.decisions else "默认"

    def columns_for(self, file: str) -> Mapping[str, str]:
        """Header → field for one file: all globs that match its name or label, later ones win."""
        return {
            header: name
            for glob, pairs in self.columns.items()
            if matches(file, glob)
            for header, name in pairs.items()
        }

    def ledger_for(self, file: str) -> str | None:
        """The ledger that the office says a file is."""
        return next((ledger for glob, ledger in self.ledgers.items() if matches(file, glob)), None)

    def channel_for(self, file: str) -> str | None:
        """The channel that the office says a file belongs to."""
        return next(
            (
                entry.key
                for entry in self.channels
                if any(matches(file, glob) for glob in entry.files)
            ),
            None,
        )

    def encoding_for(self, file: str) -> str:
        """The codec that the office says a file's text is in; empty where it says nothing."""
        return next((codec for glob, codec in self.encodings.items() if matches(file, glob)), "")

    def year_for(self, file: str) -> int | None:
        """The year that the office gives dates of a file which name none."""
        return next((year for glob, year in self.years.items() if matches(file, glob)), None)

    def cell_answers(self, file: str, sheet: str) -> Mapping[tuple[int, str], str]:
        """(Excel row, column letters) → what the office says that a cell of a sheet is."""
        found: dict[tuple[int, str], str] = {}
        for glob, answers in self.cells.items():
            if matches(file, glob):
                for key, text in answers.items():
                    name, mark, place = key.rpartition("!")
                    if not mark or name == sheet:
                        letters = place.rstrip("0123456789")
                        found[int(place.removeprefix(letters)), letters] = text
        return found

    def row_answers(self, file: str, sheet: str) -> Mapping[int, bool]:
        """Excel row → whether the office counts it, for the rows of a sheet that it names."""
        found: dict[int, bool] = {}
        for glob, answers in self.rows.items():
            if matches(file, glob):
                for key, answer in answers.items():
                    name, mark, rows = key.rpartition("!")
                    if not mark or name == sheet:
                        first, _, last = rows.partition("-")
                        for row in range(int(first), int(last or first) + 1):
                            found[row] = answer == COUNTED
        return found

    def with_options(self, *, year: int | None = None, missing: str | None = None) -> Settings:
        """These settings with what the command line overrides."""
        return replace(self, year=year or self.year, missing=missing or self.missing)


def matches(label: str, glob: str) -> bool:
    """Whether a glob means a file: its name, or its path below the input folder."""
    name = label.rpartition("/")[2]
    return glob in {label, name} or fnmatchcase(label, glob) or fnmatchcase(name, glob)


def find(paths: list[Path]) -> Path | None:
    """The settings file if none is named: in the first input folder, else the current folder."""
    folders = [path if path.is_dir() else path.parent for path in paths[:1]]
    for folder in (*folders, Path()):
        if (candidate := folder / FILE_NAME).is_file():
            return candidate
    return None


def load(path: Path | None) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Reads a settings file.

    Args:
        path: the file; None gives the defaults.

    Returns:
        The settings, and a diagnostic for every key that means nothing.

    Raises:
        SettingsError: not readable, not TOML, or a value that means nothing.
    """
    if path is None:
        return Settings(), ()
    try:
        data = tomllib.loads(require_file(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        message = f"无法读取设置文件 {path.name or path}：{system_reason(error)}"
        raise SettingsError(message) from error
    except UnicodeDecodeError as error:
        message = f"设置文件 {path.name} 不是 UTF-8 编码，请在记事本中另存为 UTF-8"
        raise SettingsError(message) from error
    except tomllib.TOMLDecodeError as error:
        message = (
            f"设置文件 {path.name} 写法有误："
            f"{_where(error)}不合 TOML 的写法，请核对引号、等号和方括号"
        )
        raise SettingsError(message) from error
    reader = _Reader(path.name)
    kept = {key: reader.answered(value, key) for key, value in data.items()}
    return reader.settings(kept, path), tuple(reader.unknown)


def _where(error: tomllib.TOMLDecodeError) -> str:
    """Where a file is no TOML; the parser's own words are English."""
    match = re.search(r"line (\d+), column (\d+)", str(error))
    return f"第 {match[1]} 行第 {match[2]} 个字符处" if match else "文件末尾"


class _Reader:
    """Takes a settings file apart, remembering the keys that it did not know."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.unknown: list[Diagnostic] = []

    def answered(self, value: object, key: str = "") -> object:
        """The file without the lines that an office has not completed; says which."""
        if not isinstance(value, dict):
            return value
        kept: dict[str, object] = {}
        for name, inner in value.items():
            path = f"{key}.{name}" if key else name
            if CHOICE in (name, inner):
                self.unknown.append(diagnose("S403", file=self.file, key=path))
            else:
                kept[name] = self.answered(inner, path)
        return kept

    def settings(self, data: dict[str, object], path: Path) -> Settings:
        """The whole file as settings."""
        self.known(
            data,
            "",
            (
                "report",
                "columns",
                "ledgers",
                "wordings",
                "decisions",
                "channels",
                "encodings",
                "years",
                "limits",
                "rows",
                "cells",
                "dismissed",
                "calendar",
            ),
        )
        report = self.section(data, "report")
        self.known(
            report,
            "report.",
            ("unit", "year", "missing", "none", "prose", "overview_characters", *CONTACT),
        )
        year = report.get("year")
        if year is not None and (not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR):
            self.refuse("report.year", year, "写成四位数字，如 2021")
        most = report.get("overview_characters", 0)
        if not isinstance(most, int) or isinstance(most, bool) or most < 0:
            self.refuse("report.overview_characters", most, "写成整数，如 1000")
        return Settings(
            overview_characters=most if isinstance(most, int) else 0,
            unit=None if report.get("unit") is None else str(report["unit"]),
            year=year if isinstance(year, int) else None,
            missing=self.one_of(
                "report.missing", report.get("missing", "blank"), ("blank", "zero")
            ),
            none=self.list_of("report.none", report.get("none", []), "proceedings"),
            prose=self.list_of("report.prose", report.get("prose", []), "正文/一.md"),
            columns={
                glob: self.texts(pairs, f'columns."{glob}"')
                for glob, pairs in self.section(data, "columns").items()
            },
            ledgers=self.ledgers(self.section(data, "ledgers")),
            wordings=self.wordings(self.section(data, "wordings")),
            decisions=self.decisions(self.section(data, "decisions")),
            channels=tuple(
                self.channel(key, value) for key, value in self.section(data, "channels").items()
            ),
            encodings={
                glob: self.codec(glob, name)
                for glob, name in self.section(data, "encodings").items()
            },
            years={
                glob: self.named_year(glob, year)
                for glob, year in self.section(data, "years").items()
            },
            limits=self.limits(self.section(data, "limits")),
            rows={
                glob: self.row_answers(glob, answers)
                for glob, answers in self.section(data, "rows").items()
            },
            cells={
                glob: self.cell_answers(glob, answers)
                for glob, answers in self.section(data, "cells").items()
            },
            dismissed=self.texts(self.section(data, "dismissed"), "dismissed"),
            calendar={
                days.off[0].year: days
                for name, section in self.section(data, "calendar").items()
                for days in (self.year_days(name, section),)
            },
            **{key: str(report.get(key, "")) for key in CONTACT},
            origin=path,
        )

    def section(self, data: Mapping[str, object], key: str) -> dict[str, object]:
        value = data.get(key, {})
        if not isinstance(value, dict):
            self.refuse(key, value, f"写成一节：[{key}]")
        return value if isinstance(value, dict) else {}

    def known(self, table: Mapping[str, object], prefix: str, names: tuple[str, ...]) -> None:
        for key in table:
            if key not in names:
                near = difflib.get_close_matches(key, names, n=1)
                hint = f"，是否想写“{prefix}{near[0]}”？" if near else ""
                self.unknown.append(
                    diagnose("S401", file=self.file, key=f"{prefix}{key}", hint=hint)
                )

    def one_of(self, key: str, value: object, allowed: tuple[str, ...]) -> str:
        if value not in allowed:
            self.refuse(
                key, value, "只能是 " + " 或 ".join(f'"{word}"' for word in allowed if word)
            )
        return str(value)

    def texts(self, value: object, key: str) -> dict[str, str]:
        if not isinstance(value, dict):
            self.refuse(key, value, '写成一节，每行一个 "甲" = "乙"')
            return {}
        return {str(name): str(word) for name, word in value.items()}

    def row_answers(self, glob: str, answers: object) -> dict[str, str]:
        """What a file's section of `[rows]` says."""
        pairs = self.texts(answers, f'rows."{glob}"')
        for key, answer in pairs.items():
            name = f'rows."{glob}"."{key}"'
            if not re.fullmatch(r"(?:.*!)?[1-9][0-9]{0,6}(?:-[1-9][0-9]{0,6})?", key):
                self.refuse(name, key, "写成行号，如 12、12-15 或 工作表名!12")
            self.one_of(name, answer, (COUNTED, NOT_COUNTED))
        return pairs

    def cell_answers(self, glob: str, answers: object) -> dict[str, str]:
        """What a file's section of `[cells]` says."""
        pairs = self.texts(answers, f'cells."{glob}"')
        for key in pairs:
            if not re.fullmatch(r"(?:.*!)?[A-Z]{1,3}[1-9][0-9]{0,6}", key):
                self.refuse(f'cells."{glob}"."{key}"', key, "写成单元格，如 E12 或 工作表名!E12")
        return pairs

    def named_year(self, glob: str, year: object) -> int:
        """A year of `[years]`, a number or its text."""
        if isinstance(year, bool) or not re.fullmatch(r"(?:19|20)\d\d", str(year)):
            self.refuse(f'years."{glob}"', year, "写成四位数字，如 2024")
        return int(str(year))

    def ledgers(self, section: dict[str, object]) -> dict[str, str]:
        from zbreport.vocabulary.headers import ledger_columns

        return {
            glob: self.one_of(f'ledgers."{glob}"', ledger, (*ledger_columns(), NO_LEDGER))
            for glob, ledger in section.items()
        }

    def wordings(self, section: dict[str, object]) -> dict[str, dict[str, str]]:
        self.known(section, "wordings.", WORDINGS)
        return {
            name: self.texts(pairs, f"wordings.{name}")
            for name, pairs in section.items()
            if name in WORDINGS
        }

    def decisions(self, section: dict[str, object]) -> dict[str, str]:
        self.known(section, "decisions.", tuple(DECISIONS))
        return {
            key: self.one_of(f"decisions.{key}", value, DECISIONS[key])
            for key, value in section.items()
            if key in DECISIONS
        }

    def channel(self, key: str, value: object) -> ChannelSetting:
        table = self.section({key: value}, key)
        self.known(table, f"channels.{key}.", ("label", "files"))
        label = table.get("label")
        files = self.list_of(f"channels.{key}.files", table.get("files", []), "*视频号*")
        return ChannelSetting(key, None if label is None else str(label), files)

    def list_of(self, key: str, value: object, example: str) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.refuse(key, value, f'写成列表，如 ["{example}"]')
            return ()
        return tuple(str(entry) for entry in value)

    def codec(self, glob: str, name: object) -> str:
        """The name by which Python knows a codec of text."""
        try:
            "a".encode(str(name))  # knows codecs of text from those of other things
            return codecs.lookup(str(name)).name
        except (LookupError, ValueError):  # a codec that decodes nothing, a name with a NUL
            self.refuse(f'encodings."{glob}"', name, '写成 "big5"、"gb18030"、"utf-8" 或 "utf-16"')
            return ""

    def year_days(self, name: str, value: object) -> YearDays:
        """The days off and at work of a year."""
        key = f"calendar.{name}"
        table = self.section({key: value}, key)
        self.known(table, f"{key}.", ("off", "work"))
        off, work = (
            self.list_of(f"{key}.{part}", table.get(part, []), f"{name}-01-01")
            for part in ("off", "work")
        )
        try:
            return year_days(name, off, work)
        except ValueError as error:
            message = f"设置文件 {self.file} 的 [{key}] 无效：{error}"
            raise SettingsError(message) from error

    def limits(self, section: dict[str, object]) -> Limits:
        self.known(section, "limits.", tuple(MOST))
        for key, value in section.items():
            if key in MOST and not (
                isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST[key]
            ):
                self.refuse(f"limits.{key}", value, f"写成 1 到 {MOST[key]} 的整数")
        return Limits(
            **{
                key: value
                for key, value in section.items()
                if key in MOST and isinstance(value, int)
            }
        )

    def refuse(self, key: str, value: object, wanted: str) -> None:
        message = f"设置文件 {self.file} 中 {key} 的值“{value}”无效：请{wanted}"
        raise SettingsError(message)
