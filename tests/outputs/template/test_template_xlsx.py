"""A workbook as a template comes out with its figures as numbers, and otherwise as it was."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from pages import figures
from templates import (
    blank,
    canonical,
    codes,
    filled,
    openpyxl_template,
    outcome,
    parts_of,
    placed,
    said,
    xlsxwriter_template,
)

from zbreport.errors import TemplateError
from zbreport.outputs.template.formulas import result
from zbreport.outputs.template.styles import shows
from zbreport.readback import read_published

SHEETS = "xl/worksheets/"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture(params=[2024, 2020])
def year(request):
    return request.param


def values(path):
    return {key: cell.value for key, cell in read_published(path).cells.items()}


def fill(folder, data, made=None):
    return filled(folder, data, made, "模板.xlsx")


def sums(year=2024):
    """Figures whose totals in section 三 are the sums of their rows."""
    cells = figures(year)
    for key in cells:
        if key.startswith("requests.") and key.endswith(".total"):
            cells[key] = sum(
                cells[other]
                for other in cells
                if other != key and other.startswith(key.removesuffix("total"))
            )
    return cells


def changed_parts(data, path):
    old, new = parts_of(data), parts_of(path.read_bytes())
    assert list(old) == list(new)
    return [name for name in old if old[name] != new[name]]


def rewritten(data, change, name=SHEETS + "sheet3.xml"):
    """A workbook with one part changed by hand."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts_of(data).items():
            archive.writestr(part, change(content.decode()) if part == name else content)
    return target.getvalue()


@pytest.mark.parametrize("one_sheet", [True, False], ids=["one sheet", "a sheet each"])
def test_every_cell_is_filled_as_a_number_in_the_cells_own_style(tmp_path, year, one_sheet):
    data = openpyxl_template(year, one_sheet=one_sheet)
    found, path = fill(tmp_path, data, outcome(year))
    assert values(path) == figures(year)
    assert (found.cells, codes(found)) == (len(figures(year)), [])
    before, after = load_workbook(io.BytesIO(data)), load_workbook(path)
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                other = after[sheet.title].cell(cell.row, cell.column)
                assert other._style == cell._style
                assert other.value == cell.value or isinstance(other.value, int | float)
        assert after[sheet.title].merged_cells.ranges == sheet.merged_cells.ranges


def test_only_the_sheets_with_tables_change(tmp_path):
    def more(book):
        notes = book["说明"]
        notes.add_data_validation(DataValidation("list", formula1='"是,否"', sqref="B2:B9"))
        notes["A3"].comment = Comment("请核对", "某人")
        chart = BarChart()
        chart.add_data(Reference(notes, min_col=1, min_row=1, max_row=3))
        notes.add_chart(chart, "D2")
        book["表2"]["L2"] = "=1+1"
        book.defined_names.add(DefinedName("总计", attr_text="表2!$J$5"))

    data = openpyxl_template(more=more)
    found, path = fill(tmp_path, data)
    assert changed_parts(data, path) == [f"{SHEETS}sheet{number}.xml" for number in (2, 3, 4)]
    assert said(found, "M512") == [
        "模板里另有 1 个公式，没有改动；用 Excel 打开时会重新计算，其他软件请手动重算（Ctrl+Shift+F9）"
    ]
    assert load_workbook(path)["表2"]["L2"].value == "=1+1"
    assert values(path) == figures(2024)


def test_nothing_but_the_cells_for_figures_changes_in_a_sheet(tmp_path):
    data = openpyxl_template()
    _, path = fill(tmp_path, data)
    for number in (2, 3, 4):
        name = f"{SHEETS}sheet{number}.xml"
        cell = r'(<c r="[A-Z]+\d+"[^>]*>.*?</c>)'
        old, new = (
            re.split(cell, canonical(parts_of(one)[name])) for one in (data, path.read_bytes())
        )
        differing = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
        assert all(re.fullmatch(r'<c r="\w+" s="\d+"(?: t="n")?></c>', one) for one, _ in differing)
        assert all(
            re.fullmatch(r'<c r="\w+" s="\d+"><v>[\d.]+</v></c>', other) for _, other in differing
        )
    assert changed_parts(data, path) == [f"{SHEETS}sheet{number}.xml" for number in (2, 3, 4)]


@pytest.mark.parametrize("written", [True, False], ids=["blank cells", "no cells"])
def test_cells_and_rows_that_are_missing_are_made_in_order(tmp_path, year, written):
    data = xlsxwriter_template(year, written=written)
    found, path = fill(tmp_path, data, outcome(year))
    assert values(path) == figures(year)
    assert found.cells == len(figures(year))
    for name, content in parts_of(path.read_bytes()).items():
        if name.startswith(SHEETS) and name.endswith(".xml"):
            rows = [int(number) for number in re.findall(rb'<row r="(\d+)"', content)]
            assert rows == sorted(set(rows))
            for row in re.findall(rb"<row.*?</row>", content):
                columns = [(len(one), one) for one in re.findall(rb'<c r="([A-Z]+)\d+"', row)]
                assert columns == sorted(set(columns))
    book = load_workbook(path)
    assert book["requests"]["A1"].comment.text == "请勿改动"
    assert book["requests"].data_validations.dataValidation[0].operator == "greaterThanOrEqual"
    assert book["proceedings"].dimensions == "A1:O4"
    if written:
        assert book["requests"]["D4"].number_format == "#,##0"


def test_a_missing_cell_looks_as_its_row_or_column_does(tmp_path):
    data = xlsxwriter_template()
    row = '<row r="4" s="2" customFormat="1"'
    columns = '<cols><col min="4" max="4" width="9" style="1"/></cols><sheetData>'

    def change(xml):
        return re.sub('<row r="4"', row, xml).replace("<sheetData>", columns)

    _, path = fill(tmp_path, rewritten(data, change, SHEETS + "sheet3.xml"))
    xml = parts_of(path.read_bytes())[SHEETS + "sheet3.xml"].decode()
    assert '<c r="D4" s="2">' in xml
    assert '<c r="D5" s="1">' in xml
    assert '<c r="E5"><v>' in xml


def test_a_missing_cell_without_a_look_takes_that_of_the_cell_beside(tmp_path):
    def change(xml):
        return re.sub(r'<c r="E5"[^>]*?(?:/>|></c>)', "", xml)

    data = rewritten(openpyxl_template(), change)
    assert "E5" not in parts_of(data)[SHEETS + "sheet3.xml"].decode()
    _, path = fill(tmp_path, data)
    cells = load_workbook(path)["表2"]
    assert cells["E5"]._style == cells["D5"]._style
    assert values(path) == figures(2024)


def test_formulas_of_totals_stay_and_hold_the_figure(tmp_path, year):
    found, path = fill(tmp_path, openpyxl_template(year, formulas=True), outcome(year, sums(year)))
    count = len(
        [key for key in figures(year) if key.startswith("requests.") and key.endswith(".total")]
    )
    assert values(path) == sums(year)
    assert said(found, "M510") == [f"表2有 {count} 格是公式，公式保留，存入的结果是本次的数"]
    assert not {"M508", "M511", "M512"} & set(codes(found))
    assert load_workbook(path)["表2"]["J5"].value == "=SUM(D5:I5)"
    asking = [
        name
        for name, content in parts_of(path.read_bytes()).items()
        if b'</sheetData><sheetCalcPr fullCalcOnLoad="1"/>' in content
    ]
    assert asking == [SHEETS + "sheet2.xml"]


def test_a_formula_that_gives_another_number_is_an_error(tmp_path):
    def more(book):
        book["表2"]["J5"] = "=SUM(D5:H5)"
        book["表2"]["J6"] = "=IF(D6>0,SUM(D6:I6),0)"

    found, path = fill(tmp_path, openpyxl_template(formulas=True, more=more), outcome(cells=sums()))
    cells = sums()
    short = cells["requests.received.total"] - cells["requests.received.other"]
    assert said(found, "M511") == [
        f"表2有 1 格的公式会算出别的数：表2!J5 算出 {short}、本次是 {cells['requests.received.total']}"
    ]
    assert said(found, "M510") == [
        "表2有 25 格是公式，公式保留，存入的结果是本次的数，其中 表2!J6 的公式没有核对"
    ]
    assert values(path) == cells


def test_a_formula_without_a_figure_is_told(tmp_path):
    cells = {**sums(), "requests.received.other": None, "requests.received.total": None}
    found, path = fill(tmp_path, openpyxl_template(formulas=True), outcome(cells=cells))
    assert said(found, "M519") == [
        "表2有 1 格没有数据，但模板里是公式（表2!J5），打开时会自动算出一个数"
    ]
    assert values(path) == cells


def test_shared_formulas_stay_shared(tmp_path):
    def change(xml):
        xml = re.sub(r"<f>SUM\(D5:I5\)</f>", '<f t="shared" ref="J5:J6" si="0">SUM(D5:I5)</f>', xml)
        return re.sub(r"<f>SUM\(D6:I6\)</f>", '<f t="shared" si="0"/>', xml)

    found, path = fill(
        tmp_path, rewritten(openpyxl_template(formulas=True), change), outcome(cells=sums())
    )
    xml = parts_of(path.read_bytes())[SHEETS + "sheet3.xml"].decode()
    assert f'<f t="shared" si="0"/><v>{sums()["requests.carried_in.total"]}</v>' in xml
    assert values(path) == sums()
    assert "其中 表2!J6 的公式没有核对" in said(found, "M510")[0]


def test_old_numbers_and_texts_are_replaced_and_shared_strings_stay(tmp_path):
    data = xlsxwriter_template(text="—")
    found, path = fill(tmp_path, data)
    assert values(path) == figures(2024)
    assert changed_parts(data, path) == [f"{SHEETS}sheet{number}.xml" for number in (2, 3, 4)]
    assert said(found, "M508")[0].startswith("200 格原有的内容已换成本次的数")


def test_an_old_number_without_a_new_one_is_cleared_and_told(tmp_path):
    cells = {**figures(2024), "requests.received.business": None}
    found, path = fill(tmp_path, openpyxl_template(text=7), outcome(cells=cells))
    assert values(path) == cells
    assert said(found, "M506") == [
        "1 格没有数据，模板里原有的数已清空：三/一、本年新收政府信息公开申请数量/商业企业（7）"
    ]


def test_money_is_a_number_with_its_decimals(tmp_path):
    cells = {**figures(2024), "disclosure.fees_wan_yuan": Decimal("96171.60")}
    _, path = fill(tmp_path, openpyxl_template(), outcome(cells=cells))
    assert values(path) == cells
    assert b"<v>96171.6</v>" in parts_of(path.read_bytes())[SHEETS + "sheet2.xml"]


def test_a_protected_sheet_with_unlocked_cells_is_filled(tmp_path):
    found, path = fill(tmp_path, openpyxl_template(protect=True))
    assert values(path) == figures(2024)
    assert codes(found) == []
    assert load_workbook(path)["表2"].protection.sheet


def test_locked_cells_of_a_protected_sheet_are_told_and_left(tmp_path):
    def more(book):
        for number in (1, 3):
            book[f"表{number}"].protection.sheet = False

    found, path = fill(tmp_path, openpyxl_template(protect=False, more=more))
    assert said(found, "M505") == [
        "表2有 175 格被锁定（表2!D5、表2!E5、表2!F5、表2!G5、表2!H5 等），没有写入"
    ]
    assert found.cells == 25
    assert all(
        (value is None) == key.startswith("requests.") for key, value in values(path).items()
    )


def test_a_workbook_that_is_locked_altogether_is_refused(tmp_path):
    with pytest.raises(TemplateError, match=r"要填的 200 格都被锁定.*撤销工作表保护"):
        fill(tmp_path, openpyxl_template(protect=False))


def test_merged_cells_for_figures_are_told_with_their_address(tmp_path):
    def more(book):
        book["表2"].merge_cells("D5:E5")
        book["表2"].merge_cells("J9:J10")

    found, path = fill(tmp_path, openpyxl_template(more=more))
    assert said(found, "M504") == [
        "表2!D5 把 2 格合并成了一格（三/一、本年新收政府信息公开申请数量/自然人、三/一、本年新收政府信息公开申请数量/商业企业），没有写入",
        "表2!J9 把 2 格合并成了一格（三/1.属于国家秘密/总计、三/2.其他法律行政法规禁止公开/总计），没有写入",
    ]
    got = values(path)
    assert {key for key, value in figures(2024).items() if got.get(key) != value} == {
        "requests.received.natural_person",
        "requests.received.business",
        "requests.state_secret.total",
        "requests.prohibited_by_law.total",
    }


def test_a_second_copy_of_a_table_is_told(tmp_path):
    def more(book):
        book.copy_worksheet(book["表3"])

    found, _ = fill(tmp_path, openpyxl_template(more=more))
    (message,) = said(found, "M503")
    assert "表3!" in message
    assert "表3 Copy!" in message
    assert found.cells == 185


def test_tables_on_hidden_sheets_are_not_filled_and_told(tmp_path):
    def more(book):
        book["表3"].sheet_state = "hidden"

    found, _ = fill(tmp_path, openpyxl_template(more=more))
    assert said(found, "M501") == [
        "没有找到“四、政府信息公开行政复议、行政诉讼情况”的表，15 格没有写入（隐藏的工作表不读也不填）"
    ]


def without_addresses(row):
    """A row whose cells do not name their places, if it has no gap."""
    columns = re.findall(r'<c r="([A-Z]+)', row)
    return (
        re.sub(r' r="[A-Z]+\d+"', "", row)
        if "".join(columns) == "ABCDEFGHIJKLMNO"[: len(columns)]
        else row
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        lambda xml: (
            re.sub(r"<(/?)(?=\w)", r"<\1x:", xml)
            .replace("xmlns=", "xmlns:x=")
            .replace("<x:?", "<?")
        ),
        lambda xml: re.sub(r"<row.*?</row>", lambda row: without_addresses(row[0]), xml),
        lambda xml: re.sub(r' r="([A-Z]+\d+)"', r" r='\1'", xml),
    ],
    ids=["strict", "prefix", "no addresses", "other quotes"],
)
def test_other_ways_to_write_the_sheets(tmp_path, change):
    data = openpyxl_template(one_sheet=True)
    _, path = fill(tmp_path, rewritten(data, change, SHEETS + "sheet2.xml"))
    assert values(path) == figures(2024)


def test_our_own_workbook_is_a_template_with_its_formulas(tmp_path):
    from zbreport.outputs import xlsx

    empty = outcome(cells=dict.fromkeys(figures(2024)))
    found, path = fill(tmp_path, xlsx.render(empty), outcome(cells=sums()))
    assert values(path) == sums()
    assert not {"M501", "M502", "M503", "M504", "M505"} & set(codes(found))


def test_a_table_with_the_widths_of_the_sheet_and_text_around_it(tmp_path):
    """Notes beside and below the tables stay, figures in them are nobody's."""
    book = Workbook()
    sheet = book.active
    for line, col, cell in placed([row for rows in blank().values() for row in [*rows, []]], 3):
        sheet.cell(line, col, cell.text or None)
        if cell.down > 1 or cell.across > 1:
            sheet.merge_cells(
                start_row=line,
                start_column=col,
                end_row=line + cell.down - 1,
                end_column=col + cell.across - 1,
            )
    sheet["A1"], sheet["R4"], sheet["A60"] = "填报说明", 99, "填表人："
    target = io.BytesIO()
    book.save(target)
    found, path = fill(tmp_path, target.getvalue())
    assert values(path) == figures(2024)
    assert found.cells == 200
    after = load_workbook(path).active
    assert (after["A1"].value, after["R4"].value, after["A60"].value) == (
        "填报说明",
        99,
        "填表人：",
    )


@pytest.mark.parametrize(
    ("format_", "told"),
    [("0", True), ("0.0", False), ("yyyy-mm-dd", True), ("General", False), ("@", False)],
)
def test_a_cell_that_shows_the_figure_as_another_is_told(tmp_path, format_, told):
    def more(book):
        book["表1"]["B15"].number_format = format_

    found, _ = fill(tmp_path, openpyxl_template(more=more))
    assert (
        said(found, "M521")
        == ["1 格的单元格格式会把本次的数显示成别的样子（四舍五入、日期或百分比）：表1!B15"] * told
    )


@pytest.mark.parametrize(
    ("code", "value", "wanted"),
    [
        ("", "96171.6", True),
        ("General", "96171.6", True),
        ("#,##0", "96171", True),
        ("#,##0", "96171.6", False),
        ("0.00_);[Red](0.00)", "96171.6", True),
        ('0.0"万元"', "96171.6", True),
        ("0,", "3000", False),
        ("0%", "1", False),
        ("0.00", "0.125", False),
        ("0.00E+00", "1", False),
        ("yyyy年m月d日", "3001", False),
        ("0;0.0", "-0.5", True),
        ("0;0.0", "0.5", False),
        ("0", "100", True),
        (";;;", "5", False),
        ("@", "1.25", True),
        ("#,##0.00;-#,##0.00", "-8", True),
    ],
)
def test_number_formats(code, value, wanted):
    assert shows(code, Decimal(value)) is wanted


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("SUM(A1:B2)", 10),
        ("sum( $A$1 , B2 )", 5),
        ("+A1+B1", 3),
        ("SUM(A1:A2)+B2", 8),
        ("A1", 1),
        ("SUM(A1:C1)", None),
        ("A1*2", None),
        ("SUM(A1:B2)-A1", None),
        ("IF(A1,1,2)", None),
        ("", None),
        ("SUM(A1:XFD1048576)", None),
        ("表1!A1+B1", None),
    ],
)
def test_sums_are_understood_and_nothing_else(formula, wanted):
    cells = {(0, 0): Decimal(1), (0, 1): Decimal(2), (1, 0): Decimal(3), (1, 1): Decimal(4)}
    assert result(formula, lambda row, col: cells.get((row, col))) == wanted
