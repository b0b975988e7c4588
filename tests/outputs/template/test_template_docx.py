"""A Word template comes out with its figures, and otherwise as it was."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree
from pages import W, changed, figures, tables
from templates import (
    blank,
    blank_docx,
    canonical,
    codes,
    filled,
    look,
    office_docx,
    outcome,
    package,
    parts_of,
    run,
    said,
    table_xml,
)
from test_variations import VARIATIONS

from zbreport.errors import TemplateError
from zbreport.readback import read_published

NS = {"w": W}
GAPS = {"M501", "M502", "M503", "M504"}
KEY = "requests.received.business"


@pytest.fixture(params=[2024, 2020])
def year(request):
    return request.param


def values(path):
    published = read_published(path)
    return {key: cell.value for key, cell in published.cells.items()}


def cells_xml(data):
    """The cells of all tables by what they say, and what stands between them."""
    xml = canonical(parts_of(data)["word/document.xml"])
    return re.split(r"(<w:tc>.*?</w:tc>)", xml)


def with_number(inside, key=KEY):
    """A document in which one cell for a figure looks as given; the others are empty paragraphs with a look."""
    plain = f"<w:p><w:pPr><w:rPr>{look(18)}</w:rPr></w:pPr></w:p>"
    return office_docx(number=lambda one: inside if one == key else plain)


def cell_of(path, key=KEY):
    """The XML of the cell that says the figure of a key."""
    text = str(figures(2024)[key])
    root = etree.fromstring(parts_of(path.read_bytes())["word/document.xml"])
    (found,) = [
        cell
        for cell in root.iter(f"{{{W}}}tc")
        if text in "".join(one.text or "" for one in cell.iter(f"{{{W}}}t"))
    ]
    return found


@pytest.mark.parametrize("change", VARIATIONS.values(), ids=VARIATIONS)
def test_every_variation_of_the_tables_is_filled_or_told(tmp_path, year, change):
    found, path = filled(tmp_path, blank_docx(year, change(tables(year))), outcome(year))
    got = values(path)
    missing = {key for key, value in figures(year).items() if got.get(key) is None}
    assert {
        key: value
        for key, value in got.items()
        if value != figures(year)[key] and key not in missing
    } == {}
    assert len(figures(year)) - len(missing) == found.cells
    assert bool(missing) == bool(GAPS & set(codes(found)))
    assert not missing


def test_nothing_but_the_cells_for_figures_changes(tmp_path, year):
    data = office_docx(year)
    _, path = filled(tmp_path, data, outcome(year))
    old, new = parts_of(data), parts_of(path.read_bytes())
    assert list(old) == list(new)
    assert [name for name in old if old[name] != new[name]] == ["word/document.xml"]
    before, after = cells_xml(data), cells_xml(path.read_bytes())
    differing = [one for one, other in zip(before, after, strict=True) if one != other]
    assert len(differing) == len(figures(year))
    assert not any(
        re.search(r"<w:t[\s>]", one) for one in differing
    )  # no cell with a text of the template


def test_the_package_keeps_order_times_and_packing(tmp_path):
    data = office_docx()
    _, path = filled(tmp_path, data)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(path) as new:
        assert new.comment == old.comment
        assert new.testzip() is None
        kept = [
            [(one.filename, one.date_time, one.compress_type) for one in archive.infolist()]
            for archive in (old, new)
        ]
    assert kept[0] == kept[1]


def test_the_same_template_gives_the_same_bytes(tmp_path):
    first, _ = filled(tmp_path, office_docx())
    second, _ = filled(tmp_path, office_docx())
    assert first == second


def test_a_run_that_is_there_keeps_its_look(tmp_path):
    data = with_number(
        f"<w:p><w:pPr><w:rPr>{look(44)}</w:rPr></w:pPr>{run('　　', look(18) + '<w:b/>')}{run('旧')}</w:p>"
    )
    _, path = filled(tmp_path, data)
    cell = cell_of(path)
    assert cell.xpath(".//w:r[1]/w:rPr/w:sz/@w:val", namespaces=NS) == ["18"]
    assert cell.xpath("count(.//w:r[1]/w:rPr/w:b)", namespaces=NS) == 1
    assert "".join(cell.itertext()) == str(figures(2024)[KEY])


def test_a_blank_paragraph_gives_the_look_of_its_mark(tmp_path):
    mark = f'<w:ins w:id="1" w:author="x"/>{look(18, "楷体")}<w:rPrChange w:id="2" w:author="x"><w:rPr/></w:rPrChange>'
    _, path = filled(tmp_path, with_number(f"<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr></w:p>"))
    (properties,) = cell_of(path).xpath(".//w:r/w:rPr", namespaces=NS)
    assert [etree.QName(one).localname for one in properties] == ["rFonts", "sz"]
    assert properties.xpath("w:rFonts/@w:eastAsia", namespaces=NS) == ["楷体"]


@pytest.mark.parametrize(
    "inside",
    [
        "<w:p/>",
        "<w:p></w:p>",
        "<w:p><w:r/></w:p>",
        '<w:p w:rsidR="00A1"><w:pPr><w:jc w:val="left"/></w:pPr></w:p>',
    ],
)
def test_a_bare_paragraph_takes_the_look_of_the_cell_beside(tmp_path, inside):
    _, path = filled(tmp_path, with_number(inside))
    assert cell_of(path).xpath(".//w:r[w:t]/w:rPr/w:sz/@w:val", namespaces=NS) == ["18"]


def test_where_no_cell_has_a_look_the_font_of_the_labels_is_taken(tmp_path):
    _, path = filled(tmp_path, office_docx(number=lambda _: "<w:p/>"))
    assert cell_of(path).xpath(".//w:rPr/w:rFonts/@w:eastAsia", namespaces=NS) == ["宋体"]
    assert cell_of(path).xpath(".//w:rPr/w:sz/@w:val", namespaces=NS) == ["20"]


def test_a_figure_that_does_not_fit_is_set_narrower_and_told(tmp_path):
    inside = f"<w:p><w:pPr><w:rPr>{look(24)}</w:rPr></w:pPr></w:p>"
    found, path = filled(tmp_path, with_number(inside))
    assert said(found, "M520") == ["1 格放不下本次的数，字符缩窄以免折行：表 2 第 4 行"]
    (properties,) = cell_of(path).xpath(".//w:r/w:rPr", namespaces=NS)
    assert [etree.QName(one).localname for one in properties] == ["rFonts", "w", "sz"]
    assert 50 <= int(properties.xpath("string(w:w/@w:val)", namespaces=NS)) < 100


def test_characters_that_are_narrow_enough_stay_so(tmp_path):
    inside = f"<w:p>{run('', look(24).replace('<w:sz', '<w:w w:val=' + chr(34) + '51' + chr(34) + '/><w:sz'))}</w:p>"
    _, path = filled(tmp_path, with_number(inside))
    assert cell_of(path).xpath("string(.//w:rPr/w:w/@w:val)", namespaces=NS) == "51"


def test_old_figures_go_and_what_goes_without_a_new_one_is_told(tmp_path):
    cells = {**figures(2024), KEY: None, "requests.received.other": None}
    data = office_docx(
        number=lambda key: (
            f"<w:p>{run('' if key == 'requests.received.other' else '7', look(16))}</w:p>"
        )
    )
    found, path = filled(tmp_path, data, outcome(cells=cells))
    assert values(path) == cells
    assert said(found, "M506") == [
        "1 格没有数据，模板里原有的数已清空：三/一、本年新收政府信息公开申请数量/商业企业（7）"
    ]
    assert said(found, "M507")[0].startswith(
        "2 格没有数据，没有写入：三/一、本年新收政府信息公开申请数量/商业企业"
    )
    assert said(found, "M508")[0].startswith("198 格原有的内容已换成本次的数")
    assert (found.cells, found.expected) == (198, 200)


@pytest.mark.parametrize("mark", ["/", "—", "（填数）", ""])
def test_what_is_no_number_stays_where_there_is_no_figure(tmp_path, mark):
    data = office_docx(number=lambda key: f"<w:p>{run(mark if key == KEY else '', look(16))}</w:p>")
    found, path = filled(tmp_path, data, outcome(cells={**figures(2024), KEY: None}))
    assert read_published(path).cells[KEY].text == mark
    assert not said(found, "M506")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("____件", "1008件"),
        ("　　件", "1008件"),
        ("12件", "1008件"),
        ("12万元", "1008"),
        ("件数", "1008"),
    ],
)
def test_the_unit_in_a_cell_stays_if_it_is_the_forms(tmp_path, before, after):
    _, path = filled(
        tmp_path,
        with_number(f"<w:p>{run(before, look(10))}</w:p>", "requests.carried_in.natural_person"),
    )
    assert figures(2024)["requests.carried_in.natural_person"] == 1017
    assert read_published(path).cells["requests.carried_in.natural_person"].text == after.replace(
        "1008", "1017"
    )


def test_lines_and_runs_of_an_old_figure_leave_nothing_behind(tmp_path):
    inside = (
        f"<w:p/><w:p>{run('1')}<w:r><w:br/><w:t>2</w:t><w:tab/></w:r></w:p><w:p>{run('34')}</w:p>"
    )
    _, path = filled(tmp_path, with_number(inside))
    assert read_published(path).cells[KEY].text == str(figures(2024)[KEY])


SDT = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
PROMPT = '<w:r><w:rPr><w:rStyle w:val="a3"/><w:sz w:val="16"/></w:rPr><w:t>单击或点击此处输入文字，然后保存。</w:t></w:r>'


@pytest.mark.parametrize("outside", [True, False], ids=["around the paragraph", "in the paragraph"])
@pytest.mark.parametrize("key", [KEY, "proceedings.review.corrected"])
def test_a_content_control_that_prompts_is_filled(tmp_path, outside, key):
    control = SDT.format(
        "<w:showingPlcHdr/><w:text/>", f"<w:p>{PROMPT}</w:p>" if outside else PROMPT
    )
    found, path = filled(
        tmp_path, with_number(control if outside else f"<w:p>{control}</w:p>", key)
    )
    cell = cell_of(path, key)
    assert values(path) == figures(2024)
    assert cell.xpath("count(.//w:showingPlcHdr)+count(.//w:rStyle)", namespaces=NS) == 0
    assert cell.xpath("count(.//w:sdt/w:sdtPr/w:text)", namespaces=NS) == 1
    assert "M508" not in codes(found)


@pytest.mark.parametrize(
    "properties",
    [
        '<w:lock w:val="sdtContentLocked"/>',
        '<w:lock w:val="contentLocked"/>',
        '<w:dataBinding w:xpath="/a"/>',
    ],
)
def test_a_locked_or_bound_content_control_is_told_and_left(tmp_path, properties):
    data = with_number(SDT.format(properties, f"<w:p>{run('')}</w:p>"))
    found, path = filled(tmp_path, data)
    assert said(found, "M505") == ["表 2有 1 格被锁定（表 2 第 4 行），没有写入"]
    assert values(path) == {**figures(2024), KEY: None}


def test_controls_in_a_locked_group_may_be_filled(tmp_path):
    inner = SDT.format("<w:text/>", f"<w:p>{run('')}</w:p>")
    data = office_docx(
        number=lambda _: inner,
        change=lambda xml: re.sub(
            r"(<w:tbl>.*</w:tbl>)",
            lambda found: SDT.format('<w:group/><w:lock w:val="sdtContentLocked"/>', found[1]),
            xml,
        ),
    )
    found, path = filled(tmp_path, data)
    assert values(path) == figures(2024)
    assert "M505" not in codes(found)


def test_tracked_changes_are_told(tmp_path):
    inside = (
        '<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>5</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="x"><w:r><w:t>6</w:t></w:r></w:ins></w:p>'
    )
    found, path = filled(tmp_path, with_number(inside))
    assert said(found, "M518") == [
        "1 格带有修订标记（表 2 第 4 行），写入的数可能随修订的接受或拒绝而变"
    ]
    assert values(path) == figures(2024)
    assert "<w:delText>5</w:delText>" in parts_of(path.read_bytes())["word/document.xml"].decode()


def test_a_field_keeps_its_instruction_and_shows_the_figure(tmp_path):
    inside = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(LEFT)</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("0")}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    _, path = filled(tmp_path, with_number(inside))
    assert cell_of(path).xpath("string(.//w:instrText)", namespaces=NS) == "=SUM(LEFT)"
    assert values(path) == figures(2024)


def test_tables_inside_a_table_that_lays_out_the_page(tmp_path):
    wrapped = "<w:tbl><w:tr><w:tc>{}<w:p/></w:tc></w:tr></w:tbl>"
    data = office_docx(
        change=lambda xml: re.sub(
            r"<w:tbl>.*?</w:tbl>", lambda found: wrapped.format(found[0]), xml
        )
    )
    found, path = filled(tmp_path, data)
    assert values(path) == figures(2024)
    assert found.cells == 200


def test_rows_that_begin_further_right(tmp_path):
    """`gridBefore` instead of the cells of labels that go on, as Word writes for rows with a ragged left edge."""

    def ragged(xml):
        row = re.compile(
            r"<w:tr>(<w:tc><w:tcPr>(?:(?!</w:tcPr>).)*<w:vMerge/></w:tcPr><w:p/></w:tc>)"
        )
        return row.sub('<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>', xml)

    found, path = filled(tmp_path, office_docx(change=ragged))
    assert b"gridBefore" in parts_of(path.read_bytes())["word/document.xml"]
    assert values(path) == figures(2024)
    assert not GAPS & set(codes(found))


def test_tables_in_a_text_box_are_told(tmp_path):
    box = "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>"
    last = re.compile(r"<w:tbl>(?:(?!<w:tbl>).)*?复议后起诉.*?</w:tbl>")
    found, path = filled(
        tmp_path, office_docx(change=lambda xml: last.sub(lambda table: box.format(table[0]), xml))
    )
    (message,) = said(found, "M501")
    assert "四、" in message
    assert "文本框里有表格" in message
    assert found.cells == 185
    assert {key.partition(".")[0] for key, value in values(path).items() if value is None} == {
        "proceedings"
    }
    assert sum(value is not None for value in values(path).values()) == 185


def merged_across(rows):
    """Two cells for figures of section 三 made one."""
    at = next(number for number, row in enumerate(rows) if any(cell.key == KEY for cell in row))
    first = next(number for number, cell in enumerate(rows[at]) if cell.key == KEY)
    return [
        *rows[:at],
        [*rows[at][:first], replace(rows[at][first], across=2), *rows[at][first + 2 :]],
        *rows[at + 1 :],
    ]


def merged_down(rows):
    at = next(number for number, row in enumerate(rows) if any(cell.key == KEY for cell in row))
    upper = [replace(cell, down=2) if cell.key == KEY else cell for cell in rows[at]]
    lower = [cell for cell in rows[at + 1] if cell.key != "requests.carried_in.business"]
    return [*rows[:at], upper, lower, *rows[at + 2 :]]


@pytest.mark.parametrize(
    ("merge", "other"),
    [(merged_across, "requests.received.research"), (merged_down, "requests.carried_in.business")],
)
def test_merged_cells_for_figures_are_told_with_their_place_and_left(tmp_path, merge, other):
    found, path = filled(
        tmp_path, blank_docx(found={**blank(), "requests": merge(blank()["requests"])})
    )
    (message,) = said(found, "M504")
    assert message.startswith(
        "表 2 第 4 行 把 2 格合并成了一格（三/一、本年新收政府信息公开申请数量/商业企业、三/"
    )
    assert {key for key, value in figures(2024).items() if values(path).get(key) != value} == {
        KEY,
        other,
    }
    assert found.cells == 198
    assert "M502" not in codes(found)


def test_a_table_that_is_there_twice_is_told_and_not_filled(tmp_path):
    again = table_xml(blank()["requests"], lambda _: "<w:p/>")
    found, path = filled(tmp_path, office_docx(body=again))
    (message,) = said(found, "M503")
    assert message.startswith("“三、收到和处理政府信息公开申请情况”的表在模板里不止一处（")
    assert message.endswith("不知道填哪一处，175 格没有写入")
    assert found.cells == 25
    assert all(value is None for key, value in values(path).items() if key.startswith("requests."))


def test_missing_rows_columns_and_tables_are_told(tmp_path):
    rows = blank()["requests"]
    without_row = [
        row
        for row in rows
        if not any((cell.key or "").startswith("requests.petition.") for cell in row)
    ]
    without_row[3] = [
        replace(cell, text="一、新来的件") if cell.role == "label" else cell
        for cell in without_row[3]
    ]
    found, _ = filled(
        tmp_path,
        blank_docx(
            found={"disclosure": blank()["disclosure"], "requests": without_row, "proceedings": []}
        ),
    )
    assert said(found, "M501") == [
        "没有找到“四、政府信息公开行政复议、行政诉讼情况”的表，15 格没有写入"
    ]
    assert said(found, "M502") == [
        "没有找到“一、本年新收政府信息公开申请数量”行，7 格没有写入",
        "没有找到“1.信访举报投诉类申请”行，7 格没有写入",
    ]
    assert said(found, "M517") == ["表 2 第 4 行 的“一、新来的件”不是表样里的行，没有填写"]
    assert found.cells == 200 - 15 - 14


def test_a_missing_column_is_told_once(tmp_path):
    rows = [
        [
            cell
            for cell in row
            if cell.text != "科研机构" and not (cell.key or "").endswith(".research")
        ]
        for row in tables(2024)["requests"]
    ]
    rows = changed(rows, lambda cell: replace(cell, text="") if cell.role == "number" else cell)
    rows[0] = [rows[0][0], replace(rows[0][1], across=6)]
    rows[1] = [replace(cell, across=4) if cell.across == 5 else cell for cell in rows[1]]
    found, path = filled(tmp_path, blank_docx(found={**blank(), "requests": rows}))
    assert said(found, "M502") == ["没有找到“法人或其他组织/科研机构”列，25 格没有写入"]
    assert {key: value for key, value in values(path).items() if value is not None} == {
        key: value for key, value in figures(2024).items() if not key.endswith(".research")
    }


def test_a_label_that_is_only_much_like_the_official_one_is_told(tmp_path):
    rows = [
        [
            replace(cell, text="要求提供公开的出版物品") if "公开出版物" in cell.text else cell
            for cell in row
        ]
        for row in blank()["requests"]
    ]
    found, path = filled(tmp_path, blank_docx(found={**blank(), "requests": rows}))
    assert said(found, "M516") == [
        "表 2 第 21 行 的“要求提供公开的出版物品”当作“3.要求提供公开出版物”填写"
    ]
    assert values(path) == figures(2024)


@pytest.mark.parametrize(
    "change", ["合计", "规范性文件", "other wordings", "numbering ①", "line breaks"]
)
def test_known_wordings_of_labels_are_nothing_to_tell(tmp_path, change):
    found, _ = filled(tmp_path, blank_docx(found=VARIATIONS[change](tables(2024))))
    assert codes(found) == []


def test_rows_for_names_are_told_without_the_name(tmp_path):
    rows = blank()["requests"]
    signed = [
        replace(cell, text="填表人：欧阳某某" if cell.role == "label" else "") for cell in rows[-1]
    ]
    found, _ = filled(tmp_path, blank_docx(found={**blank(), "requests": [*rows, signed]}))
    assert said(found, "M517") == ["表 2 第 29 行 的“填表人”不是表样里的行，没有填写"]


def test_a_signature_that_will_not_hold_is_told(tmp_path):
    found, _ = filled(
        tmp_path, office_docx(extra={"_xmlsignatures/sig1.xml": "<Signature/>"}.items())
    )
    assert said(found, "M523") == ["模板带有数字签名，填写后签名不再有效"]


def test_last_years_report_as_a_template_is_told(tmp_path):
    found, path = filled(
        tmp_path, office_docx(2023, number=lambda _: f"<w:p>{run('3', look(16))}</w:p>")
    )
    assert said(found, "M509") == ["模板的标题或统计期限是 2023 年，本次是 2024 年"]
    assert values(path) == figures(2024)


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
        lambda xml: (
            xml.replace("<w:", "<ns0:")
            .replace("</w:", "</ns0:")
            .replace(" w:", " ns0:")
            .replace("xmlns:w=", "xmlns:ns0=")
        ),
        lambda xml: ('<?xml version="1.0" encoding="UTF-16" standalone="yes"?>' + xml).encode(
            "utf-16"
        ),
        lambda xml: (
            b"\xef\xbb\xbf" + b'<?xml version="1.0"?><!-- a > b --><?mso x?>' + xml.encode()
        ),
        lambda xml: (
            xml.replace("<w:tbl>", "<!-- <w:tc> --><w:tbl>")
            .replace("<w:p>", "<w:p >")
            .replace("/>", " />")
        ),
    ],
    ids=["strict", "another prefix", "UTF-16", "mark and comments", "white space in tags"],
)
def test_other_ways_to_write_the_xml(tmp_path, change):
    found, path = filled(tmp_path, office_docx(change=change))
    assert values(path) == figures(2024)
    assert found.cells == 200


def test_money_and_signs(tmp_path):
    cells = {
        **figures(2020),
        "disclosure.licences.change": -8,
        "disclosure.procurement.amount_yuan": Decimal("251000.50"),
    }
    _, path = filled(tmp_path, office_docx(2020), outcome(2020, cells))
    published = read_published(path)
    assert published.cells["disclosure.licences.change"].text == "-8"
    assert published.cells["disclosure.procurement.amount_yuan"].text == "251000.5"


@pytest.mark.parametrize(("of", "year"), [(2020, 2024), (2024, 2020)])
def test_a_template_of_another_edition_is_refused(tmp_path, of, year):
    with pytest.raises(TemplateError, match=f"模板是 20.. 年版表样.*{year} 年度要用"):
        filled(tmp_path, office_docx(of), outcome(year))


def test_our_own_document_without_its_figures_is_a_template(tmp_path):
    from zbreport.outputs import docx

    empty = docx.render(outcome(cells=dict.fromkeys(figures(2024))))
    found, path = filled(tmp_path, empty)
    assert values(path) == figures(2024)
    assert found.cells == 200


def test_the_main_part_may_have_another_name(tmp_path):
    parts = {
        name.replace("document", "document2"): content.replace(b"document.xml", b"document2.xml")
        for name, content in parts_of(office_docx(header=run("{{ unit }}"))).items()
    }
    found, path = filled(tmp_path, package(parts))
    assert found.cells == len(figures(2024))
    assert values(path) == figures(2024)
    assert found.placeholders == 1
    assert list(parts_of(path.read_bytes())) == list(parts)
