"""The text of a report by section, its title and year, from pages, documents and PDF."""

from __future__ import annotations

import pytest
from pages import LAST, PREFACE, SECTIONS, docx_report, html_page, html_report, html_table, tables

from zbreport.readback.sections import paragraphs, title_of, year_of

NAVIGATION = (
    "<div><a href='#'>首页</a> &gt; <a href='#'>政府信息公开年报</a></div><ul>"
    + "".join(f"<li><a href='#'>{text}</a></li>" for text in (*SECTIONS, *LAST))
    + "</ul><nav>一、总体情况</nav>"
)


@pytest.mark.parametrize("make", [html_report, docx_report])
def test_sections(reading, year, make):
    published = reading(make(year))
    assert [part.text for part in published.paragraphs if part.heading] == [*SECTIONS, *LAST]
    assert published.text("一") == "全年收到申请3件。"
    assert published.text("六") == "收取信息处理费0元。"
    assert PREFACE.format(year=year) in published.text("")
    assert published.title == f"某市某局{year}年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "before",
    [
        NAVIGATION,
        f"<p>目录</p>{''.join(f'<p>{text}……{n}</p>' for n, text in enumerate((*SECTIONS, *LAST)))}",
    ],
)
def test_navigation_and_contents_are_no_sections(reading, before):
    published = reading(html_report(2024, before=before, after=NAVIGATION))
    assert [part.text for part in published.paragraphs if part.heading] == [*SECTIONS, *LAST]
    assert published.text("六") == "收取信息处理费0元。"
    assert published.text("一") == "全年收到申请3件。"


def test_layout_tables_around_the_article(reading):
    parts = [html_table(rows) for rows in tables(2024).values()]
    page = html_page(2024, parts).decode()
    menu = "<table><tr><td>" + "</td><td>".join(SECTIONS) + "</td></tr></table>"
    body = page.replace(
        '<div class="article">', f'{menu}<table width="100%"><tr><td>栏目</td><td>'
    ).replace("</div></body>", "</td></tr></table></body>")
    published = reading(body.encode())
    assert len(published.cells) == 200
    assert published.text("一") == "全年收到申请3件。"


def test_notes_and_texts_between_tables(reading):
    parts = [
        html_table(rows) + f"<p>注：第{number}张表。</p>"
        for number, rows in enumerate(tables(2024).values())
    ]
    published = reading(html_page(2024, parts))
    assert [published.text(section) for section in "二三四"] == [
        "注：第0张表。",
        "注：第1张表。",
        "注：第2张表。",
    ]


def test_a_report_inside_one_table(reading):
    rows = "".join(
        f"<tr><td colspan='10'>{text}</td></tr>"
        for text in (
            "某局2024年政府信息公开工作年度报告",
            SECTIONS[0],
            "全年收到申请3件。",
            *SECTIONS[1:2],
        )
    )
    inner = html_table([row for part in tables(2024).values() for row in part]).partition("\n")[2]
    published = reading(f"<html><body><table>{rows}{inner}</body></html>".encode())
    assert (published.title, published.year, len(published.cells)) == (
        "某局2024年政府信息公开工作年度报告",
        2024,
        200,
    )
    assert published.text("一") == "全年收到申请3件。"


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("一、总体情况", "一"),
        ("一、 总体情况", "一"),
        ("第一部分 总体情况", "一"),
        ("四、政府信息公开行政复议及行政诉讼情况", "四"),
        ("四、因政府信息公开工作被申请行政复议和提起行政诉讼情况", "四"),
        ("五、政府信息公开工作存在的主要问题及改进情况", "五"),
        ("五、存在问题及改进情况", "五"),
        ("五、存在的主要问题和改进措施", "五"),
        ("六、其他需要报告的事项", "六"),
        ("总体情况", "一"),
        ("（一）主动公开政府信息情况", ""),
        ("主动公开情况", ""),
        ("二、主动公开工作有待加强，情况复杂。", ""),
    ],
)
def test_headings(heading, section):
    first, *_ = paragraphs([heading, "正文。"])
    assert (first.section, first.heading) == (section, bool(section))


def test_heading_and_text_in_one_paragraph():
    assert [
        (part.section, part.text, part.heading)
        for part in paragraphs(["一、总体情况。2024年，收到申请3件。"])
    ] == [
        ("一", "一、总体情况", True),
        ("一", "2024年，收到申请3件。", False),
    ]


@pytest.mark.parametrize(
    ("texts", "title", "year"),
    [
        (
            ["淮安市人民政府", "2024 年政府信息公开工作年度报告"],
            "淮安市人民政府2024年政府信息公开工作年度报告",
            2024,
        ),
        (["某局2021年度政府信息公开工作年度报告"], "某局2021年度政府信息公开工作年度报告", 2021),
        (["2023年某局政府信息公开工作年度报告"], "2023年某局政府信息公开工作年度报告", 2023),
        (
            ["某局二〇二二年政府信息公开工作年度报告"],
            "某局二〇二二年政府信息公开工作年度报告",
            2022,
        ),
        (
            [
                "首页 > 政府信息公开年报",
                "某局政府信息公开工作年度报告",
                "统计期限自2021年1月1日起至2021年12月31日止。",
            ],
            "某局政府信息公开工作年度报告",
            2021,
        ),
        (
            ["根据要求，编制《某局 2020 年政府信息公开工作年度报告》，报告分六部分。"],
            "某局2020年政府信息公开工作年度报告",
            2020,
        ),
        (["本报告统计时间为２０２２年１月１日至１２月３１日。"], "", 2022),
        (["没有年份。"], "", None),
    ],
)
def test_title_and_year(texts, title, year):
    parts = paragraphs(texts)
    found = title_of(parts, ())
    assert (found, year_of(found, parts)) == (title, year)


def test_title_of_the_page(reading):
    page = (
        html_report(2024, title="　")
        .decode()
        .replace("政府信息公开年报", "某局2023年政府信息公开工作年度报告-某市人民政府网")
    )
    assert reading(page.encode()).title == "某局2023年政府信息公开工作年度报告"


def test_the_date_that_a_page_tells_machines(reading):
    page = html_report(2024).replace(
        b"<title>", b'<meta name="PubDate" content="2025-01-20 09:30"><title>'
    )
    assert reading(page).page_date == "2025-01-20 09:30"
    assert reading(html_report(2024)).page_date == ""


@pytest.mark.parametrize(
    "line",
    [
        "发布日期：2025-02-08 10:12",
        "来源：某局 发布时间: 2025-02-08",
        "【成文日期】发布日期 2025-02-08",
    ],
)
def test_the_date_in_a_line_outside_the_article(reading, line):
    menu = "".join(f"<p>新闻 {number} 2025-03-0{number}</p>" for number in range(1, 9))
    assert (
        reading(html_report(2024, before=f"{menu}<div>{line}</div>")).page_date.replace(" ", "")
        == "2025-02-08"
    )
    assert reading(html_report(2024, before=menu)).page_date == ""
