"""PDF files as a browser prints them: tables left open at page breaks, pages shown turned, tables without lines, scans."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from pages import figures, html_page, html_table, tables
from typer.testing import CliRunner

from zbreport.cli import app
from zbreport.errors import ZbreportError

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULED = 'border="1" style="border-collapse:collapse"'
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium to print with")


def printed(folder, content):
    """A web page as the PDF file that a browser prints of it."""
    if BROWSER is None:
        pytest.skip("no chromium to print with")
    page, target = folder / "年报.html", folder / "年报.pdf"
    page.write_bytes(content)
    command = [
        BROWSER,
        *QUIET,
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={target}",
        page.as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target.read_bytes()


def report_page(attributes):
    return html_page(
        2024, [html_table(rows, attributes=attributes) for rows in tables(2024).values()]
    )


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    pytest.importorskip("pdfplumber")
    return printed(tmp_path_factory.mktemp("printed"), report_page(RULED))


def turned(data, degrees, pages=None):
    """A PDF whose pages (all without `pages`) are shown turned."""
    import io

    import pypdfium2

    document, target = pypdfium2.PdfDocument(data), io.BytesIO()
    for number, page in enumerate(document):
        if pages is None or number in pages:
            page.set_rotation(degrees)
    document.save(target)
    return target.getvalue()


def require_all(published):
    assert {key: published.value(key) for key in figures(2024)} == figures(2024)
    assert published.oddities == ()
    assert [part.section for part in published.paragraphs if part.heading] == list("一二三四五六")
    assert published.title == "某市某局2024年政府信息公开工作年度报告"
    assert not any(
        "file://" in part.text or "政府信息公开年报" in part.text for part in published.paragraphs
    )


def test_rows_open_at_a_page_break_are_read(reading, pdf):
    require_all(reading(pdf, "年报.pdf"))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pages_that_are_shown_turned(reading, pdf, degrees):
    require_all(reading(turned(pdf, degrees), "年报.pdf"))


def test_one_page_that_is_shown_turned(reading, pdf):
    require_all(reading(turned(pdf, 90, {1}), "年报.pdf"))


def test_tables_without_lines_are_refused_and_not_guessed(reading, tmp_path):
    with pytest.raises(ZbreportError, match="不在真正的表格里（可能没有框线"):
        reading(printed(tmp_path, report_page('border="0"')), "年报.pdf")


def test_a_scan_is_refused_without_a_word_of_the_parser(tmp_path, pdf, capfd):
    import pypdfium2

    path = tmp_path / "scan.pdf"
    pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().save(path)
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code != 0
    assert "扫描件" in str(result.exception) + result.output
    assert capfd.readouterr().err == ""


def test_the_parser_keeps_quiet(reading, pdf, caplog):
    reading(pdf, "年报.pdf")
    assert [record for record in caplog.records if record.name.startswith("pdfminer")] == []


def printed_with(tmp_path, old, new):
    """The report as a PDF, its page changed."""
    content = report_page(RULED).decode()
    assert old in content
    return printed(tmp_path, content.replace(old, new).encode())


@pytest.mark.parametrize(
    "new",
    [
        ">1017（含撤回1件）<",
        "><s>9</s>1017<",
        "><s>1099</s> 1017<",
        "><del>1099</del><br>1017<",
        ">1017<sup>1</sup><",
        ">1017\u200b<",
    ],
)
def test_what_a_person_does_not_see_in_a_pdf_is_not_read(reading, tmp_path, new):
    published = reading(printed_with(tmp_path, ">1017<", new), "年报.pdf")
    assert {key: published.value(key) for key in figures(2024)} == figures(2024)


def test_an_underlined_figure_is_read(reading, tmp_path):
    published = reading(printed_with(tmp_path, ">1017<", "><u>1017</u><"), "年报.pdf")
    assert {key: published.value(key) for key in figures(2024)} == figures(2024)


def test_a_row_through_which_a_rule_runs_is_read(reading, tmp_path):
    """Rows that are too low for their letters."""
    style = "<style>tr{line-height:9px} td{padding:0} </style></head>"
    published = reading(printed_with(tmp_path, "</head>", style), "年报.pdf")
    wanted = figures(2024)
    assert [
        key for key, cell in published.cells.items() if cell.value not in {wanted[key], None}
    ] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>　　二、", "二、"),
        ("二、主动公开", "二 、 主动公开"),
        ("二、主动公开", "（二）主动公开"),
        ("总体情况</p><p>", "总体情况"),
        ("止。</p><p>", "止。"),
    ],
)
def test_headings_of_a_pdf(reading, tmp_path, old, new):
    require_sections(reading(printed_with(tmp_path, old, new), "年报.pdf"))


def require_sections(published):
    assert [part.section for part in published.paragraphs if part.heading] == list("一二三四五六")
    assert "全年收到申请3件。" in published.text("一")


def test_a_single_row_six_on_the_next_page_is_kept_unsplit(reading, tmp_path):
    from test_as_published import single_six

    page = html_page(
        2024,
        [html_table(rows, attributes=RULED) for rows in single_six("（六）其他处理").values()],
    )
    published = reading(printed(tmp_path, page), "年报.pdf")
    (whole,) = published.unsplit
    assert [cell.value for cell in whole.cells.values()] == [500, 501, 502, 503, 504, 505, 506]
    assert published.oddities == ()


@pytest.mark.parametrize("height", [300, 380, 420, 460])
def test_headers_that_cross_a_page(reading, tmp_path, height):
    """Section 三 begins at the foot of a page, and its header with it."""
    gap = f'<div style="height:{height}px">.</div><p>　　三、'
    published = reading(printed_with(tmp_path, "<p>　　三、", gap), "年报.pdf")
    assert {key: published.value(key) for key in figures(2024)} == figures(2024)
