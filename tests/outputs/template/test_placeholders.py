"""`{{ unit }}` and the like in a template's text are filled; what is not known stays and is told."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook, load_workbook
from pages import W, figures
from templates import (
    codes,
    filled,
    office_docx,
    openpyxl_template,
    outcome,
    parts_of,
    run,
    said,
    xlsxwriter_template,
)

from zbreport.model import Channel
from zbreport.outputs.template.placeholders import BREAK, account, replaced
from zbreport.prose.placeholders import fill
from zbreport.prose.placeholders import names as markdown_names
from zbreport.readback import read_published

CONTACT = {
    "contact": "某市某局办公室",
    "address": "某市某路1号",
    "postcode": "255000",
    "phone": "0533-0000000",
    "email": "a@b.cn",
}


@pytest.fixture
def made():
    base = outcome(unit="某市某局", **CONTACT)
    channels = (
        Channel("website", "网站", 447, (37,) * 11 + (40,)),
        Channel("press", "新闻媒体", 70, None),
    )
    report = base.report
    return type(base)(
        type(report)(
            report.year,
            report.edition,
            report.unit,
            report.cells,
            channels,
            {
                "request_methods.信函": 2,
                "proposals.npc.total": 5,
                "proposals.npc.answered": 4,
            },
        ),
        (),
        (),
        (),
        {},
        base.settings,
    )


def text_of(data, name="word/document.xml"):
    root = etree.fromstring(parts_of(data)[name])
    return [
        "".join(one.text or "" for one in paragraph.iter(f"{{{W}}}t"))
        for paragraph in root.iter(f"{{{W}}}p")
    ]


def line(*pieces):
    return f"<w:p>{''.join(run(piece, f'<w:sz w:val={chr(34)}{20 + n}{chr(34)}/>') for n, piece in enumerate(pieces))}</w:p>"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{{ unit }}", "某市某局"),
        ("{{unit}}的报告", "某市某局的报告"),
        ("{{ year }}年", "2024年"),
        ("{{ period }}", "2024年1月1日至2024年12月31日"),
        ("{{ title }}", "某市某局2024年政府信息公开工作年度报告"),
        ("｛｛ 单位 ｝｝", "某市某局"),
        ("{{ 年度 }}", "2024"),
        ("{{ phone }}（{{ postcode }}）", "0533-0000000（255000）"),
        ("{{ 联系人 }}、{{地址}}、{{邮编}}", "某市某局办公室、某市某路1号、255000"),
        ("收到{{ requests.received.total }}件", "收到1016件"),
        ("{{ disclosure.fees_wan_yuan }}", "1009.5"),
        ("{{ 三/予以公开/自然人 }}", "1024"),
        ("{{ requests.granted }}", "1030"),
        ("{{ channels.website }}条", "447条"),
        ("{{ channels.website.12 }}", "40"),
        ("{{ channels.total }}", "517"),
        ("{{ request_methods.信函 }}", "2"),
        ("{{ proposals.npc.answered }}", "4"),
        ("{{ channels.wechat }}", "—"),
        ("{{ channels.press.3 }}", "—"),
        ("{{ unti }}", "{{ unti }}"),
        ("{% if x %}{{ unit|upper }}", "{% if x %}{{ unit|upper }}"),
        ("{ unit }", "{ unit }"),
        ("{{ }} {{{{ unit }}}}", "{{ }} {{某市某局}}"),
    ],
)
def test_what_is_written_and_what_comes_out(tmp_path, made, written, shown):
    _, path = filled(tmp_path, office_docx(body=line(written)), made)
    assert shown in text_of(path.read_bytes())


def test_a_placeholder_over_several_runs_keeps_the_look_of_its_first(tmp_path, made):
    body = line("由{", "{ un", "it }", "}编制")
    _, path = filled(tmp_path, office_docx(body=body), made)
    xml = parts_of(path.read_bytes())["word/document.xml"].decode()
    assert "由某市某局编制" in text_of(path.read_bytes())
    assert re.search(r'<w:sz w:val="20"/></w:rPr><w:t xml:space="preserve">由某市某局</w:t>', xml)
    assert '<w:sz w:val="23"/></w:rPr><w:t xml:space="preserve">编制</w:t>' in xml


@pytest.mark.parametrize("between", ["<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>"])
def test_no_placeholder_reaches_over_a_line(tmp_path, made, between):
    found, path = filled(
        tmp_path, office_docx(body=f"<w:p>{run('{{ un')}{between}{run('it }}')}</w:p>"), made
    )
    assert "{{ unit }}" in text_of(path.read_bytes())
    assert found.placeholders == 0


def test_headers_text_boxes_hyperlinks_and_insertions_are_filled_and_deletions_left(tmp_path, made):
    box = f"<w:p><w:r><w:pict><w:txbxContent>{line('盒{{ year }}')}</w:txbxContent></w:pict></w:r>{run('外{{ year }}')}</w:p>"
    link = f'<w:p><w:hyperlink>{run("{{ em")}</w:hyperlink><w:ins w:id="1" w:author="x">{run("ail }}")}</w:ins></w:p>'
    gone = '<w:p><w:del w:id="2" w:author="x"><w:r><w:delText>{{ unit }}</w:delText></w:r></w:del></w:p>'
    found, path = filled(
        tmp_path, office_docx(body=box + link + gone, header=run("{{ unit }}—页眉")), made
    )
    text = text_of(path.read_bytes())
    assert {"盒2024", "a@b.cn"} <= set(text)
    assert any(one.endswith("外2024") for one in text)
    assert text_of(path.read_bytes(), "word/header1.xml") == ["某市某局—页眉"]
    assert (
        "<w:delText>{{ unit }}</w:delText>"
        in parts_of(path.read_bytes())["word/document.xml"].decode()
    )
    assert found.placeholders == 4


def test_placeholders_in_the_title_and_in_cells_of_the_tables(tmp_path, made):
    """They are filled before the tables are looked for: a cell with a placeholder is no cell with words."""
    data = office_docx(
        number=lambda key: (
            f"<w:p>{run('{{ ' + key + ' }}', '<w:sz w:val=' + chr(34) + '16' + chr(34) + '/>')}</w:p>"
        ),
        change=lambda xml: xml.replace("某市某局2024年", "{{ unit }}{{ year }}年"),
    )
    found, path = filled(tmp_path, data, made)
    published = read_published(path)
    assert {key: published.value(key) for key in figures(2024)} == figures(2024)
    assert (published.year, published.title) == (2024, "某市某局2024年政府信息公开工作年度报告")
    assert (found.placeholders, found.cells) == (202, 200)


def test_what_has_no_value_is_told(tmp_path):
    body = line(
        "{{ unit }}{{ phone }}{{ phone }}{{ requests.recieved.total }}{{ 行政许可数 }}{{ channels.weibo }}"
    )
    found, path = filled(tmp_path, office_docx(body=body), outcome(unit=None))
    assert (
        "{{ unit }}{{ phone }}{{ phone }}{{ requests.recieved.total }}{{ 行政许可数 }}—"
        in text_of(path.read_bytes())
    )
    assert said(found, "M513") == [
        "“requests.recieved.total”不是占位符的名称，1 处原样保留，最接近的是“requests.received.total”",
        "“行政许可数”不是占位符的名称，1 处原样保留",
    ]
    assert said(found, "M514") == ["“unit”没有设置，1 处原样保留", "“phone”没有设置，2 处原样保留"]
    assert [one.remedy for one in found.diagnostics if one.code == "M514"][1].endswith(
        '[report] 下加一行：\nphone = "…"'
    )
    assert said(found, "M515") == ["“channels.weibo”没有数据，1 处写作“—”"]


def test_a_name_that_is_a_persons_data_is_not_repeated(tmp_path):
    found, _ = filled(tmp_path, office_docx(body=line("{{ 电话13800001234 }}")), outcome())
    assert "13800001234" not in "".join(said(found, "M513"))


def test_values_are_text_whatever_they_hold(tmp_path):
    unit = '<w:t>&"=某局\x07\n二'
    _, path = filled(tmp_path, office_docx(body=line("{{ unit }}")), outcome(unit=unit))
    assert '<w:t>&"=某局\ufffd 二' in text_of(path.read_bytes())


def workbook(*texts):
    def more(book):
        for row, text in enumerate(texts, 5):
            book["说明"].cell(row, 1, text)
        book["说明"].oddHeader.center.text = "{{ unit }}"

    return openpyxl_template(more=more)


def test_cells_of_a_workbook(tmp_path):
    texts = [
        "{{ unit }}",
        "共{{ requests.received.total }}件",
        "{{ requests.received.total }}",
        "{{ channels.wechat }}",
        "{{ 别的 }}",
        "=1+1",
    ]
    found, path = filled(tmp_path, workbook(*texts), outcome(unit="甲&乙"), "模板.xlsx")
    sheet = load_workbook(path)["说明"]
    assert [sheet.cell(row, 1).value for row in range(5, 11)] == [
        "甲&乙",
        "共1016件",
        1016,
        "—",
        "{{ 别的 }}",
        "=1+1",
    ]
    assert sheet.oddHeader.center.text == "甲&&乙"
    assert {"M513", "M515"} <= set(codes(found))
    assert found.placeholders == 4


def test_every_name_of_markdown_is_one_of_templates_and_figures_are_numbers(tmp_path, made):
    """One list of names: sums become numbers in a workbook, and what is missing is `—`, not the gap that Markdown has."""
    names = [
        "channels.new_media",
        "proceedings.litigation.total",
        "outcomes.予以公开.share",
        "last_year",
        "processing_fee",
    ]
    channels = (
        *made.report.channels,
        Channel("weibo", "微博", 231, None),
        Channel("wechat", "微信", 288, None),
    )
    office = replace(made, report=replace(made.report, channels=channels))
    found, path = filled(
        tmp_path, workbook(*(f"{{{{ {name} }}}}" for name in names)), office, "模板.xlsx"
    )
    sheet = load_workbook(path)["说明"]
    suits = sum(
        figures(2024)[f"proceedings.{kind}.total"]
        for kind in ("litigation_direct", "litigation_after_review")
    )
    percent = fill("{{ outcomes.予以公开.share }}", markdown_names(office))
    assert [sheet.cell(row, 1).value for row in range(5, 10)] == [519, suits, percent, 2023, "—"]
    assert said(found, "M515") == ["“processing_fee”没有数据，1 处写作“—”"]
    assert fill("{{ processing_fee }}", markdown_names(office)) == "【请补充：信息处理费（元）】"


def test_a_shared_text_stays_and_rich_text_keeps_its_looks(tmp_path):
    def more(book):
        sheet = book.add_worksheet("封面")
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("A1", "关于{", bold, "{ un", "it }}的报告")
        sheet.write_string("A2", "{{ year }}", bold)
        sheet.write_string("A3", "  {{ year }} 年 ")
        sheet.write_string("A4", "{{ year }}")

    data = xlsxwriter_template(more=more)
    _, path = filled(tmp_path, data, outcome(unit="某局"), "模板.xlsx")
    assert (
        parts_of(path.read_bytes())["xl/sharedStrings.xml"]
        == parts_of(data)["xl/sharedStrings.xml"]
    )
    book = load_workbook(path, rich_text=True)["封面"]
    assert str(book["A1"].value) == "关于某局的报告"
    assert str(book["A1"].value[0]) == "关于某局"
    assert (book["A2"].value, book["A3"].value, book["A4"].value) == (2024, "  2024 年 ", 2024)
    assert book["A2"].font.b


def test_placeholders_where_none_are_filled_are_told(tmp_path):
    def more(book):
        sheet = book.add_worksheet("封面")
        sheet.insert_textbox("B2", "{{ unit }}")
        sheet.write_comment("A1", "{{ year }}")

    found, _ = filled(tmp_path, xlsxwriter_template(more=more), outcome(), "模板.xlsx")
    assert said(found, "M522") == ["模板的图形或文本框、批注里有占位符，这些地方不填"]
    comments = f'<w:comments xmlns:w="{W}"><w:comment w:id="0">{line("{{ un", "it }}")}</w:comment></w:comments>'
    found, path = filled(
        tmp_path, office_docx(extra={"word/comments.xml": comments}.items()), outcome()
    )
    assert said(found, "M522") == ["模板的批注里有占位符，这些地方不填"]
    assert parts_of(path.read_bytes())["word/comments.xml"].decode() == comments


def test_a_sheet_without_placeholders_and_tables_stays(tmp_path):
    data = workbook("{{ unit }}")
    book = load_workbook(io.BytesIO(data))
    book.create_sheet("其他")["A1"] = "{unit}"
    target = io.BytesIO()
    book.save(target)
    _, path = filled(tmp_path, target.getvalue(), outcome(), "模板.xlsx")
    changed = [
        name
        for name, content in parts_of(path.read_bytes()).items()
        if content != parts_of(target.getvalue())[name]
    ]
    assert "xl/worksheets/sheet5.xml" not in changed
    assert isinstance(book, Workbook)


@given(st.data())
def test_pieces_cut_anywhere_give_the_same_text(data):
    text = data.draw(
        st.lists(
            st.sampled_from(
                ["{{ unit }}", "{{year}}", "{{ x }}", "{", "}", "{{", "甲", " ", "｛｛ 年度 ｝｝"]
            ),
            max_size=8,
        ).map("".join)
    )
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    whole, found = account(outcome()), account(outcome())
    assert "".join(replaced(pieces, found)) == replaced([text], whole)[0]
    assert (found.filled, found.unknown) == (whole.filled, whole.unknown)


def test_nothing_reaches_over_a_break():
    found = account(outcome())
    assert replaced(["{{ un", BREAK, "it }}"], found) == ["{{ un", BREAK, "it }}"]
