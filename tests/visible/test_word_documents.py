"""What a person sees of a Word document: deleted, hidden and struck out text, rows and cells are passed over."""

from __future__ import annotations

import io
import zipfile

import pytest

from zbreport.readback import docx
from zbreport.visible.word import W

NS = f'xmlns:w="{W[1:-1]}"'
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(body, *, styles="", main="word/document.xml"):
    """A document with its relations, and with styles where there are any."""
    folder, _, name = main.rpartition("/")
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r" Type="{KIND}/officeDocument" Target="{main}"/></Relationships>',
        main: f"<w:document {NS}><w:body>{body}</w:body></w:document>",
    }
    if styles:
        files[f"{folder}/_rels/{name}.rels"] = (
            f'<Relationships xmlns="{RELS}"><Relationship Id="s" Type="{KIND}/styles" Target="styles.xml"/></Relationships>'
        )
        files[f"{folder}/styles.xml"] = f"<w:styles {NS}>{styles}</w:styles>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return target.getvalue()


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def row(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def texts(body, **options):
    """The paragraphs, and the texts of tables row by row."""
    items = docx.read(package(body, **options)).items
    return [
        item if isinstance(item, str) else [[one.text for one in cells] for cells in item.rows]
        for item in items
    ]


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("7", "<w:vanish/>") + run("6"), "6"),
        (run("7", '<w:vanish w:val="0"/>') + run("6"), "76"),
        (run("7", '<w:vanish w:val="false"/>') + run("6"), "76"),
        (run("7", "<w:strike/>") + run("6"), "6"),
        (run("7", "<w:dstrike/>") + run("6"), "6"),
        (run("7", '<w:b/><w:strike w:val="true"/>') + run("6"), "6"),
        (run("7", "<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>") + run("6"), "76"),
        (f'<w:del w:id="1">{run("7").replace("w:t>", "w:delText>")}</w:del>{run("6")}', "6"),
        (f"<w:del>{run('7')}</w:del>{run('6')}", "6"),
        (f"<w:moveFrom>{run('7')}</w:moveFrom>{run('6')}", "6"),
        (f"<w:ins>{run('7')}</w:ins>{run('6')}", "76"),
        (f"<w:hyperlink>{run('7', '<w:vanish/>')}{run('6')}</w:hyperlink>", "6"),
        (run("6\u200b") + run("\u00ad"), "6"),
    ],
)
def test_runs_that_are_not_seen_are_not_read(runs, text):
    table = f"<w:tbl><w:tr><w:tc><w:p>{runs}</w:p></w:tc></w:tr></w:tbl>"
    assert texts(f"<w:p>{runs}</w:p>{table}") == [text, [[text]]]


def style(name, properties, *, kind="character", base=""):
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}">{based}<w:rPr>{properties}</w:rPr></w:style>'
    )


@pytest.mark.parametrize(
    ("styles", "paragraph", "of_run", "text"),
    [
        (style("h", "<w:vanish/>"), "", '<w:rStyle w:val="h"/>', ""),
        (style("h", "<w:vanish/>"), "", '<w:rStyle w:val="h"/><w:vanish w:val="0"/>', "7"),
        (style("a", "<w:strike/>") + style("b", "", base="a"), "", '<w:rStyle w:val="b"/>', ""),
        (
            style("a", "<w:strike/>") + style("b", '<w:strike w:val="0"/>', base="a"),
            *("", '<w:rStyle w:val="b"/>', "7"),
        ),
        (style("p", "<w:vanish/>", kind="paragraph"), '<w:pStyle w:val="p"/>', "", ""),
        (
            style("p", "<w:vanish/>", kind="paragraph") + style("c", "<w:vanish/>"),
            *('<w:pStyle w:val="p"/>', '<w:rStyle w:val="c"/>', "7"),
        ),
        (
            style("a", "<w:strike/>", base="b") + style("b", "", base="a"),
            "",
            '<w:rStyle w:val="b"/>',
            "",
        ),
    ],
)
def test_what_a_style_hides_is_not_read(styles, paragraph, of_run, text):
    body = f"<w:p><w:pPr>{paragraph}</w:pPr>{run('7', of_run)}</w:p>"
    assert texts(body, styles=styles) == ([text] if text else [])


@pytest.mark.parametrize(
    "properties", ['<w:del w:id="9" w:author="甲"/>', "<w:hidden/>", '<w:hidden w:val="1"/>']
)
def test_rows_that_are_not_seen_are_not_read(properties):
    rows = row(cell("a"), cell("7"), properties=properties) + row(cell("a"), cell("6"))
    assert texts(f"<w:tbl>{rows}</w:tbl>") == [[["a", "6"]]]


@pytest.mark.parametrize("properties", ['<w:ins w:id="9"/>', '<w:hidden w:val="0"/>'])
def test_rows_that_were_added_are_read(properties):
    rows = row(cell("a"), cell("7"), properties=properties)
    assert texts(f"<w:tbl>{rows}</w:tbl>") == [[["a", "7"]]]


def test_a_label_that_reaches_down_from_a_deleted_row_stays():
    rows = row(cell("组", '<w:vMerge w:val="restart"/>'), cell("7"), properties="<w:del/>") + row(
        cell("", "<w:vMerge/>"), cell("6")
    )
    assert texts(f"<w:tbl>{rows}</w:tbl>") == [[["组", "6"]]]


def test_a_deleted_cell_makes_room_for_the_next():
    rows = row(cell("a"), cell("7", '<w:cellDel w:id="1"/>'), cell("6"), cell("5"))
    (table,) = docx.read(package(f"<w:tbl>{rows}</w:tbl>")).tables
    assert [(one.text, one.left) for one in table.rows[0]] == [("a", 0), ("6", 1), ("5", 2)]


@pytest.mark.parametrize("main", ["word/document2.xml", "word/Document.xml", "word/main.xml"])
def test_the_main_part_may_have_any_name(main):
    hidden = run("7", '<w:rStyle w:val="h"/>')
    body = f"<w:p>{hidden}{run('6')}</w:p>"
    data = package(body, main=main, styles=style("h", "<w:vanish/>"))
    assert docx.is_document(data)
    assert docx.read(data).items == ["6"]
