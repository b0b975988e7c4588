"""The report as a Word document: what a person and Word find in it, and that reading it back gives the same figures."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from handmade import YEARS
from lxml import etree

import reference
from zbreport import tally
from zbreport.checks import check
from zbreport.diagnostics import Level
from zbreport.forms.layout import MISSING, form_of, layout
from zbreport.model import Channel, Report
from zbreport.outputs import docx
from zbreport.outputs.docx.body import TEXT_WIDTH
from zbreport.outputs.fingerprint import is_untouched_output
from zbreport.readback import read_published
from zbreport.settings import Settings
from zbreport.tabulation.tally import Tally
from zbreport.text.blocks import Manuscript, OwnText, TextTable

ROOT = Path(__file__).parents[2]
FOLDERS = [
    ROOT / "examples" / "2021-clean",
    ROOT / "examples" / "2020-clean",
    reference.city(),
    reference.bureau(),
]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def body_of(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))[0]


def saved(folder, data):
    path = folder / "年报.docx"
    path.write_bytes(data)
    return path


def test_figures_read_back_are_equal(outcome, tmp_path):
    published = read_published(saved(tmp_path, docx.render(outcome)))
    assert {key: published.value(key) for key in outcome.report.cells} == dict(outcome.report.cells)
    assert all(
        published.cells[key].text == MISSING
        for key, value in outcome.report.cells.items()
        if value is None
    )
    assert (published.year, published.edition) == (outcome.report.year, outcome.report.edition)
    assert [part.text for part in published.paragraphs if part.heading] == list(
        form_of(outcome.report).sections
    )
    assert published.oddities == ()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_check_finds_no_error(folder, tmp_path):
    outcome = tally([folder])
    found = check(
        read_published(saved(tmp_path, docx.render(outcome))),
        tally=outcome,
        settings=outcome.settings,
    )
    assert [one for one in found.findings if one.level is Level.ERROR] == []
    assert found.passed["C13"] > 5
    assert found.passed["C46"] > 0


def test_the_tables_are_the_form(outcome):
    for table, grid in zip(
        body_of(docx.render(outcome)).iter(f"{W}tbl"),
        layout(form_of(outcome.report), outcome.report),
        strict=True,
    ):
        rows = table.findall(f"{W}tr")
        assert len(rows) == grid.rows
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows].count(
            True
        ) == grid.header_rows
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        spans = [int(span.get(f"{W}val")) for span in table.iter(f"{W}gridSpan")]
        assert all(
            sum(
                int(cell.find(f"{W}tcPr/{W}gridSpan").get(f"{W}val"))
                if cell.find(f"{W}tcPr/{W}gridSpan") is not None
                else 1
                for cell in row.findall(f"{W}tc")
            )
            == grid.cols
            for row in rows
        )
        assert (max(spans) > 1) is True
        starts = [merge for merge in table.iter(f"{W}vMerge") if merge.get(f"{W}val") == "restart"]
        assert len(starts) == sum(cell.rowspan > 1 for cell in grid.cells)


def test_tables_are_as_wide_as_the_text_and_no_figure_is_broken():
    report = wide(2024, 39857580)
    for table in body_of(docx.render(Tally(report, (), (), (), {}, Settings()))).iter(f"{W}tbl"):
        widths = [int(column.get(f"{W}w")) for column in table.find(f"{W}tblGrid")]
        assert sum(widths) == 11906 - 1587 - 1474
        for cell in table.iter(f"{W}tc"):
            text = "".join(piece.text for piece in cell.iter(f"{W}t"))
            if text.isdigit():
                points = int(cell.find(f".//{W}sz").get(f"{W}val")) / 2
                assert (
                    int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) - 80
                    >= len(text) * points * 20 / 2
                )


def wide(year, figure):
    form = next(form for form in [form_of(Report(year, "2021", None, {}))])
    return Report(
        year,
        form.edition,
        "某某省某某市某某区人民政府某某街道办事处",
        dict.fromkeys(form.cells, figure),
    )


def test_the_page_is_an_official_document(outcome):
    data = docx.render(outcome)
    page = body_of(data).find(f"{W}sectPr")
    size, margins = page.find(f"{W}pgSz"), page.find(f"{W}pgMar")
    assert [round(int(size.get(f"{W}{side}")) / 1440 * 25.4) for side in "wh"] == [210, 297]
    assert [
        round(int(margins.get(f"{W}{side}")) / 1440 * 25.4)
        for side in ("top", "bottom", "left", "right")
    ] == [37, 35, 28, 26]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        styles = archive.read("word/styles.xml").decode()
        assert all(
            font in styles for font in ("方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312")
        )
        assert b"PAGE" in archive.read("word/footer_odd.xml")
        for name in archive.namelist():
            etree.fromstring(archive.read(name))


def test_a_long_title_breaks_behind_the_office_and_reads_back_whole(tmp_path):
    report = wide(2024, 1)
    published = read_published(
        saved(tmp_path, docx.render(Tally(report, (), (), (), {}, Settings())))
    )
    assert published.title == f"{report.unit}2024年政府信息公开工作年度报告"


def test_gaps_are_highlighted(outcome):
    lit = [
        run
        for run in body_of(docx.render(outcome)).iter(f"{W}r")
        if run.find(f"{W}rPr/{W}highlight") is not None
    ]
    assert lit
    assert all("".join(run.itertext()).startswith("【请补充：") for run in lit)


def test_markup_and_control_characters_are_only_text():
    report = Report(
        2024,
        "2021",
        "<w:p>&\x0b\ud800局",
        dict.fromkeys(form_of(Report(2024, "2021", None, {})).cells),
        (Channel("other:<b>", "<b>&\x00", 3, None),),
    )
    text = "".join(body_of(docx.render(Tally(report, (), (), (), {}, Settings()))).itertext())
    assert "<w:p>&��局" in text
    assert "通过<b>&�发布信息3条" in text


def test_nobody_is_named_and_the_clock_is_not_read(outcome):
    with zipfile.ZipFile(BytesIO(docx.render(outcome))) as archive:
        properties = archive.read("docProps/core.xml").decode()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "creator" not in properties
    assert "lastModifiedBy" not in properties


def test_an_unedited_document_is_known_again(outcome, tmp_path):
    path = saved(tmp_path, docx.render(outcome))
    assert is_untouched_output(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace("年".encode(), "月".encode()))
    assert not is_untouched_output(path)


@pytest.mark.parametrize("year", YEARS.values())
def test_libreoffice_opens_it(year, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    form = form_of(Report(year, "2021" if year > 2020 else "2019", None, {}))
    report = Report(year, form.edition, "某市某局", dict.fromkeys(form.cells, 3119))
    path = saved(tmp_path, docx.render(Tally(report, (), (), (), {}, Settings())))
    command = [
        office,
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
    ]
    subprocess.run(
        [*command, str(tmp_path), str(path)], check=True, capture_output=True, timeout=120
    )
    assert (tmp_path / "年报.pdf").read_bytes().startswith(b"%PDF")


def own_table(rows):
    return TextTable(
        ("项目", "说明", "数量"),
        tuple((f"甲{row}行", "逐字逐句地写，" * (row % 9), str(row)) for row in range(rows)),
    )


def with_text(*blocks):
    report = Report(
        2024, "2021", "某局", dict.fromkeys(form_of(Report(2024, "2021", None, {})).cells, 7)
    )
    return Tally(report, (), (), (), {}, Settings(), Manuscript({"一": OwnText("一.md", blocks)}))


def test_an_own_table_is_as_wide_as_the_text_and_gives_room_where_text_is_long():
    table = next(body_of(docx.render(with_text(own_table(9)))).iter(f"{W}tbl"))
    short, long, number = (int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol"))
    assert short + long + number == TEXT_WIDTH
    assert long > TEXT_WIDTH / 2
    assert min(short, number) > 1000


def test_tables_that_cross_a_page_repeat_their_header_and_split_no_row(tmp_path):
    """On paper so low that even the tables of the form do not fit one page."""
    office, pdfplumber = shutil.which("soffice"), pytest.importorskip("pdfplumber")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / "年报.docx"
    with (
        zipfile.ZipFile(BytesIO(docx.render(with_text(own_table(40))))) as whole,
        zipfile.ZipFile(path, "w") as low,
    ):
        for name in whole.namelist():
            low.writestr(name, whole.read(name).replace(b'w:h="16838"', b'w:h="9500"'))
    command = [
        office,
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
    ]
    subprocess.run(
        [*command, str(tmp_path), str(path)], check=True, capture_output=True, timeout=120
    )
    with pdfplumber.open(tmp_path / "年报.pdf") as paper:
        pages = ["".join((page.extract_text() or "").split()) for page in paper.pages]
    own = [page for page in pages if re.search("甲[0-9]+行", page)]
    form = [page for page in pages if re.search(r"[1-8]\.(?:属于|本机关|信访|重复|其他)", page)]
    assert len(own) > 3
    assert len(form) > 1
    assert all("项目说明数量" in page for page in own)
    assert all("申请人情况" in page for page in form)
    whole = [sum(int(row) % 9 * 2 for row in re.findall("甲([0-9]+)行", page)) for page in own]
    assert [page.count("逐") for page in own] == whole
