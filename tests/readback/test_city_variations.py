"""A city's report in every form that an office may publish it in: all 200 cells, no false alarm, every changed figure found."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook
from pages import changed, docx_document, docx_table, html_table, numbers, paragraph, tables
from test_pdf_pages import printed
from test_variations import VARIATIONS
from typer.testing import CliRunner

import reference
from zbreport.checks import check
from zbreport.checks.verdicts import Verdict
from zbreport.cli import app
from zbreport.diagnostics import Level
from zbreport.forms import form_for
from zbreport.pipeline import tally
from zbreport.readback import read_published

PDF = Path(__file__).parents[3] / "shared" / "data" / "huaian-2024-published.pdf"

MORE = {"commas": numbers(lambda text: f"{int(text):,}" if text.isdigit() else text)}
"""`commas` of `VARIATIONS` is for figures of four digits."""

CHANGES_LABELS = {
    "合计",
    "规范性文件",
    "other wordings",
    "guidance glued",
    "extra row",
    "no quotes",
    "corner quotes",
}
"""Variations whose labels are not the official ones, which C20 says."""


@pytest.fixture(scope="module")
def outcome():
    return tally([reference.city()])


@pytest.fixture(scope="module")
def text():
    """Title and paragraphs of the report, each with the section that it heads."""
    heads = {line: section for section, line in reference.HEADINGS.items()}
    return [(line, heads.get(line, "")) for line in reference.CITY_TEXT]


def parts(text, found):
    """The report in order: paragraphs as strings, tables as rows of cells."""
    after = dict(zip("二三四", found.values(), strict=True))
    for line, heads in text:
        yield line
        if rows := after.get(heads):
            yield rows


def as_html(items, encoding="utf-8", *, borders=False):
    ruled = 'border="1" style="border-collapse:collapse"' if borders else ""
    body = "".join(
        f"<p>　　{item}</p>" if isinstance(item, str) else html_table(item, attributes=ruled)
        for item in items
    )
    menu = (
        "<ul>"
        + "<li><a href='/'>政务公开</a></li>" * 20
        + "</ul><table><tr><td>首页</td><td>2024 年第 3 期</td></tr></table>"
    )
    page = f'<html><head><meta charset="{encoding}"></head><body>{menu}<div class="article">{body}</div>{menu}</body></html>'
    return page.encode(encoding, "xmlcharrefreplace")


def as_docx(items):
    return docx_document(
        "".join(paragraph(item) if isinstance(item, str) else docx_table(item) for item in items)
    )


def as_xlsx(items):
    book, target = Workbook(), io.BytesIO()
    sheet, top = book.active, 1
    for item in items:
        if isinstance(item, str):
            sheet.cell(top, 1, item)
            top += 1
            continue
        taken = set()
        for down, row in enumerate(item):
            col = 1
            for cell in row:
                while (top + down, col) in taken:
                    col += 1
                is_number = cell.role == "number" and re.fullmatch(r"\d+(\.\d+)?", cell.text)
                sheet.cell(top + down, col, float(cell.text) if is_number else cell.text)
                taken |= {
                    (top + down + y, col + x) for y in range(cell.down) for x in range(cell.across)
                }
                if cell.across > 1 or cell.down > 1:
                    sheet.merge_cells(
                        None, top + down, col, top + down + cell.down - 1, col + cell.across - 1
                    )
        top += len(item)
    book.save(target)
    return target.getvalue()


FORMATS = {
    "html": as_html,
    "gbk.html": lambda items: as_html(items, "gbk"),
    "docx": as_docx,
    "xlsx": as_xlsx,
}


def checked(path, *options):
    result = CliRunner().invoke(app, ["check", str(path), "--format", "json", *options])
    return result.exit_code, json.loads(result.stdout)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", VARIATIONS)
def test_every_variation_is_read_whole_and_raises_no_alarm(tmp_path, outcome, text, name, form):
    found = MORE.get(name, VARIATIONS[name])(tables(2024, outcome.report.cells))
    path = tmp_path / f"年报.{form}"
    path.write_bytes(FORMATS[form](parts(text, found)))
    status, told = checked(path)
    serious = [one for one in told["findings"] if one["level"] != "info"]
    assert told["cells"] == {"expected": 200, "read": 200, "blank": 0, "not_a_number": 0}
    assert {one["rule"]: one["message"] for one in serious}.keys() <= (
        {"C20"} if name in CHANGES_LABELS else set()
    )
    assert (status, told["verdicts"]["fail"]) == (
        0,
        len([one for one in told["findings"] if one["verdict"] == "fail"]),
    )
    assert told["passed"]["C13"] >= 14


@pytest.mark.parametrize("form", FORMATS)
def test_the_ledgers_bear_out_every_cell(tmp_path, outcome, text, form):
    path = tmp_path / f"年报.{form}"
    path.write_bytes(FORMATS[form](parts(text, tables(2024, outcome.report.cells))))
    status, told = checked(path, "--ledgers", str(reference.city()))
    assert told["passed"]["C46"] == 200
    assert [one for one in told["findings"] if one["level"] == "error"] == []
    assert status == 0


def test_any_changed_cell_is_found(tmp_path, outcome, text):
    for key in form_for(2024).cells:
        cells = {**outcome.report.cells, key: outcome.report.cells[key] + 1}
        path = tmp_path / "年报.html"
        path.write_bytes(as_html(parts(text, tables(2024, cells))))
        published = read_published(path)
        alone = {
            one.rule for one in check(published).findings if one.stands and one.level is Level.ERROR
        }
        ledgers = {
            key
            for one in check(published, tally=outcome, only=("C46",)).findings
            if one.stands
            for key in one.cells
        }
        assert key in ledgers, key
        assert key.startswith("disclosure.") or alone & {"C02", "C03", "C04", "C05"}, key


def changed_figures(line):
    """The 14 figures that section 一 states on sections 三 and 四, one after the other: what it says instead, and the line that says it."""
    figures = list(re.finditer(r"(?<=[^\d（])\d+(?= ?件)", line))
    assert len(figures) == 14
    for match in figures:
        said = str(int(match[0]) + 1)
        yield said, f"{line[: match.start()]}{said}{line[match.end() :]}"


def speaks_of_reviews(line):
    return re.search(r"行政复议 ?351", line) is not None


def alarms(published):
    """What is told beyond information: level, verdict, rule and figure said."""
    serious = [one for one in check(published).findings if one.level is not Level.INFO]
    return [(one.level, one.verdict, one.rule, one.said) for one in serious]


@pytest.mark.parametrize("form", FORMATS)
def test_any_changed_figure_of_the_text_is_found_and_nothing_else(tmp_path, outcome, text, form):
    found = tables(2024, outcome.report.cells)
    at = next(number for number, (line, _) in enumerate(text) if speaks_of_reviews(line))
    path = tmp_path / f"年报.{form}"
    for said, line in changed_figures(text[at][0]):
        path.write_bytes(FORMATS[form](parts([*text[:at], (line, ""), *text[at + 1 :]], found)))
        assert alarms(read_published(path)) == [(Level.ERROR, Verdict.FAIL, "C13", said)]


@pytest.fixture(scope="module", params=["made", *(["given"] if PDF.exists() else [])])
def pdf_data(request, tmp_path_factory, outcome, text):
    """The report as a PDF file: printed here, and the published one that it was modelled on."""
    pytest.importorskip("pdfplumber")
    if request.param == "given":
        return PDF.read_bytes()
    folder = tmp_path_factory.mktemp("pdf")
    return printed(folder, as_html(parts(text, tables(2024, outcome.report.cells)), borders=True))


def test_every_cell_of_the_pdf_is_read(tmp_path, pdf_data):
    path = tmp_path / "年报.pdf"
    path.write_bytes(pdf_data)
    found = {key: str(cell.value) for key, cell in read_published(path).cells.items()}
    assert found == {key: str(number) for key, number in reference.city_cells().items()}


def test_any_changed_figure_of_the_pdf_is_found_and_nothing_else(pdf_data):
    from zbreport import readback
    from zbreport.readback import pdf

    document = pdf.read(pdf_data)
    at = next(
        number
        for number, item in enumerate(document.items)
        if isinstance(item, str) and speaks_of_reviews(item)
    )
    assert alarms(readback.published("年报.pdf", document)) == []
    for said, line in changed_figures(document.items[at]):
        items = [*document.items[:at], line, *document.items[at + 1 :]]
        assert alarms(readback.published("年报.pdf", replace(document, items=items))) == [
            (Level.ERROR, Verdict.FAIL, "C13", said)
        ]


def test_a_blank_zero_is_told_and_moves_nothing(tmp_path, outcome, text):
    blank = "requests.received.research"
    found = tables(2024, outcome.report.cells)
    found = {
        key: changed(rows, lambda cell: replace(cell, text="") if cell.key == blank else cell)
        for key, rows in found.items()
    }
    path = tmp_path / "年报.html"
    path.write_bytes(as_html(parts(text, found)))
    status, told = checked(path)
    assert told["cells"] == {"expected": 200, "read": 200, "blank": 1, "not_a_number": 0}
    assert {
        one["rule"]
        for one in told["findings"]
        if one["verdict"] == "fail" and one["level"] != "info"
    } == {"C07"}
    assert told["report"]["requests"]["received"] == {
        "natural_person": 3001,
        "business": 53,
        "research": None,
        "public_interest": 0,
        "legal_service": 61,
        "other": 4,
        "total": 3119,
    }
    assert status == 0
