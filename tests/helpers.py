"""Small sheets made in place, and the whole way from sheets to an outcome without a file."""

from __future__ import annotations

import tomllib

from zbreport.forms import form_for
from zbreport.ledgers.extract import extract
from zbreport.ledgers.typed import choose_year, typed_ledgers
from zbreport.model import Sheet
from zbreport.settings import Settings
from zbreport.settings.answers import added
from zbreport.tabulation.tabulate import tabulate
from zbreport.tabulation.tally import collect

REQUESTS = ["登记编号", "收到日期", "申请人类别", "申请方式", "办理结果", "具体情形", "答复日期"]
PUBLICATIONS = ["标题", "发布时间", "链接"]
PROCEEDINGS = ["案号", "案件类型", "是否经过复议", "受理日期", "结案日期", "结果"]
DOCUMENTS = ["文号", "文件标题", "文件类别", "印发日期", "废止日期", "有效期至", "有效性"]
DECISIONS = ["决定书文号", "决定类别", "决定日期"]
FEES = ["收费项目", "收费金额（元）", "收费日期"]
FIGURES = ["项目", "数量", "单位"]
PROPOSALS = ["建议提案编号", "类型", "收到日期", "答复日期", "是否满意", "是否公开"]


def sheet(*rows, file="台账.xlsx", name="表", **more):
    return Sheet(file, name, [list(row) for row in rows], **more)


def requests(*rows, file="依申请公开台账.xlsx", name="台账", header=REQUESTS, **more):
    return sheet(header, *rows, file=file, name=name, **more)


def website(*rows, file="网站发布清单.xlsx", name="清单", header=PUBLICATIONS, **more):
    return sheet(header, *rows, file=file, name=name, **more)


def request(  # noqa: PLR0917 -- as the columns stand
    number="2024-001",
    received="2024-03-01",
    applicant="自然人",
    method="网络",
    outcome="予以公开",
    detail="",
    answered="2024-03-20",
):
    return [number, received, applicant, method, outcome, detail, answered]


def read(*sheets, **settings):
    settings = Settings(**settings)
    return typed_ledgers([extract(sheets, settings)], settings, [])


def run(*sheets, year=2024, **settings):
    """Sheets → outcome, as `pipeline.tally` does it after the files are read."""
    reading = read(*sheets, year=year, **settings)
    chosen, said = choose_year(reading)
    reading.judge_for(chosen)
    report, told = tabulate(form_for(chosen), reading.judges, chosen, reading.settings)
    return collect(reading, report, (*said, *told))


def figures(outcome):
    """All that a report says, in comparable form."""
    report = outcome.report
    return (
        dict(report.cells),
        tuple(report.channels),
        dict(report.extras),
    )


def found(outcome, code):
    """The one diagnostic of a code."""
    (finding,) = [finding for finding in outcome.diagnostics if finding.code == code]
    return finding


def ready(finding, word=None):
    """The settings that the answer to a finding makes once the office has chosen `word` of its choices."""
    if word is None:
        assert not finding.answer.choices or finding.answer.suggested
        word = finding.answer.suggested or ""
    else:
        assert word in dict(finding.answer.choices)
    return tomllib.loads(added("", finding.answer.chosen(word)))


def codes(outcome):
    return [finding.code for finding in outcome.diagnostics]


def place(finding):
    return finding.file, finding.sheet, finding.rows, finding.column


def reasons(outcome):
    """(row, reason) of everything set aside, by row."""
    return sorted((entry.row, entry.reason) for entry in outcome.set_aside_rows())


def channel(outcome, key):
    return next((entry.count for entry in outcome.report.channels if entry.key == key), None)


def conserved(outcome):
    """Every source's rows are counted or set aside, and every set-aside row is listed once."""
    for source in outcome.sources:
        assert source.rows == source.counted + sum(source.set_aside.values()), source
        assert source.counted >= 0
    listed = [
        (entry.file, entry.sheet, entry.row, entry.ledger) for entry in outcome.set_aside_rows()
    ]
    assert len(listed) == sum(sum(source.set_aside.values()) for source in outcome.sources)
    return listed
