"""What Word and LibreOffice make of the documents: valid to the letter of the schema, and every page printed with its figures."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

import reference
from zbreport import tally
from zbreport.forms.layout import form_of, number_text
from zbreport.manuscript import read
from zbreport.outputs import docx, xlsx
from zbreport.settings import Settings

ROOT = Path(__file__).parents[2]
OFFICE = shutil.which("soffice")
FOLDERS = [ROOT / "examples" / name for name in ("2021-clean", "2020-clean", "2024-messy")] + [
    reference.city(),
    reference.bureau(),
]
MARKDOWN = """开头**加粗**，{{ requests.received.total }} 件。

## 监督保障
1. 培训
   - 县区

### 考核
| 项目 | 次数 |
|---|---|
| 培训 | 2 |
"""


def outcomes(folder):
    """What the examples and the data give, one of them with everything that an export can hold."""
    found = {inputs.name: tally([inputs]) for inputs in FOLDERS}
    for name in ("一", "二", "六"):
        (folder / f"{name}.md").write_text(MARKDOWN, encoding="utf-8")
    text, _ = read(sorted(folder.glob("*.md")))
    settings = Settings(contact="<某局>&办公室", address="甲路1号")
    whole = replace(
        found["2021-clean"], previous=found["2020-clean"].report, manuscript=text, settings=settings
    )
    return {**found, "everything": whole}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Name of a file → the outcome that it was written from; all in one folder."""
    folder = tmp_path_factory.mktemp("documents")
    files = {}
    for name, outcome in outcomes(folder).items():
        for render, ending in ((docx.render, "docx"), (xlsx.render, "xlsx")):
            path = folder / f"{name}.{ending}"
            path.write_bytes(render(outcome))
            files[path.name] = outcome
    return folder, files


@pytest.fixture(scope="module")
def printed(written):
    """The documents as LibreOffice prints them, all in one run; name → text of the pages."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed")
    pdfplumber = pytest.importorskip("pdfplumber")
    folder, files = written
    pages = {}
    for ending in ("docx", "xlsx"):
        target = folder / ending
        command = [
            OFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
        ]
        done = subprocess.run(
            [
                *command,
                str(target),
                *(str(folder / name) for name in files if name.endswith(ending)),
            ],
            check=True,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert "Error" not in done.stderr
        for path in target.glob("*.pdf"):
            with pdfplumber.open(path) as paper:
                sheets = [
                    (round(page.width), round(page.height), page.extract_text() or "")
                    for page in paper.pages
                ]
            pages[f"{path.stem}.{ending}"] = sheets
    return pages, files


def test_every_document_is_printed(printed):
    pages, files = printed
    assert set(pages) == set(files)
    assert all(sheets for sheets in pages.values())


def test_word_documents_are_a_few_pages_of_a4_with_numbers(printed):
    pages, files = printed
    for name in (name for name in files if name.endswith("docx")):
        sheets = pages[name]
        assert 4 <= len(sheets) <= 8, name
        for number, (width, height, text) in enumerate(sheets, start=1):
            assert (width, height) == (595, 842)
            assert text.rstrip().endswith(f"— {number} —")
        assert f"{files[name].report.year}年政府信息公开工作年度报告" in plain(sheets[0][2])


def test_every_figure_is_on_paper(printed):
    pages, files = printed
    for name, outcome in files.items():
        text = plain("".join(text for _, _, text in pages[name]))
        assert [
            heading
            for heading in form_of(outcome.report).sections
            if name.endswith("docx") and heading not in text
        ] == []
        for key in (
            "disclosure.licences",
            "requests.received.total",
            "requests.total.total",
            "proceedings.review.total",
        ):
            assert number_text(outcome.report.cells.get(key)) in text


def test_no_figure_of_section_three_is_broken_over_two_lines(printed):
    pages, files = printed
    for name in (name for name in files if name.endswith("docx")):
        cells = files[name].report.cells
        whole = [
            number_text(value)
            for key, value in cells.items()
            if key.startswith("requests.received.")
        ]
        lines = [line for _, _, text in pages[name] for line in text.split("\n")]
        assert any(
            line.startswith("一、本年新收") and line.split()[1:] == whole for line in lines
        ), name


def plain(text):
    return "".join(text.split())


def test_everything_stands_in_the_fullest_document(printed):
    pages, _ = printed
    text = plain("".join(text for _, _, text in pages["everything.docx"]))
    for words in (
        "开头加粗，12件。",
        "1.培训",
        "●县区",
        "项目次数",
        "请与<某局>&办公室联系",
        "比上年增加6件",
    ):
        assert words in text
    assert "与2020年对比" in plain("".join(text for _, _, text in pages["everything.xlsx"]))


def test_the_documents_are_valid(written):
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")
    folder, files = written
    for name in files:
        found = audit.OpenXmlValidator().validate(folder / name).errors
        # Word opens documents without a theme; LibreOffice and others write none.
        assert [str(one) for one in found if "/theme'" not in str(one)] == [], name


def test_the_validator_minds_the_order_that_word_minds(written, tmp_path):
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")
    folder, _ = written
    wrong = tmp_path / "wrong.docx"
    with zipfile.ZipFile(folder / "2021-clean.docx") as good, zipfile.ZipFile(wrong, "w") as bad:
        for name in good.namelist():
            text = good.read(name)
            bad.writestr(
                name,
                text.replace(
                    b'<w:pStyle w:val="Cell"/><w:keepNext/>',
                    b'<w:keepNext/><w:pStyle w:val="Cell"/>',
                    1,
                ),
            )
    assert any("pStyle" in str(one) for one in audit.OpenXmlValidator().validate(wrong).errors)


def test_tables_never_touch_and_the_last_thing_is_a_paragraph(written):
    folder, _ = written
    with zipfile.ZipFile(folder / "everything.docx") as archive:
        text = archive.read("word/document.xml").decode()
    assert "</w:tbl><w:tbl>" not in text
    assert "</w:tbl><w:sectPr>" not in text
