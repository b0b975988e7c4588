"""Reads the table of sentences in `judged.txt` and judges it: what `check` says of each beside its table."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from made_reports import clean, figures, paragraphs

from zbreport.checks import Verdict, check
from zbreport.checks.relations import relations, total
from zbreport.diagnostics import Level

RULES = ("C13", "C14", "C15", "C16", "C17", "C19")
ROWS = {
    "新收": "received", "上年结转": "carried_in", "予以公开": "granted", "部分公开": "partially_granted",
    "国家秘密": "state_secret", "法律禁止": "prohibited_by_law", "第三方": "third_party_rights",
    "内部事务": "internal_affairs", "过程性": "deliberative_process", "执法案卷": "enforcement_file",
    "行政查询": "administrative_query", "不掌握": "not_held", "另行制作": "requires_creation",
    "不明确": "unclear_after_correction", "信访": "petition", "重复": "repeated",
    "逾期不补正": "not_corrected_in_time", "未缴费": "fee_unpaid", "其他": "other", "总计": "total",
    "结转下年": "carried_forward",
}  # fmt: skip
RESULTS = {
    "维持": "upheld",
    "纠正": "corrected",
    "其他": "other",
    "未结": "pending",
    "总计": "total",
}
CASES = {"复议": "review", "直接": "litigation_direct", "复后": "litigation_after_review"}
DISCLOSURE = {
    "规章制发": "rules.issued", "规章有效": "rules.in_force", "文件制发": "normative_documents.issued",
    "文件废止": "normative_documents.repealed", "文件有效": "normative_documents.in_force",
    "许可": "licences", "处罚": "penalties", "强制": "coercive_measures", "收费": "fees_wan_yuan",
}  # fmt: skip
SIX_NONE = "本年度无其他需要报告的事项。"


class Judged(NamedTuple):
    """One line: the mark, the sentence, the cells of this and of last year's report, the set."""

    mark: str
    sentence: str
    cells: dict
    before: dict | None
    part: str


def cells_of(listed):
    """`新收 100/20，许可 3` → every cell of the form."""
    found = dict.fromkeys(figures(), 0)
    for name, numbers in re.findall(r"(\w+) ([\d./]+)", listed):
        values = [Decimal(one) if "." in one else int(one) for one in numbers.split("/")]
        if name in ROWS:
            for column, value in zip(("natural_person", "business"), values, strict=False):
                found[f"requests.{ROWS[name]}.{column}"] = value
            found[f"requests.{ROWS[name]}.total"] = sum(values)
        elif name[:2] in CASES and name[2:] in RESULTS:
            found[f"proceedings.{CASES[name[:2]]}.{RESULTS[name[2:]]}"] = values[0]
        else:
            found[f"disclosure.{DISCLOSURE[name]}"] = values[0]
    return found


def table(name="judged.txt"):
    """Every line that is to be judged."""
    cells, before, part, found = {}, None, "", []
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "表":
            now, _, last = rest.partition("；上年 ")
            cells, before = cells_of(now), cells_of(last) if last else None
        elif mark == "集":
            part = rest.strip()
        elif mark in {"对", "错", "问", "漏"}:
            found.append(Judged(mark, rest.strip(), cells, before, part))
    return found


def unsound(cells):
    """The relations of the form that a table of the file itself breaks: there must be none."""
    return [
        one.place for one in relations("2021") if total(one.left, cells) != total(one.right, cells)
    ]


def findings(line):
    """What `check` says of a line, of level error or warning."""
    title = "云岫县人民政府2024年政府信息公开工作年度报告"
    text = paragraphs(line.sentence, six=SIX_NONE)
    report = clean(line.cells, text=text, title=title)
    last = (
        clean(line.before, title=title.replace("2024", "2023"), year=2023) if line.before else None
    )
    found = check(report, previous=last, only=RULES).findings
    return [one for one in found if one.level is not Level.INFO]


def right(line):
    """Whether `check` says what it must."""
    found = findings(line)
    if line.mark == "对":
        return not found
    if line.mark == "问":
        return bool(found) and all(one.verdict is Verdict.CANNOT_JUDGE for one in found)
    return bool(found)
