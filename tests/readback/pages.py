"""Makes finished reports in the shapes that offices publish, from the grids of `layout`, so that what is read back can be compared."""

from __future__ import annotations

import html
import io
import zipfile
from dataclasses import dataclass, replace
from decimal import Decimal

from zbreport.forms import form_for
from zbreport.forms.layout import layout, narrow, table_grid
from zbreport.model import Report

YEARS = {"2021": 2024, "2019": 2020}
SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
LAST = ("五、存在的主要问题及改进情况", "六、其他需要报告的事项")
PREFACE = "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"


@dataclass(frozen=True)
class Cell:
    """A cell to be written: what it says, how far it reaches, and what it is."""

    text: str
    across: int = 1
    down: int = 1
    role: str = "number"
    key: str | None = None


def figures(year):
    """A different figure in every cell, so that no two can be mistaken for each other."""
    form = form_for(year)
    return {
        key: Decimal(f"{1000 + i}.5") if cell.is_money else 1000 + i
        for i, (key, cell) in enumerate(form.cells.items())
    }


def report(year, cells=None):
    return Report(year, form_for(year).edition, "某市某局", cells or figures(year))


def tables(year, cells=None, *, narrow_proceedings=False):
    """Table key → rows of `Cell`s."""
    form = form_for(year)
    values = cells or figures(year)
    grids = layout(form, report(year, values))
    if narrow_proceedings:
        grids = (*grids[:2], table_grid(narrow(form.table("proceedings")), values))
    return {grid.key: rows_of(grid) for grid in grids}


def rows_of(grid):
    rows = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(Cell(cell.text, cell.colspan, cell.rowspan, cell.role, cell.key))
    return rows


def changed(rows, change):
    """Rows with every cell changed."""
    return [[change(cell) for cell in row] for row in rows]


def labels(change):
    """A change of tables: another text for labels and headers."""
    return lambda found: {
        key: changed(
            rows,
            lambda cell: cell if cell.role == "number" else replace(cell, text=change(cell.text)),
        )
        for key, rows in found.items()
    }


def numbers(change):
    """A change of tables: another text for figures."""
    return lambda found: {
        key: changed(
            rows,
            lambda cell: replace(cell, text=change(cell.text)) if cell.role == "number" else cell,
        )
        for key, rows in found.items()
    }


def expanded(rows, *, repeat):
    """Rows without merged cells: the text stands in the first cell, or in all."""
    height, grid = len(rows), {}
    for top, row in enumerate(rows):
        col = 0
        for cell in row:
            while (top, col) in grid:
                col += 1
            for down in range(cell.down):
                for across in range(cell.across):
                    first = down == across == 0
                    grid[top + down, col + across] = replace(
                        cell, text=cell.text if first or repeat else "", across=1, down=1
                    )
    return [
        [grid[row, col] for col in sorted(col for r, col in grid if r == row)]
        for row in range(height)
    ]


def html_table(rows, *, inside="{}", attributes='border="1"'):
    lines = [f"<table {attributes}>"]
    for row in rows:
        lines.append("<tr>")
        for cell in row:
            spans = (f' colspan="{cell.across}"' if cell.across > 1 else "") + (
                f' rowspan="{cell.down}"' if cell.down > 1 else ""
            )
            text = html.escape(cell.text).replace("\n", "<br>")
            lines.append(f"<td{spans}>{inside.format(text)}</td>")
        lines.append("</tr>")
    return "\n".join([*lines, "</table>"])


def html_page(
    year,
    parts,
    *,
    title="某市某局{year}年政府信息公开工作年度报告",
    before="",
    after="",
    encoding="utf-8",
):
    """A page: `parts` are the HTML of sections 二, 三 and 四."""
    body = "".join(
        f"<p>　　{heading}</p>{part}" for heading, part in zip(SECTIONS[1:], parts, strict=True)
    )
    text = (
        f'<html><head><meta charset="{encoding}"><title>政府信息公开年报</title></head><body>{before}<div class="article">'
        f"<h2>{title.format(year=year)}</h2><p>{PREFACE.format(year=year)}</p><p>{SECTIONS[0]}</p><p>　　全年收到申请3件。</p>{body}"
        f"<p>{LAST[0]}</p><p>人手不足。</p><p>{LAST[1]}</p><p>收取信息处理费0元。</p></div>{after}</body></html>"
    )
    return text.encode(encoding)


def html_report(year, found=None, **options):
    return html_page(
        year, [html_table(rows) for rows in (found or tables(year)).values()], **options
    )


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx_report(year, found=None):
    """A Word document of the least parts."""
    text = [
        f"某市某局{year}年政府信息公开工作年度报告",
        PREFACE.format(year=year),
        SECTIONS[0],
        "全年收到申请3件。",
    ]
    body = "".join(map(paragraph, text))
    for heading, rows in zip(SECTIONS[1:], (found or tables(year)).values(), strict=True):
        body += paragraph(heading) + docx_table(rows)
    return docx_document(
        body + "".join(map(paragraph, (LAST[0], "人手不足。", LAST[1], "收取信息处理费0元。")))
    )


def docx_document(body):
    """The least package around a body."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        )
    return target.getvalue()


def paragraph(text):
    """A paragraph, cut into runs as Word does."""
    runs = "".join(
        f"<w:r><w:t>{html.escape(piece)}</w:t></w:r>"
        for piece in (text[: len(text) // 2], text[len(text) // 2 :])
    )
    return f"<w:p>{runs.replace(chr(10), '</w:t><w:br/><w:t>')}</w:p>"


def docx_table(rows):
    reaching, lines = {}, []
    for row in rows:
        cells, col, waiting, further = [], 0, list(row), {}
        while waiting or col in reaching:
            if col in reaching:
                across, more = reaching.pop(col)
                merge, text = "<w:vMerge/>", "<w:p/>"
            else:
                cell = waiting.pop(0)
                across, more = cell.across, cell.down
                merge, text = (
                    '<w:vMerge w:val="restart"/>' if more > 1 else "",
                    paragraph(cell.text),
                )
            cells.append(
                f'<w:tc><w:tcPr><w:gridSpan w:val="{across}"/>{merge}</w:tcPr>{text}</w:tc>'
            )
            if more > 1:
                further[col] = (across, more - 1)
            col += across
        reaching = further
        lines.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def sheet_rows(sheet, rows, top):
    """Writes rows of cells with their merges; gives the row below."""
    taken = set()
    for row, cells in enumerate(rows, top):
        col = 1
        for cell in cells:
            while (row, col) in taken:
                col += 1
            text = cell.text
            sheet.cell(row, col, float(text) if cell.role == "number" else text)
            taken |= {
                (row + down, col + across)
                for down in range(cell.down)
                for across in range(cell.across)
            }
            if cell.down > 1 or cell.across > 1:
                sheet.merge_cells(
                    start_row=row,
                    start_column=col,
                    end_row=row + cell.down - 1,
                    end_column=col + cell.across - 1,
                )
    return top + len(rows)
