"""Templates as superior offices send them: the tables of `pages` without figures, as Word documents and as workbooks."""

from __future__ import annotations

import html
import io
import zipfile
from dataclasses import replace

import xlsxwriter
from lxml import etree
from openpyxl import Workbook
from openpyxl.styles import Border, Font, Protection, Side
from pages import LAST, PREFACE, SECTIONS, W, docx_report, expanded, numbers, report, tables

from zbreport.outputs.template import fill, load
from zbreport.settings import Settings
from zbreport.tabulation.tally import Tally

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def outcome(year=2024, cells=None, **settings):
    made = report(year, cells)
    return Tally(
        replace(made, unit=settings.get("unit", made.unit)), (), (), (), {}, Settings(**settings)
    )


def blank(year=2024, text="", found=None):
    """The tables of an edition with `text` where the figures go."""
    return numbers(lambda _: text)(found or tables(year))


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def canonical(xml):
    """A part in the one spelling that XML has for it: what two of them share is the same to every reader."""
    return etree.tostring(etree.fromstring(xml), method="c14n").decode()


def filled(folder, data, made=None, name="模板.docx"):
    """Loads and fills a template; gives what came of it and the path of the result."""
    path = folder / name
    path.write_bytes(data)
    found = fill(load(path), made or outcome())
    target = folder / f"成稿{path.suffix}"
    target.write_bytes(found.data)
    return found, target


def codes(found):
    return [one.code for one in found.diagnostics]


def said(found, code):
    """The messages of a code."""
    return [one.message for one in found.diagnostics if one.code == code]


def blank_docx(year=2024, found=None, **options):
    return docx_report(year, blank(year, found=found, **options))


def run(text, look=""):
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'


def look(size, font="仿宋"):
    return f'<w:rFonts w:ascii="{font}" w:eastAsia="{font}"/><w:sz w:val="{size}"/>'


def office_docx(
    year=2024, body="", *, number=None, settings="", header="", extra=(), change=lambda xml: xml
):
    """A document with the parts that Word writes: styles, settings, a header, a picture, comments, odd names and times.

    Args:
        year: whose edition.
        body: more, before the tables.
        number: the inside of the cells for figures (key → XML); an empty paragraph with a look by
            default.
        settings: inside of `settings.xml`.
        header: inside of the header's paragraph.
        extra: further parts.
        change: of the XML of the body.
    """
    number = number or (
        lambda _: f"<w:p><w:pPr><w:jc w:val='center'/><w:rPr>{look(24)}</w:rPr></w:pPr></w:p>"
    )
    text = [f"某市某局{year}年政府信息公开工作年度报告", PREFACE.format(year=year), SECTIONS[0]]
    content = "".join(f"<w:p>{run(one, look(32))}</w:p>" for one in text) + body
    for heading, rows in zip(SECTIONS[1:], blank(year).values(), strict=True):
        content += f"<w:p>{run(heading, look(32, '黑体'))}</w:p>" + table_xml(rows, number)
    content += "".join(
        f"<w:p>{run(one)}</w:p>" for one in (LAST[0], "人手不足。", LAST[1], "收取信息处理费0元。")
    )
    section = '<w:sectPr><w:headerReference w:type="default" r:id="r3"/></w:sectPr>'
    xml = (
        f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{content}{section}</w:body></w:document>'
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{R}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(
            (("styles", "styles.xml"), ("settings", "settings.xml"), ("header", "header1.xml")), 1
        )
    )
    parts = {
        "[Content_Types].xml": content_types(
            {
                "document": "document.main",
                "styles": "styles",
                "settings": "settings",
                "header1": "header",
            }
        ),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{R}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": change(xml),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}"><!-- kept  --></w:styles>',
        "word/settings.xml": f'<w:settings xmlns:w="{W}">{settings}</w:settings>',
        "word/header1.xml": f'<w:hdr xmlns:w="{W}"><w:p>{header}</w:p></w:hdr>',
        "word/media/image1.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "word/comments.xml": f'<w:comments xmlns:w="{W}"/>',
        "docProps/core.xml": "<core/>",
        **dict(extra),
    }
    return package(parts)


def content_types(parts):
    """The list of what Word's parts are."""
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    named = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{office}.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" '
        'ContentType="image/png"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{named}</Types>"
    )


def package(parts):
    """A package whose parts differ in time and in how they are packed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.comment = b"by hand"
        for number, (name, content) in enumerate(parts.items()):
            entry = zipfile.ZipInfo(name, (2012, 7, 2, 9, number, 0))
            entry.compress_type = zipfile.ZIP_STORED if number % 3 == 0 else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target.getvalue()


def table_xml(rows, number):
    """A table of Word, with widths and merges, as `pages.docx_table` but with looks."""
    reaching, lines = {}, []
    wide = sum(cell.across for cell in rows[0])
    for row in rows:
        cells, col, waiting, further = [], 0, list(row), {}
        while waiting or col in reaching:
            if col in reaching:
                across, more = reaching.pop(col)
                merge, inside = "<w:vMerge/>", "<w:p/>"
            else:
                cell = waiting.pop(0)
                across, more = cell.across, cell.down
                merge = '<w:vMerge w:val="restart"/>' if more > 1 else ""
                inside = (
                    number(cell.key)
                    if cell.role == "number"
                    else f"<w:p>{run(cell.text, look(20, '宋体'))}</w:p>"
                )
            properties = (
                f'<w:tcW w:w="{700 * across}" w:type="dxa"/><w:gridSpan w:val="{across}"/>{merge}'
            )
            cells.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>")
            if more > 1:
                further[col] = (across, more - 1)
            col += across
        reaching = further
        lines.append(f"<w:tr>{''.join(cells)}</w:tr>")
    grid = '<w:gridCol w:w="700"/>' * wide
    return f"<w:tbl><w:tblPr><w:tblW w:w='0' w:type='auto'/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"


def openpyxl_template(
    year=2024, *, text=None, one_sheet=False, formulas=False, protect=None, found=None, more=None
):
    """A workbook as openpyxl writes it: merges, borders, a sheet of notes; `formulas` in the cells of totals.

    Args:
        year: whose edition.
        text: what stands where the figures go; nothing by default.
        one_sheet: all tables below each other, else one sheet each.
        formulas: whether totals are formulas.
        protect: None, or whether the cells for figures of protected sheets are unlocked.
        found: the tables, if not the official ones.
        more: changes the workbook before it is saved.
    """
    book = Workbook()
    book.active.title = "说明"
    book.active["A1"] = f"某市某局{year}年政府信息公开工作年度报告"
    sheet, top = None, 1
    for number, rows in enumerate((found or blank(year)).values()):
        if sheet is None or not one_sheet:
            sheet, top = book.create_sheet(f"表{number + 1}"), 2
            sheet.cell(1, 1, SECTIONS[number + 1])
        for line, col, cell in placed(rows, top):
            target = sheet.cell(line, col)
            target.border = Border(*[Side(style="thin")] * 4)
            if cell.role == "number":
                target.font, target.value = Font("仿宋", 14), text
                target.protection = Protection(locked=not protect)
                if formulas and cell.key.startswith("requests.") and cell.key.endswith(".total"):
                    target.value = f"=SUM({sheet.cell(line, col - 6).coordinate}:{sheet.cell(line, col - 1).coordinate})"
            else:
                target.value = cell.text
            if cell.down > 1 or cell.across > 1:
                sheet.merge_cells(
                    start_row=line,
                    start_column=col,
                    end_row=line + cell.down - 1,
                    end_column=col + cell.across - 1,
                )
        sheet.protection.sheet = protect is not None
        top += len(rows) + 2
    if more:
        more(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def placed(rows, top):
    """The cells of a table with their rows and columns in a sheet, counted from 1."""
    taken = set()
    for line, cells in enumerate(rows, top):
        col = 1
        for cell in cells:
            while (line, col) in taken:
                col += 1
            yield line, col, cell
            taken |= {
                (line + down, col + across)
                for down in range(cell.down)
                for across in range(cell.across)
            }


def xlsxwriter_template(year=2024, *, written=False, text="", more=None):
    """A workbook of XlsxWriter with a picture of a chart, a comment, a data validation and a conditional format; cells for figures missing.

    Args:
        year: whose edition.
        written: whether blank cells for figures are written with a format, or are not there at all.
        text: what stands where the figures go.
        more: changes the workbook before it is closed.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    other = book.add_worksheet("参考")
    other.write_row(0, 0, ["上年", 3, 5])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=参考!$B$1:$C$1"})
    other.insert_chart("E2", chart)
    box, label = (
        book.add_format({"border": 1, "num_format": "#,##0"}),
        book.add_format({"border": 1, "bold": True, "text_wrap": True}),
    )
    for key, rows in blank(year, text).items():
        sheet = book.add_worksheet(key)
        sheet.data_validation("A60", {"validate": "integer", "criteria": ">=", "value": 0})
        sheet.conditional_format(
            "A1:J40", {"type": "cell", "criteria": ">", "value": 9000, "format": label}
        )
        sheet.write_comment("A1", "请勿改动")
        for line, cells in enumerate(expanded(rows, repeat=False)):
            for col, cell in enumerate(cells):
                if cell.text:
                    sheet.write_string(line, col, cell.text, label)
                elif cell.role == "number" and written:
                    sheet.write_blank(line, col, None, box)
    if more:
        more(book)
    book.close()
    return target.getvalue()
