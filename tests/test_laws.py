"""The laws that hold for any ledgers, on generated ones: conservation, sums, the printed relation, indifference to order and to files."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import (
    DECISIONS,
    DOCUMENTS,
    FEES,
    PROCEEDINGS,
    PROPOSALS,
    conserved,
    figures,
    read,
    requests,
    run,
    sheet,
    website,
)
from zbreport.errors import ZbreportError
from zbreport.forms import form_for
from zbreport.ledgers.typed import LEDGERS
from zbreport.tabulation.trace import explain
from zbreport.vocabulary import ledger_columns

LAWS = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

DAYS = st.dates(dt.date(2022, 11, 1), dt.date(2025, 2, 28))
CLEAN = st.one_of(
    DAYS,
    DAYS.map(str),
    DAYS.map(lambda day: int(f"{day:%Y%m%d}")),
    DAYS.map(lambda day: f"{day.year}.{day.month}.{day.day}"),
)
DIRTY = st.sampled_from(
    [
        "03/04/2024",
        2024.1,
        "不详",
        "1989-01-01",
        "3.4收到,3.6补正",
        True,
        dt.time(8),
        dt.timedelta(hours=30),
        "3月5日",
        -1,
        1e300,
    ]
)
BLANK = st.just("")
DATES = st.one_of(CLEAN, CLEAN, CLEAN, BLANK, DIRTY)
APPLICANTS = st.sampled_from(
    [
        "自然人",
        "公民",
        "企业",
        "研究院",
        "基金会",
        "律所",
        "其他",
        "法人",
        "个体工商户",
        "",
        "某类人",
        7,
    ]
)
OUTCOMES = st.sampled_from(
    [
        "予以公开",
        "部分公开",
        "不予公开",
        "无法提供",
        "不予处理",
        "其他处理",
        "信访",
        "撤回",
        "咨询",
        "延期答复",
        "待补正",
        "已答复",
        "",
        "按领导意见",
        "重复申请",
        "予以公开、不予公开",
        "垃圾申请",
        "内部管理、过程性信息",
        False,
        3.5,
    ]
)
DETAILS = st.sampled_from(
    [
        "",
        "",
        "",
        "国家秘密",
        "1.本机关不掌握相关政府信息",
        "2.重复申请",
        "3.其他",
        "说不清",
        "商业秘密",
    ]
)
METHODS = st.sampled_from(["网络", "信函", "当面", "EMS", "", "托人"])


def rows(*columns, numbered="2024-", size=25):
    """Lists of rows whose first cell is a number of its own; sometimes one row is repeated."""
    body = st.lists(st.tuples(*columns), max_size=size)
    return body.map(
        lambda found: [[f"{numbered}{index:05}", *cells] for index, cells in enumerate(found)]
    )


REQUEST_ROWS = rows(DATES, APPLICANTS, METHODS, OUTCOMES, DETAILS, DATES)
CASE_ROWS = rows(
    st.sampled_from(["行政复议", "行政诉讼", "复议后起诉", "", "仲裁"]),
    st.sampled_from(["是", "否", "", "不详"]),
    DATES,
    DATES,
    st.sampled_from(["维持", "撤销", "终止", "驳回起诉", "审理中", "", "驳回", "另行通知"]),
    numbered="案号",
)
PAPER_ROWS = rows(
    st.just("标题"),
    st.sampled_from(["规章", "规范性文件", "政策解读", "通知", "", "怪文"]),
    DATES,
    DATES,
    DATES,
    st.sampled_from(["有效", "废止", "失效", "待生效", "", "已修改", "大概"]),
    numbered="文",
)
DECISION_ROWS = rows(
    st.sampled_from(["行政许可", "行政处罚", "扣押", "", "怪事"]), DATES, numbered="决定书"
)
FEE_ROWS = rows(
    st.sampled_from([100, 0.1, "1,925", "3元", "2万元", "", "若干", 1e300, True]),
    DATES,
    numbered="项目",
)
PROPOSAL_ROWS = rows(
    st.sampled_from(["建议", "提案", "", "信访"]),
    DATES,
    DATES,
    st.sampled_from(["满意", "不满意", "", "还行"]),
    st.sampled_from(["是", "否", ""]),
    numbered="建议第",
)
TITLES = st.integers(0, 6).map("标题{}".format)
URLS = st.one_of(st.just(""), st.integers(0, 6).map("http://a.cn/x/{}".format), st.just("无"))
ITEM_ROWS = st.lists(st.tuples(TITLES, DATES, URLS), max_size=25).map(
    lambda found: [list(row) for row in found]
)


def office(**ledgers):
    """Sheets of a generated office; what is not given has no sheet."""
    make = {
        "requests": lambda body: requests(*body),
        "cases": lambda body: sheet(PROCEEDINGS, *body, file="复议诉讼台账.xlsx"),
        "papers": lambda body: sheet(DOCUMENTS, *body, file="规范性文件台账.xlsx"),
        "decisions": lambda body: sheet(DECISIONS, *body, file="行政权力台账.xlsx"),
        "fees": lambda body: sheet(FEES, *body, file="收费台账.xlsx"),
        "proposals": lambda body: sheet(PROPOSALS, *body, file="建议提案.xlsx"),
        "items": lambda body: website(*body),
    }
    return [make[name](body) for name, body in ledgers.items()]


OFFICES = st.fixed_dictionaries(
    {
        "requests": REQUEST_ROWS,
        "cases": CASE_ROWS,
        "papers": PAPER_ROWS,
        "decisions": DECISION_ROWS,
        "fees": FEE_ROWS,
        "proposals": PROPOSAL_ROWS,
        "items": ITEM_ROWS,
    }
)


@LAWS
@given(
    OFFICES,
    st.sampled_from([2020, 2023, 2024]),
    st.sampled_from([{}, {"withdrawn": "not_counted", "proceedings_basis": "received"}]),
)
def test_rows_read_are_counted_or_set_aside_and_listed_once(ledgers, year, decisions):
    sheets = office(**ledgers)
    outcome = run(*sheets, year=year, decisions=decisions)
    listed = conserved(outcome)
    assert len(set(listed)) == len(listed)
    assert {source.file: source.rows for source in outcome.sources} == {
        page.file: len(page.rows) - 1 for page in sheets
    }
    assert all(entry.reason for entry in outcome.set_aside_rows())


def known_sum(cells, keys):
    """A sum of cells, None where one of them is: its ledger was handed in, and no row of it could be used."""
    values = [cells[key] for key in keys]
    return None if None in values else sum(values)


@LAWS
@given(OFFICES, st.sampled_from([2020, 2023, 2024]))
def test_sums_are_sums_and_the_printed_relation_holds(ledgers, year):
    report = run(*office(**ledgers), year=year, missing="zero").report
    form = form_for(year)
    for key, cell in form.cells.items():
        if cell.addends:
            assert report.cells[key] == known_sum(report.cells, cell.addends)
    for identity in form.identities:
        assert known_sum(report.cells, identity.left) == known_sum(report.cells, identity.right)
    assert len(form.identities) == 7


@settings(LAWS, max_examples=5)
@given(OFFICES)
def test_a_count_and_its_list_agree(ledgers):
    outcome = run(*office(**ledgers))
    for key, number in outcome.report.cells.items():
        if number is not None and not form_for(2024).cells[key].is_money:
            found = explain(outcome, key)
            places = [(row.file, row.sheet, row.row) for row in found.rows]
            assert len(places) == number == found.number
            assert len(set(places)) == len(places)
    for entry in outcome.report.channels:
        assert (
            len(explain(outcome, f"channels.{entry.key}").rows)
            == entry.count
            == sum(entry.by_month)
        )
    for key, number in outcome.report.extras.items():
        assert len(explain(outcome, key).rows) == (number or 0)
        assert explain(outcome, key).number == number


@LAWS
@given(OFFICES, st.randoms(use_true_random=False))
def test_order_and_files_change_nothing(ledgers, chance):
    # In one list the same title may stand twice by right, in two lists it is an overlap: only then
    # the number of lists matters.
    seen = Counter((title, str(day)) for title, day, _ in ledgers["items"])
    ledgers["items"] = [
        [title, day, url]
        for title, day, url in ledgers["items"]
        if url.startswith("http") or seen[title, str(day)] == 1
    ]
    ledgers["items"] = [
        [f"{title}{url}" if url.startswith("http") else f"{title}-{index}", day, url]
        for index, (title, day, url) in enumerate(ledgers["items"])
    ]
    before = figures(run(*office(**ledgers)))
    shuffled = {name: chance.sample(body, len(body)) for name, body in ledgers.items()}
    assert figures(run(*office(**shuffled))) == before
    assert figures(run(*_split(shuffled, chance))) == before


def _split(ledgers: dict[str, list[list[object]]], chance):
    """Every list in two files, those of publications with an overlap; the files in any order."""
    pages = []
    for name, body in ledgers.items():
        cut = chance.randint(0, len(body))
        overlap = chance.randint(0, 3) if name == "items" else 0
        for part, half in enumerate((body[: cut + overlap], body[cut:])):
            (page,) = office(**{name: half})
            pages.append(
                sheet(*page.rows, file=f"第{'一二'[part]}部分/{page.file}", name=page.name)
            )
    chance.shuffle(pages)
    return pages


ITEMS = st.lists(
    st.tuples(
        st.integers(0, 2).map("标题{}".format),
        st.sampled_from(["2024-01-01", "2024-01-02"]),
        URLS,
        st.sampled_from(["", "6910000000001", "6910000000002", "3"]),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ITEMS, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_the_number_of_items_does_not_depend_on_the_order_of_rows_or_files(tables, chance):
    def count(parts):
        pages = [
            website(*part, header=["标题", "发布时间", "链接", "ID"], file=f"网站{index}.xlsx")
            for index, part in enumerate(parts)
        ]
        return figures(run(*pages))[1]

    before = count(tables)
    turned = [chance.sample(part, len(part)) for part in tables]
    chance.shuffle(turned)
    assert count(turned) == before
    assert count([*tables, tables[0]]) == before  # the same export twice adds nothing


HEADERS = sorted(
    {
        word
        for spec in ledger_columns().values()
        for field in spec.fields.values()
        for word in field.words[:6]
    }
)
SCALARS = st.one_of(
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(
        [
            "合计",
            "备注：",
            "网站",
            "自然人",
            "予以公开",
            "行政许可",
            "2024-01-01",
            "",
            "",
            "3元",
            "#REF!",
            "=1+1",
            "\n",
            "是",
        ]
    ),
)
NAMES = st.sampled_from(
    [
        "依申请公开台账.xlsx",
        "网站.xlsx",
        "收费.csv",
        "数据表.xlsx",
        "规范性文件.xlsx",
        "x.xls",
        "建议提案/2024.xlsx",
        "行政处罚.xlsx",
        "复议.xlsx",
    ]
)


@st.composite
def anything(draw):
    """A sheet with plausible headers, of any ledger's columns, over cells of any kind."""
    spec = draw(st.sampled_from(list(ledger_columns().values())))
    needed = [
        draw(st.sampled_from(spec.fields[name].words[:3]))
        for group in spec.needs
        for name in group[:1]
    ]
    header = draw(
        st.permutations([*needed, *draw(st.lists(st.sampled_from([*HEADERS, ""]), max_size=4))])
    )
    width = len(header)
    body = draw(st.lists(st.lists(SCALARS, min_size=width, max_size=width + 1), max_size=10))
    above = draw(st.sampled_from([[], [["某局台账"]], [[""]], [["某局2024年台账"], []]]))
    faults = draw(
        st.dictionaries(
            st.tuples(st.integers(1, 12), st.integers(0, width)),
            st.sampled_from(["=", "#REF!"]),
            max_size=3,
        )
    )
    return sheet(
        *above,
        header,
        *body,
        file=draw(NAMES),
        name=draw(st.sampled_from(["Sheet1", "微信", "行政复议", ""])),
        faults=faults,
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(anything(), min_size=1, max_size=3), st.sampled_from([2020, 2024]))
def test_any_cell_under_any_header_is_survived(sheets, year):
    outcome = run(*sheets, year=year)
    conserved(outcome)
    assert set(outcome.frames) <= {*LEDGERS, ""}


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.lists(
            st.one_of(SCALARS, st.sampled_from(HEADERS), st.sampled_from(HEADERS)), max_size=6
        ),
        max_size=8,
    )
)
def test_any_grid_is_survived(body):
    try:
        reading = read(sheet(*body))
    except ZbreportError:
        assert all(not str(value).strip() for row in body for value in row)
        return
    reading.judge_for(2024)
    assert all(
        source.rows == source.counted + sum(source.set_aside.values())
        for source in reading.sources()
    )
