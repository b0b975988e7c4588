"""An office's own Markdown: what a clerk writes stands in the report, once, in its place; what cannot is told with file and line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from helpers import codes
from zbreport import manuscript, tally
from zbreport.checks import check
from zbreport.checks.draft import contradictions
from zbreport.checks.verdicts import Verdict
from zbreport.cli import app
from zbreport.errors import SettingsError
from zbreport.forms import form_for
from zbreport.manuscript.markdown import parse
from zbreport.manuscript.sections import own_text, part_key, section_named
from zbreport.model import Channel, Report
from zbreport.prose import compose, judge
from zbreport.readback import read_published
from zbreport.settings import Settings
from zbreport.tabulation.tally import Tally
from zbreport.text.blocks import Manuscript, Paragraph, TextTable

LEDGER = "登记编号,收到日期,申请人类别,申请方式,办理结果,答复日期\n1,2024-03-01,自然人,信函,予以公开,2024-03-20\n"


def texts(blocks):
    return [part.lead + part.text if isinstance(part, Paragraph) else part for part in blocks]


def of(text):
    return texts(line.block for line in parse(text).lines)


def folder_with(folder, **files):
    (folder / "依申请公开台账.csv").write_text(LEDGER, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.md").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def export(inputs, target, *options):
    return CliRunner().invoke(
        app, ["export", str(inputs), "--year", "2024", "-o", str(target), *options]
    )


def written(folder, **files):
    """The sections of a small office that wrote these files."""
    outcome = tally([folder_with(folder, **files)], year=2024)
    return outcome, {number: texts(compose(outcome).section(number)) for number in "一二三四五六"}


# --- Markdown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("第一行\n第二行", ["第一行第二行"]),
        ("one\ntwo", ["one two"]),
        ("甲\n2021年", ["甲2021年"]),
        ("甲  \n乙", ["甲\n乙"]),
        ("　　段落首行空两格", ["段落首行空两格"]),
        ("    四个空格不是代码", ["四个空格不是代码"]),
        ("1、手写的编号", ["1、手写的编号"]),
        ("- 甲\n- 乙", ["甲", "乙"]),
        ("`代码` [网址](http://x) ![图](y)", ["代码 网址"]),
        ("a &lt;b&gt; &amp; c", ["a <b> & c"]),
        ("<!-- 备忘 -->\n\n正文", ["正文"]),
        (
            "{{ requests.carried_in.total }}和{{ requests.carried_in.total }}",
            ["{{ requests.carried_in.total }}和{{ requests.carried_in.total }}"],
        ),
        ("", []),
    ],
)
def test_text_is_kept_as_written(text, said):
    assert of(text) == said


@pytest.mark.parametrize("text", ["**甲**乙", "**“甲”**乙", "丙**（甲）**乙", "乙**甲**"])
def test_bold_is_bold_also_beside_chinese_marks(text):
    (line,) = parse(text).lines
    assert [run.text for run in line.block.runs if run.bold] == [
        text.replace("乙", "").replace("丙", "").strip("*")
    ]
    assert "*" not in line.block.text


def test_a_single_pair_of_stars_without_an_end_stays():
    assert of("2 ** 3") == ["2 ** 3"]


def test_lists_keep_their_numbers_and_depth():
    lines = parse("3. 甲\n   - 乙\n4. 丙").lines
    assert [(line.block.mark, line.block.level) for line in lines] == [
        ("3.", 1),
        ("●", 2),
        ("4.", 1),
    ]


def test_tables_are_tables():
    (line,) = parse("| 项目 | 次 |\n|---|---|\n| **培训** | 2 |").lines
    assert line.block == TextTable(("项目", "次"), (("培训", "2"),))


def test_html_is_left_out_and_its_lines_are_known():
    parsed = parse("甲<b>乙</b>\n\n<script>\nalert(1)\n</script>\n\n丙 1<2 和 a>b")
    assert parsed.html == (1, 3)
    assert texts(line.block for line in parsed.lines) == ["甲乙", "丙 1<2 和 a>b"]


def test_what_is_kept_as_plain_text_is_known_by_line():
    assert dict(parse("甲\n\n[a](b)\n\n> 引用").plain) == {"链接": 3, "引用": 5}


@given(st.text(alphabet="甲乙 \n*_#-|`<>&![](){}1.、:~\\\t", max_size=60))
def test_any_text_can_be_read(text):
    for line in parse(text).lines:
        assert 1 <= line.number <= text.count("\n") + 1
        assert isinstance(line.block, TextTable) or line.block.text


# --- which section


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("一", "一"),
        ("一、总体情况", "一"),
        ("总体情况", "一"),
        ("五、存在问题及改进情况", "五"),
        ("第六部分 其他", "六"),
        ("政府信息公开行政复议、行政诉讼情况", "四"),
        ("前言", ""),
        ("（一）主动公开", None),
        ("一是加强领导", None),
        ("七、附则", None),
        ("说明", None),
    ],
)
def test_a_heading_names_its_section(text, section):
    assert section_named(text) == section


@pytest.mark.parametrize(
    ("own", "official"),
    [
        ("主要问题", "存在的主要问题"),
        ("（三）政府信息管理情况。", "政府信息管理"),
        ("3、平台建设", "政府信息公开平台建设"),
        ("信息处理费收费情况", "收取信息处理费情况"),
    ],
)
def test_small_headings_of_offices_are_known(own, official):
    assert part_key(own) == part_key(official)


# --- how it joins the sentences from ledgers


def test_text_without_small_headings_opens_the_section_and_takes_the_place_of_its_gaps(tmp_path):
    _, said = written(tmp_path, 一="2024年，我局高度重视。", 五="问题不少。\n\n明年改进。")
    assert said["一"][0] == "2024年，我局高度重视。"
    assert "（二）依申请公开。2024年，共收到政府信息公开申请1件" in said["一"][2]
    assert not any("政府信息管理" in text for text in said["一"])
    assert said["五"] == ["问题不少。", "明年改进。"]


def test_a_small_heading_fills_its_part_and_other_gaps_stay(tmp_path):
    _, said = written(tmp_path, 一="## 监督保障\n一是培训。\n\n二是考核。\n\n## 社会评议\n已评议。")
    assert said["一"][2:] == [
        "（三）政府信息管理。【请补充：政府信息管理情况】",
        "（四）政府信息公开平台建设。【请补充：政府信息公开平台建设情况】",
        "（五）监督保障。一是培训。",
        "二是考核。",
        "（六）社会评议。已评议。",
    ]


def test_small_headings_of_one_name_are_one_part_and_nothing_is_lost(tmp_path):
    _, said = written(tmp_path, 五="## 主要问题\n甲。\n\n## 困难\n\n## （一）存在的主要问题\n乙。")
    assert said["五"] == [
        "（一）主要问题。甲。",
        "乙。",
        "（二）改进情况。【请补充：上年问题的整改情况和本年问题的改进措施】",
        "（三）困难。【请补充：困难】",
    ]


def test_a_small_heading_without_text_leaves_the_sentences_and_the_gap(tmp_path):
    _, said = written(tmp_path, 一="## 依申请公开\n\n## 监督保障\n")
    assert said["一"][1].startswith("（二）依申请公开。2024年，共收到")
    assert said["一"][4] == "（五）监督保障。【请补充：监督保障情况】"


def test_an_office_with_parts_of_its_own_only_is_asked_for_no_others(tmp_path):
    _, said = written(tmp_path, 五="## 一方面\n甲。\n\n## 另一方面\n乙。")
    assert said["五"] == ["（一）一方面。甲。", "（二）另一方面。乙。"]


def test_an_own_part_replaces_the_sentences_and_says_so(tmp_path):
    outcome, said = written(
        tmp_path, 一="## 依申请公开\n全年收到 {{ requests.received.total }} 件。"
    )
    assert said["一"][1] == "（二）依申请公开。全年收到 1 件。"
    (told,) = [one for one in outcome.diagnostics if one.code == "P510"]
    assert told.remedy.endswith("{{ 依申请公开 }}")


def test_the_sentences_stand_where_the_office_puts_them(tmp_path):
    outcome, said = written(tmp_path, 一="## 依申请公开\n渠道畅通。{{ 依申请公开 }}群众满意。")
    assert said["一"][1].startswith(
        "（二）依申请公开。渠道畅通。2024年，共收到政府信息公开申请1件，均以信函方式提出。"
    )
    assert said["一"][1].endswith("群众满意。")
    assert "P510" not in codes(outcome)


def test_sentences_that_nothing_gives_are_gaps_where_the_office_puts_them(tmp_path):
    outcome, said = written(tmp_path, 一="## 主动公开\n渠道畅通。{{ 主动公开 }}")
    assert said["一"][0].startswith(
        "（一）主动公开。渠道畅通。【请补充：各渠道主动公开信息的数量】"
    )
    assert "P501" not in codes(outcome)


def test_sentences_that_the_opening_quotes_are_not_said_again(tmp_path):
    _, said = written(tmp_path, 一="2024年工作如下。{{ 依申请公开 }}")
    assert sum("共收到政府信息公开申请" in text for text in said["一"]) == 1


def test_one_file_holds_all_sections(tmp_path):
    text = (
        "# 某局2024年政府信息公开工作年度报告\n\n受某局委托。\n\n## 一、总体情况\n总的。\n\n"
        "## 五、存在的主要问题及改进情况\n### 主要问题\n- 少\n\n## 七、附则\n附。"
    )
    outcome, said = written(tmp_path, report=text)
    assert texts(compose(outcome).preface) == ["受某局委托。"]
    assert said["一"][0] == "总的。"
    assert said["五"] == [
        "（一）主要问题",
        "少",
        "（二）改进情况。【请补充：上年问题的整改情况和本年问题的改进措施】",
        "（三）附则。附。",
    ]
    (told,) = [one for one in outcome.diagnostics if one.code == "P509"]
    assert "第 12 行的标题“七、附则”" in told.message


def test_a_section_of_a_table_carries_text_above_it(tmp_path):
    _, said = written(tmp_path, 四="案件均已结案。")
    assert said["四"][-1] == "案件均已结案。"


def test_section_six_loses_its_last_gap_once_the_office_wrote_a_part(tmp_path):
    _, said = written(tmp_path, 六="## 创新情况\n开展政务公开进社区。")
    assert "（四）创新情况。开展政务公开进社区。" in said["六"]
    assert not any("其他需要报告" in text for text in said["六"])


# --- what goes wrong is told


def test_own_text_is_no_ledger(tmp_path):
    outcome, _ = written(tmp_path, 一="甲", 说明="乙")
    skipped = {one.file: one.message for one in outcome.diagnostics if one.code == "F106"}
    assert skipped["一.md"].endswith("正文")
    assert skipped["说明.md"].endswith("不是台账")


@pytest.mark.parametrize(
    ("files", "code", "words"),
    [
        ({"一": "甲\n\n<div>乙</div>"}, "P502", "第 3 行"),
        ({"report": "没有标题的文字"}, "P503", "看不出"),
        ({"一": "甲", "report": "# 一、总体情况\n乙"}, "P504", "一.md"),
        ({"一": ""}, "P505", "没有文字"),
        ({"一": "\n \n"}, "P505", "没有文字"),
        ({"一": b"PK\x03\x04" + bytes(60)}, "P506", "不是文字文件"),
        (
            {"一": "政府信息公开工作".encode("gb18030") + b"\xff\xff" + "的情况".encode("gb18030")},
            "P507",
            "GB18030",
        ),
        ({"一": "见[附件](x.doc)"}, "P508", "链接"),
        ({"一": "{{ requests.received.totl }}"}, "P501", "requests.received.total"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path, files, code, words):
    outcome, _ = written(tmp_path, **files)
    (told,) = [one for one in outcome.diagnostics if one.code == code]
    assert words in told.message
    assert told.file.endswith(".md")


def test_gbk_text_is_read(tmp_path):
    outcome, said = written(tmp_path, 五="政府信息公开工作存在不足。".encode("gb18030"))
    assert said["五"] == ["政府信息公开工作存在不足。"]
    assert not any(code.startswith("P") for code in codes(outcome))


@pytest.mark.parametrize(
    ("name", "is_text"),
    [
        ("五.txt", True),
        ("五.md.txt", True),
        ("五.MD", True),
        ("report.txt", False),
        ("五.doc", False),
    ],
)
def test_what_a_text_editor_makes_of_the_name_is_known(tmp_path, name, is_text):
    (tmp_path / name).write_text("问题不少。", encoding="utf-8")
    assert manuscript.find([tmp_path], Settings()) == ((tmp_path / name,) if is_text else ())
    if is_text:
        assert written(tmp_path)[1]["五"] == ["问题不少。"]


def test_the_settings_name_files_elsewhere(tmp_path):
    inputs = tmp_path / "台账"
    inputs.mkdir()
    folder_with(inputs, 一="不用这一个")
    (tmp_path / "总体.md").write_text("## 一、总体情况\n用这一个", encoding="utf-8")
    (inputs / "zbreport.toml").write_text('[report]\nprose = ["../总体.md"]\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="不存在"):
        manuscript.find([inputs], Settings(prose=("../没有.md",), origin=inputs / "zbreport.toml"))
    (tmp_path / "总体.md").rename(tmp_path / "report.md")
    (inputs / "zbreport.toml").write_text('[report]\nprose = ["../report.md"]\n', encoding="utf-8")
    assert texts(compose(tally([inputs], year=2024)).section("一"))[0] == "用这一个"


def test_an_office_without_text_pays_nothing_and_hears_nothing(tmp_path):
    outcome, _ = written(tmp_path)
    assert judge(outcome) == ()
    assert not outcome.manuscript
    assert not any(code.startswith("P") for code in codes(outcome))


def test_figures_that_nobody_knows_are_gaps_in_own_text_too(tmp_path):
    folder_with(tmp_path, 一="许可 {{ disclosure.licences }} 件。")
    said = texts(compose(tally([tmp_path], year=2024)).section("一"))
    assert said[0] == "许可 【请补充：二/行政许可/本年处理决定数量】 件。"


def test_placeholders_in_tables_and_the_preface_are_filled(tmp_path):
    outcome, said = written(
        tmp_path,
        前言="{{ 前言 }}欢迎监督。",
        五="| 收到 |\n|---|\n| {{ requests.received.total }} |",
    )
    assert said["五"] == [TextTable(("收到",), (("1",),))]
    (preface,) = texts(compose(outcome).preface)
    assert preface.startswith("根据《中华人民共和国政府信息公开条例》")
    assert preface.endswith("欢迎监督。")


def test_placeholders_in_small_headings_are_filled(tmp_path):
    outcome, said = written(
        tmp_path, 五="## {{ last_year }}年问题的整改\n已整改。\n\n## {{ 明年 }}\n再改。"
    )
    assert said["五"][0] == "（一）2023年问题的整改。已整改。"
    (told,) = [one.message for one in outcome.diagnostics if one.code == "P501"]
    assert told.startswith("占位符“明年”不知道指什么，原样保留")


def test_own_text_alone_makes_an_empty_manuscript_false():
    assert not Tally(Report(2024, "2021", None, {}), (), (), (), {}, Settings()).manuscript


# --- against the tables


def test_own_text_that_the_tables_contradict_is_told_before_anything_is_written(tmp_path):
    text = "2024年，共收到政府信息公开申请 99 件。\n\n{{ 依申请公开 }}"
    outcome = tally([folder_with(tmp_path, 一=text)], year=2024)
    (told,) = contradictions(outcome)
    assert told.code == "P511"
    assert told.place == "一.md"
    assert "99件" in told.message
    assert "是 1" in told.message


def test_own_text_that_agrees_is_not_told(tmp_path):
    text = "2024年，共收到政府信息公开申请 1 件，予以公开 {{ outcomes.予以公开 }} 件，占 {{ outcomes.予以公开.share }}%。"
    assert list(contradictions(tally([folder_with(tmp_path, 一=text)], year=2024))) == []


@pytest.mark.parametrize("name", ["年报.docx", "年报.html"])
@pytest.mark.parametrize(
    "text",
    [
        "1. 共收到政府信息公开申请 99 件；\n2. 其他。",
        "共收到政府信息公开申请**99**件。",
        "## 考核\n\n- 共收到政府信息公开申请 99 件",
    ],
)
def test_check_finds_it_in_lists_and_bold_too(tmp_path, name, text):
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    folder_with(inputs, 一=text)
    export(inputs, tmp_path / name)
    found = check(read_published(tmp_path / name)).findings
    assert [one.said for one in found if one.rule == "C13" and one.verdict is Verdict.FAIL] == [
        "99"
    ]


@pytest.mark.parametrize("name", ["年报.docx", "年报.html"])
def test_export_writes_it_all_the_same_says_it_and_check_finds_it(tmp_path, name):
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    folder_with(inputs, 一="2024年，共收到政府信息公开申请 99 件。")
    assert export(inputs, tmp_path / name).exit_code == 1
    said = export(inputs, tmp_path / name, "--force").stderr
    assert "[错误 P511] 一.md：" in said
    found = check(read_published(tmp_path / name)).findings
    assert [one.said for one in found if one.rule == "C13" and one.verdict is Verdict.FAIL] == [
        "99"
    ]


def test_what_was_said_of_the_text_is_not_counted_again_for_tally_which_does_not_say_it(tmp_path):
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    folder_with(inputs, 一="2024年，共收到政府信息公开申请 99 件。")
    others = export(inputs, tmp_path / "年报.docx", "--skip", "P511").stderr
    said = export(inputs, tmp_path / "年报.docx", "--force").stderr
    assert [line for line in said.splitlines() if "P511" not in line] == [
        line.replace("其中有", "台账另有") for line in others.splitlines()
    ]


def test_it_can_be_left_out_of_the_findings(tmp_path):
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    folder_with(inputs, 一="2024年，共收到政府信息公开申请 99 件。")
    done = export(inputs, tmp_path / "年报.html", "--skip", "P511")
    assert (done.exit_code, "P511" in done.stderr) == (0, False)


@pytest.mark.parametrize("name", ["年报.docx", "年报.html"])
def test_markup_that_the_text_spells_out_is_only_text(tmp_path, name):
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    bad = "<img src=x onerror=alert(1)>\"'&"
    spelt = "&lt;img src=x onerror=alert(1)&gt;\"'&amp;"
    folder_with(
        inputs, 五=f"{spelt}\n\n## {spelt}\n- **{spelt}**\n\n| {spelt} |\n|---|\n| {spelt} |\n"
    )
    assert export(inputs, tmp_path / name).exit_code == 0
    published = read_published(tmp_path / name)
    assert sum(bad in part.text for part in published.paragraphs) == 5
    assert b"<img" not in (tmp_path / name).read_bytes()


def test_with_strict_nothing_is_written(tmp_path):
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    folder_with(inputs, 一="2024年，共收到政府信息公开申请 99 件。")
    done = export(inputs, tmp_path / "年报.html", "--strict")
    assert done.exit_code == 1
    assert "P511" in done.stderr
    assert not (tmp_path / "年报.html").exists()


# --- the law


NAMES = [
    "主动公开",
    "依申请公开",
    "（三）政府信息管理情况",
    "监督保障",
    "社会评议",
    "亮点",
    "平台建设",
]


@given(
    opening=st.lists(st.integers(0, 99), max_size=2),
    parts=st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.lists(st.sampled_from(["", "{{ 主动公开 }}", "{{ 依申请公开 }}"]), max_size=2),
        ),
        max_size=5,
    ),
)
@settings(max_examples=150, deadline=None)
def test_every_word_of_the_office_stands_in_the_section_once_and_no_sentence_twice(opening, parts):
    lines = [f"开头{index}号。" for index, _ in enumerate(opening)]
    for number, (name, texts_) in enumerate(parts):
        lines += [
            f"## {name}",
            *(f"第{number}项第{index}句。{mark}" for index, mark in enumerate(texts_)),
        ]
    own = own_text("一.md", parse("\n\n".join(lines)).lines)
    cells = dict.fromkeys(form_for(2024).cells, 0)
    report = Report(2024, "2021", "某局", cells, (Channel("website", "网站", 7, None),))
    outcome = Tally(report, (), (), (), {}, Settings(), Manuscript({"一": own}))
    said = "\n".join(
        text if isinstance(text, str) else "" for text in texts(compose(outcome).section("一"))
    )
    written_ = [line.partition("{{")[0] for line in lines if not line.startswith("#")]
    assert [line for line in written_ if said.count(line) != 1] == []
    for name, sentence in (
        ("主动公开", "通过网站发布信息7条"),
        ("依申请公开", "未收到政府信息公开申请"),
    ):
        asked = sum(text == f"{{{{ {name} }}}}" for _, marks in parts for text in marks)
        left_out = any(one.code == "P510" and name in one.message for one in judge(outcome))
        assert said.count(sentence) == (asked or (0 if left_out else 1))
