"""Ledgers of all eight kinds, and the rows that are no items which offices write among them; for the tests of what is an item."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from hypothesis import strategies as st

from helpers import sheet

DAY = dt.date(2024, 3, 4)


@dataclass(frozen=True)
class Kind:
    """One kind of ledger: header, how an item is written, and which columns are what (by header)."""

    file: str
    header: tuple[str, ...]
    name: str
    date: str | None
    amount: str | None = None
    described: dict[str, tuple[str, ...]] = field(default_factory=dict)
    named: str = "{}"

    def item(self, number, day, choices, amount):
        """A row; `choices` picks among the wordings of each column."""
        row = {"序号": number, self.name: self.named.format(number)}
        if self.date:
            row[self.date] = day
        if self.amount:
            row[self.amount] = amount
        for (column, words), choice in zip(self.described.items(), choices, strict=False):
            row[column] = words[choice % len(words)]
        if "答复日期" in self.header and self.date != "答复日期":
            row["答复日期"] = day + dt.timedelta(days=9)
        return [row.get(column, "") for column in self.header]


KINDS = {
    "publications": Kind(
        "局网站信息发布清单.xlsx",
        ("序号", "标题", "栏目", "发布时间", "链接", "阅读量", "备注"),
        "标题",
        "发布时间",
        "阅读量",
        {"栏目": ("通知公告", "工作动态"), "链接": ("",)},
        "关于第{}项工作的通知",
    ),
    "requests": Kind(
        "依申请公开台账.xlsx",
        (
            "序号",
            "登记编号",
            "收到日期",
            "申请人类别",
            "申请方式",
            "申请内容",
            "办理结果",
            "答复日期",
            "承办科室",
            "备注",
        ),
        "登记编号",
        "收到日期",
        None,
        {
            "申请人类别": ("自然人", "商业企业", "科研机构"),
            "申请方式": ("网络", "信函"),
            "申请内容": ("某规划的批复", "某项目的决算"),
            "办理结果": ("予以公开", "部分公开"),
            "承办科室": ("办公室",),
        },
        "依申请2024-{:03d}",
    ),
    "proceedings": Kind(
        "行政复议诉讼台账.xlsx",
        ("序号", "案号", "案件类型", "是否经过复议", "受理日期", "结案日期", "结果", "承办科室"),
        "案号",
        "受理日期",
        None,
        {
            "案件类型": ("行政复议", "行政诉讼"),
            "是否经过复议": ("否",),
            "结果": ("",),
            "承办科室": ("法规科",),
        },
        "(2024)甲行初{}号",
    ),
    "documents": Kind(
        "规范性文件台账.xlsx",
        ("序号", "文号", "文件标题", "文件类别", "印发日期", "废止日期", "有效性", "起草科室"),
        "文号",
        "印发日期",
        None,
        {
            "文件标题": ("某办法", "某规定"),
            "文件类别": ("行政规范性文件", "规章"),
            "有效性": ("有效",),
            "起草科室": ("法规科",),
        },
        "甲规〔2024〕{}号",
    ),
    "decisions": Kind(
        "行政处罚台账.xlsx",
        ("序号", "决定书文号", "当事人", "决定日期", "罚款金额", "承办单位"),
        "决定书文号",
        "决定日期",
        "罚款金额",
        {"当事人": ("某店", "某厂"), "承办单位": ("执法队",)},
        "甲罚字〔2024〕{}号",
    ),
    "fees": Kind(
        "收费台账.xlsx",
        ("序号", "票据号", "缴费人", "收费项目", "金额（元）", "收费日期", "经办人"),
        "票据号",
        "收费日期",
        "金额（元）",
        {"缴费人": ("某甲", "某乙"), "收费项目": ("信息处理费", "考试费"), "经办人": ("某丙",)},
        "00{:06d}",
    ),
    "figures": Kind(
        "数据表.xlsx",
        ("序号", "项目", "数量", "单位"),
        "项目",
        None,
        "数量",
        {"单位": ("",)},
        "{}",
    ),
    "proposals": Kind(
        "建议提案办理台账.xlsx",
        ("序号", "类别", "编号", "标题", "答复日期", "满意度", "是否公开", "承办科室"),
        "编号",
        "答复日期",
        None,
        {
            "类别": ("建议", "提案"),
            "标题": ("关于某事的建议", "关于另一事的提案"),
            "满意度": ("满意", "基本满意"),
            "是否公开": ("是", "否"),
            "承办科室": ("办公室",),
        },
        "第{}号",
    ),
}
FIGURES = (
    "行政许可",
    "行政处罚",
    "行政强制",
    "三/予以公开/自然人",
    "三/部分公开/自然人",
    "channels.weibo",
)


@st.composite
def ledgers(draw, kind, least=3):
    """The items of a ledger, in order."""
    what = KINDS[kind]
    items = draw(
        st.lists(
            st.tuples(
                st.integers(0, 270),
                st.tuples(*[st.integers(0, 5)] * 5),
                st.integers(1, 900),
            ),
            min_size=least,
            max_size=6,
        )
    )
    rows = []
    for number, (days, choices, amount) in enumerate(items, start=1):
        row = what.item(number, DAY + dt.timedelta(days=days), choices, amount)
        if kind == "figures":
            row[1] = FIGURES[number - 1]
        if kind == "publications":
            row[4] = f"https://www.example.invalid/art/2024/{number}.html"
        rows.append(row)
    return rows


TOTALS = (
    "合计", "小计", "总计", "本月合计", "本年累计", "汇总", "计数", "总计数", "本页小计", "3月合计", "一季度小计", "合 计", "总计：",
    "合计（大写）", "办公室小计", "2024年合计", "累计", "月计", "本月计", "Q1小计", "【合计】", "截至6月底累计", "本期发生额", "汇总数据",
)  # fmt: skip
STRETCHES = (
    "本页",
    "1-12月",
    "一季度",
    "上半年",
    "全年",
    "上年结转",
    "期初余额",
    "承前页",
    "期末结余",
    "上期余额",
    "结转本年",
    "结存",
    "2024年1-6月",
)
SIGNATURES = (
    ("填表人：", "某丁", "审核人：", "某戊", dt.date(2024, 12, 31)),
    ("填表人：某丁", "审核人：某戊", "2024年12月31日"),
    ("制表人", "某丁", "复核人", "某戊"),
    ("单位负责人（签字）：", "填报人：某丁", "联系电话：1"),
    ("填表人：某丁    审核人：某戊    填报日期：2024年12月31日",),
    ("经办人：", "某丁", "日期：", "2024-12-31"),
    ("分管领导签字", "某丁"),
    ("局长（签字）", "分管局长（签字）"),
    ("填报单位（盖章）",),
    ("第1页 共3页",),
    ("（以下无正文）",),
)
SAMPLES = ("示例", "例", "样例", "示例：", "（示例）", "填写示例")
INSTRUCTIONS = ("填写说明", "填报要求", "说明")


def place(header, cells):
    """A row of the width of a header, with cells in some columns."""
    row = [""] * len(header)
    for column, value in cells.items():
        row[column] = value
    return row


@st.composite
def totals(draw, kind, rows, at):
    """A total of the rows above, under whatever column, with a day or without."""
    what = KINDS[kind]
    header = what.header
    bare = kind == "figures"
    words = (
        ("合计", "小计", "总计") if bare else TOTALS + (STRETCHES if draw(st.booleans()) else ())
    )
    spots = [0, header.index(what.name)]
    spot = draw(st.sampled_from(spots))
    cells = {spot: draw(st.sampled_from(words))}
    if what.amount:
        column = header.index(what.amount)
        cells[column] = sum(row[column] for row in rows[:at])
    elif draw(st.booleans()):
        free = [index for index in range(len(header)) if index not in (spot, 0)]
        dates = {index for index in free if "日期" in header[index]}
        cells[draw(st.sampled_from([index for index in free if index not in dates]))] = draw(
            st.sampled_from([at, f"{at}件", f"共{at}件"])
        )
    if what.date and draw(st.booleans()):
        cells[header.index(what.date)] = dt.date(2024, 12, 31)
    return place(header, cells)


@st.composite
def signatures(draw, kind, _rows, _at):
    """A signature line, spread over the columns in order."""
    header = KINDS[kind].header
    parts = draw(st.sampled_from(SIGNATURES))[: len(header)]
    spots = sorted(
        draw(
            st.lists(
                st.integers(0, len(header) - 1),
                min_size=len(parts),
                max_size=len(parts),
                unique=True,
            )
        )
    )
    return place(header, dict(zip(spots, parts, strict=True)))


@st.composite
def prefilled(draw, kind, rows, _at):
    """A row of which only the running number, the registration number or the office is typed ahead."""
    what = KINDS[kind]
    cells = {0: len(rows) + draw(st.integers(1, 9))}
    if kind not in {"figures", "publications"} and draw(st.booleans()):
        cells[what.header.index(what.name)] = what.named.format(len(rows) + 1)
    office = [
        index
        for index, header in enumerate(what.header)
        if any(part in header for part in ("科室", "单位", "经办")) and kind != "figures"
    ]
    if office and draw(st.booleans()):
        cells[office[0]] = "办公室"
    return place(what.header, cells)


@st.composite
def tops(draw, kind):
    """Rows that stand right below a header: samples, how to fill, column numbers, names for programs."""
    header = KINDS[kind].header
    width = len(header)
    return draw(
        st.sampled_from(
            [
                [f"({place})" for place in range(1, width + 1)],
                list("甲乙丙丁戊己庚辛壬癸")[:width],
                ["甲", *range(1, width)],
                list(range(1, width + 1)),
                [f"field{'abcdefghijk'[place]}" for place in range(width)],
                ["填写说明", *["必填"] * (width - 1)],
                ["说明", "必填", "选填", *[""] * (width - 3)],
                ["栏次", *range(1, width)],
            ]
        )
    )


@st.composite
def samples(draw, rows):
    """A row that looks like an item and says that it is a sample."""
    row = list(draw(st.sampled_from(rows)))
    row[0] = draw(st.sampled_from(SAMPLES))
    return row


def page(kind, rows, **more):
    """The sheet of a ledger."""
    what = KINDS[kind]
    return sheet(what.header, *rows, file=what.file, **more)
