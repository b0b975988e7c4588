"""An invented county office's whole year of 2024 as offices keep it: `write(folder)` returns its truth.

The truth is counted by this script when it writes an item, never by the program. It keeps
publications, requests, cases, documents, decisions, receipts and proposals in every format, among
totals, signatures, samples, prefilled rows, copies and files that are no ledgers.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from book_files import Page, Raw, Shown, ods, text, web, xls, xlsx, xml2003

YEAR = 2024
CHANNELS = ("website", "wechat", "weibo", "toutiao", "douyin", "press", "other:视频号")
APPLICANTS = {
    "自然人": "natural_person",
    "商业企业": "business",
    "科研机构": "research",
    "社会公益组织": "public_interest",
    "法律服务机构": "legal_service",
    "其他": "other",
}
OUTCOMES = {
    ("予以公开", ""): "granted",
    ("部分公开", ""): "partially_granted",
    ("不予公开", "属于国家秘密"): "state_secret",
    ("不予公开", "属于三类内部事务信息"): "internal_affairs",
    ("不予公开", "属于行政执法案卷"): "enforcement_file",
    ("无法提供", "本机关不掌握相关政府信息"): "not_held",
    ("无法提供", "没有现成信息需要另行制作"): "requires_creation",
    ("不予处理", "信访举报投诉类申请"): "petition",
    ("不予处理", "重复申请"): "repeated",
    ("其他处理", "申请人无正当理由逾期不补正"): "not_corrected_in_time",
}


@dataclass
class Year:
    """What the office did, counted when it is written down."""

    chance: random.Random = field(default_factory=lambda: random.Random(12))  # noqa: S311
    cells: Counter = field(default_factory=Counter)
    none: set = field(default_factory=set)
    fees: Decimal = Decimal(0)
    serial: int = 0

    def number(self):
        self.serial += 1
        return self.serial

    def title(self):
        kinds = ("通知", "公告", "解读", "动态", "公示")
        return f"关于第{self.number()}项工作的{self.chance.choice(kinds)}"

    def day(self, first=1, last=12):
        """A day of the year in some months."""
        return date(YEAR, self.chance.randint(first, last), self.chance.randint(1, 28))

    def days(self, count, first=1, last=12):
        return sorted(self.day(first, last) for _ in range(count))

    def publish(self, channel, day):
        """An item; its title."""
        self.cells[f"channels.{channel}"] += day.year == YEAR
        return self.title()

    def request(self, received, who, outcome=None, answered=None):
        """A request; the columns that every register has: type, outcome, reason."""
        who_key = APPLICANTS[who]
        closed = answered is not None and answered.year <= YEAR
        rows = ["received" if received.year == YEAR else "carried_in"]
        rows += [OUTCOMES[outcome], "total"] if closed else ["carried_forward"]
        for row in rows:
            self.cells[f"requests.{row}.{who_key}"] += 1
            self.cells[f"requests.{row}.total"] += 1
        return who, *(outcome or ("", ""))

    def pay(self, yuan):
        self.fees += Decimal(str(yuan))
        return yuan

    def count(self, key, amount=1):
        self.cells[key] += amount

    def truth(self):
        """Cell key → figure; None where no ledger gives it."""
        wan = (self.fees / 10000).normalize()
        return {**self.cells, "disclosure.fees_wan_yuan": wan, **dict.fromkeys(self.none)}


def write(folder: Path) -> dict:
    """Writes every file and returns the truth."""
    year = Year()
    for make in (
        _website_quarters,
        _website_copies,
        _accounts,
        _exports,
        _press,
        _register,
        _registers,
        _small_registers,
        _cases,
        _documents,
        _decisions,
        _fees,
        _proposals,
        _odd_lists,
        _odd_registers,
        _instances,
        _odd_money,
        _given_numbers,
        _others,
    ):
        make(folder, year)
    return year.truth()


def _website_quarters(folder, year):
    """Four quarters of the website, each as another system writes it."""
    head = ["序号", "标题", "栏目", "发布时间", "链接", "备注"]
    rows, merged = [["清溪县农业农村局门户网站信息发布情况"], head], []
    for month in (1, 2, 3):
        top = len(rows)
        for place, day in enumerate(sorted(year.day(month, month) for _ in range(4))):
            shown = f"{YEAR}年{month}月" if place == 0 else ""
            address = f"https://nyj.example.invalid/art/{year.number()}.html"
            rows.append([len(rows) - 1, year.publish("website", day), shown, day, address, ""])
        rows.append(["", "小计", "", date(YEAR, month, 28), "4条", ""])
        merged.append((top, 2, len(rows) - 1, 2))
    rows.append(["合计", "", "", date(YEAR, 3, 31), "12", ""])
    rows.append(["填表人：", "王小", "审核人", "李丁", "日期：", date(YEAR, 4, 2)])
    xlsx(folder / "局门户网站发布清单（一季度）.xlsx", Page("一季度", rows, tuple(merged)))

    rows = [["标题", "发布时间", "链接"], ["title", "publishTime", "url"]]
    for place, day in enumerate(year.days(9, 4, 6)):
        address = f"https://nyj.example.invalid/index.html#/detail/{place}"
        rows.append([year.publish("website", day), f"{day:%Y/%m/%d} 09:30:00", address])
    text(folder / "局门户网站发布清单（二季度）.csv", Page("", rows))

    rows = []
    for day in year.days(8, 7, 9):
        hidden = f'<span style="display:none">{day:%Y%m%d}</span>{day:%Y-%m-%d}'
        rows.append([year.publish("website", day), Raw(hidden), "已发布", "张三丰"])
    day = year.day(7, 9)
    rows.append([year.title(), day.isoformat(), "草稿", "张三丰"])
    head = [["信息标题", "发布日期", "状态", "录入人"]]
    web(folder / "局门户网站三季度.xls", Page("", head), Page("", rows), encoding="gb18030")

    rows = [["序号", "标题", "发布时间", "链接", "阅读量"], ["(1)", "(2)", "(3)", "(4)", "(5)"]]
    reads = [year.chance.randint(9, 90) for _ in range(8)]
    for read, day in zip(reads, year.days(8, 10, 12), strict=True):
        page = "https://nyj.example.invalid/col/tzgg/"
        rows.append([len(rows) - 1, year.publish("website", day), day, page, read])
    rows.append(["", "", "", "", sum(reads)])
    rows += [[number, "", "", "", ""] for number in range(9, 16)]
    xml2003(folder / "局门户网站发布清单（四季度）.xls", Page("四季度", rows))


def _website_copies(folder, year):
    """A list wholly contained in another, and the same items once more as a file."""
    items = [[year.publish("website", day), day] for day in year.days(14, 1, 12)]
    whole = Page("全年", [["标题", "发布日期"], *items, ["共14条", ""]])
    half = Page("上半年", [["标题", "发布日期"], *items[:6]])
    xlsx(folder / "政府网站专题栏目发布清单.xlsx", half, whole)


def _accounts(folder, year):
    """WeChat in sheets of months without days; the second half as an export of a program."""
    pages = []
    for month in range(1, 7):
        rows = [["序号", "推文标题", "阅读数"]]
        for number in (1, 2, 3):
            title = year.publish("wechat", date(YEAR, month, 1))
            rows.append([number, title, year.chance.randint(100, 900)])
        reads = sum(row[2] for row in rows[1:])
        rows.append(["合计", "", reads] if month % 2 else ["", "本月合计：3", reads])
        pages.append(Page(f"{month}月", rows))
    xlsx(folder / "微信公众号推文（1-6月）.xlsx", *pages)

    rows = [["内容标题", "发表时间", "送达人数", "内容url"]]
    for day in year.days(7, 7, 12):
        moment = datetime(YEAR, day.month, day.day, 9, 30)
        script = f"{moment:%a %b %d %Y %H:%M:%S} GMT+0800 (中国标准时间)"
        rows.append([year.publish("wechat", day), script, "300", f"https://w.example/{len(rows)}"])
    page = Page("", rows)
    text(folder / "公众号后台导出7-12月.csv", page, encoding="utf-16", delimiter="\t")


def _exports(folder, year):
    """Weibo, Toutiao, Douyin and an account of the office's own, as their systems export."""
    head = ["id", "微博正文", "发布时间", "点赞数", "转发数"]
    rows = [head]
    for place, day in enumerate(year.days(10)):
        if place == 5:
            rows.append(head)
        mark = "\u200e" if place % 3 == 0 else ""
        number = str(4_900_000_000_000_000 + year.number())
        rows.append([number, year.publish("weibo", day), f"{mark}{day} 10:00", "1", "2"])
    text(folder / "微博导出.csv", Page("", rows), encoding="utf-8-sig")

    rows = [["标题", "发布时间", "展现量", "粉丝展现量", "阅读量"], ["累计", "", 60, 12, 30]]
    for day in year.days(6):
        rows.append([year.publish("toutiao", day), f"{day} 08:00", 10, 2, 5])
    xlsx(folder / "图文_-_1-6.xlsx", Page("Sheet1", rows))

    rows = [["作品名称", "发布时间", "体裁", "审核状态", "播放量", "完播率"]]
    for place, day in enumerate(year.days(6)):
        state = "私密" if place == 2 else "公开"
        title = year.title() if state == "私密" else year.publish("douyin", day)
        rows.append([title, f"{day} 12:00:00", "视频", state, "10", "<0.1%"])
    text(folder / "抖音作品列表.csv", Page("", rows), encoding="utf-8-sig")

    rows = [["视频描述", "发布时间", "播放量"]]
    for day in year.days(4):
        rows.append([year.publish("other:视频号", day), f"{day:%Y/%m/%d}", "5"])
    rows.append(["合计", "", "20"])
    ods(folder / "视频号动态数据明细.ods", Page("明细", rows))


def _press(folder, year):
    """What newspapers printed: the day in CJK radicals and with a Latin O, quoted whole lines."""
    rows = ["序号，媒体名称，标题，刊发日期，版面"]
    for number, day in enumerate(year.days(5), start=1):
        rows.append(f"{number}，清溪日报，{year.publish('press', day)}，{day}，{number}版")
    path = folder / "新闻媒体刊发清单.csv"
    path.write_bytes("\r\n".join(rows).encode("gb18030"))

    rows = [["媒体名称", "标题", "刊发日期", "版面"]]
    for day, shown in (
        (date(YEAR, 3, 4), "二O二四年三⽉四⽇"),
        (date(YEAR, 5, 6), "2024年5月6日"),
        (date(YEAR, 12, 30), "二〇二四年十二月三十日"),
    ):
        rows.append(["省农业报", year.publish("press", day), shown, "2"])
    ods(folder / "省级媒体报道.ods", Page("报道", rows))


def _outcome(year, answered):
    return year.chance.choice(list(OUTCOMES)) if answered else None


def _register(folder, year):
    """The main register: two header rows, samples, column numbers, Excel's subtotals, prefilled."""
    rows = [
        ["清溪县农业农村局政府信息公开申请登记台账"],
        ["序号", "登记编号", "申请情况", "", "", "办理情况", "", "", "承办科室", "备注"],
        ["", "", "收到日期", "申请人类别", "申请方式", "办理结果", "具体情形", "答复日期", "", ""],
        [f"({place})" for place in range(1, 11)],
        ["示例", "2024-000", date(YEAR, 1, 1), "自然人", "网络", "予以公开", "", *["示例"] * 3],
    ]
    number = 0
    for who, count in (("自然人", 9), ("商业企业", 5), ("科研机构", 2), ("法律服务机构", 3)):
        for place, day in enumerate(year.days(count, 1, 11)):
            first = place == 0 and who == "自然人"
            received = date(YEAR - 1, 12, 20) if first else day
            number += 1
            answered = None if (who, place) == ("商业企业", 4) else received + timedelta(days=14)
            outcome = _outcome(year, answered)
            kind, said, reason = year.request(received, who, outcome, answered)
            code = f"依申请{YEAR}-{number:03d}"
            way = year.chance.choice(("网络", "信函", "当面"))
            row = [number, code, received, kind, way, said, reason, answered or "", "办公室", ""]
            rows.append(row)
        rows.append(["", "", "", f"{who} 计数", *[""] * 5, count])
    rows.append(["", "", "", "总计数", *[""] * 5, number])
    rows += [
        [ahead, f"依申请{YEAR}-{ahead:03d}", "", "", "网络", "", "", "", "办公室", ""]
        for ahead in range(number + 1, number + 7)
    ]
    rows.append(["填表人", "王小", "", "审核人", "李丁", "", "", "日期", "", date(YEAR, 12, 31)])
    merged = ((1, 2, 1, 4), (1, 5, 1, 7), *((1, at, 2, at) for at in (0, 1, 8, 9)))
    xlsx(folder / "依申请公开台账.xlsx", Page(str(YEAR), rows, merged))


def _registers(folder, year):
    """Registers of other desks: an old workbook, a page whose head stands alone, ticks, a copy."""
    rows = [["流水号", "收到日期", "申请人类型", "办理结果", "具体情形", "答复日期"]]
    for received in year.days(6, 2, 10):
        answered = received + timedelta(days=10)
        who = year.chance.choice(list(APPLICANTS))
        said = year.request(received, who, _outcome(year, answered), answered)
        rows.append([202400010000000000.0, received, *said, answered])
    xls(folder / "网上依申请系统导出.xls", Page("Sheet1", rows))

    rows = []
    for number, received in enumerate(year.days(5, 2, 10), start=1):
        answered = received + timedelta(days=12)
        said = year.request(received, "自然人", _outcome(year, answered), answered)
        rows.append([f"信{number:02d}", received.isoformat(), *said, answered.isoformat()])
    rows.append(["小计", "", "5件", "", "", ""])
    head = [["登记编号", "收到日期", "申请人类别", "办理结果", "具体情形", "答复日期"]]
    web(folder / "信函依申请公开登记.html", Page("", head), Page("", rows))

    head = ["序号", "收到日期", "公民", "法人或其他组织", "办理结果", "具体情形", "答复日期"]
    rows = [head]
    for number, received in enumerate(year.days(4, 3, 9), start=1):
        answered = received + timedelta(days=9)
        who = "自然人"
        _, *said = year.request(received, who, _outcome(year, answered), answered)
        rows.append([number, f"{received:%Y.%m.%d}", "√", "", *said, f"{answered:%Y.%m.%d}"])
    text(folder / "当面依申请公开登记表.csv", Page("", rows))

    head = ["收到日期", "申请人类别", "办理结果", "具体情形", "答复日期"]
    items = []
    for received in year.days(7, 1, 11):
        answered = received + timedelta(days=8)
        who = year.chance.choice(list(APPLICANTS))
        said = year.request(received, who, _outcome(year, answered), answered)
        items.append([received, *said, answered])
    half = [item for item in items if item[0].month <= 6]
    xlsx(folder / "乡镇转办依申请公开台账上半年.xlsx", Page("台账", [head, *half]))
    ods(folder / "乡镇转办依申请公开台账全年.ods", Page("台账", [head, *items]))


def _small_registers(folder, year):
    """Names without types, reasons under 备注, days without a year, faults of one row."""
    rows = [["编号", "收到日期", "申请人姓名", "办理结果", "具体情形", "答复日期"]]
    for number, (name, who) in enumerate(
        (
            ("赵小明", "自然人"),
            ("清溪县大地种业有限公司", "商业企业"),
            ("钱文", "自然人"),
            ("某省明理律师事务所", "法律服务机构"),
        ),
        start=1,
    ):
        received = year.day(2, 9)
        answered = received + timedelta(days=11)
        _, *said = year.request(received, who, ("予以公开", ""), answered)
        rows.append([f"农{number}", received, name, *said, answered])
    xlsx(folder / "种业科依申请公开登记.xlsx", Page("登记", rows))

    rows = [["编号", "收到日期", "申请人类别", "办理结果", "答复日期", "备注"]]
    for number, outcome in enumerate(
        (
            ("予以公开", ""),
            ("不予公开", "属于国家秘密"),
            ("无法提供", "本机关不掌握相关政府信息"),
            ("不予处理", "重复申请"),
        ),
        start=1,
    ):
        received = year.day(2, 9)
        answered = received + timedelta(days=13)
        who, said, reason = year.request(received, "自然人", outcome, answered)
        rows.append([f"渔{number}", received, who, said, answered, reason])
    xlsx(folder / "渔业科依申请公开登记.xlsx", Page("登记", rows))

    rows = [["编号", "收到日期", "申请人类别", "办理结果", "具体情形", "答复日期"]]
    for number in (1, 2, 3):
        received = year.day(2, 9)
        answered = received + timedelta(days=6)
        said = year.request(received, "自然人", ("予以公开", ""), answered)
        short = [f"{day.month}月{day.day}日" for day in (received, answered)]
        rows.append([f"畜{number}", short[0], *said, short[1]])
    text(folder / "畜牧科依申请公开登记.csv", Page("", rows))

    rows = [["编号", "收到日期", "申请人类别", "办理结果", "具体情形", "答复日期"]]
    for number, shown in enumerate(("公民", "村民小组", "法人"), start=1):
        received = year.day(2, 9)
        answered = received + timedelta(days=5)
        who = {"公民": "自然人", "村民小组": "其他", "法人": "商业企业"}[shown]
        _, *said = year.request(received, who, ("部分公开", ""), answered)
        rows.append([f"机{number}", received, shown, *said, answered])
    xls(folder / "农机科依申请公开登记.xls", Page("登记", rows))


def _cases(folder, year):
    """Reviews by result; suits with their instances as columns."""
    rows = [["序号", "案号", "案件类型", "受理日期", "结案日期", "复议结果"]]
    results = {
        "维持": "upheld",
        "撤销并责令重新答复": "corrected",
        "撤回申请": "other",
        "": "pending",
    }
    for number, said in enumerate(("维持", "撤销并责令重新答复", "撤回申请", "维持", ""), start=1):
        filed = year.day(2, 8)
        closed = filed + timedelta(days=50) if said else ""
        for column in (results[said], "total"):
            year.count(f"proceedings.review.{column}")
        rows.append([number, f"清政复〔2024〕{number}号", "行政复议", filed, closed, said])
    rows.append(["本年累计", "5", "", date(YEAR, 12, 31), "", ""])
    xlsx(folder / "行政复议案件台账.xlsx", Page("复议", rows))

    head = [
        "案号",
        "是否经过复议",
        "立案日期",
        "一审结果",
        "一审判决日期",
        "二审结果",
        "二审判决日期",
    ]
    rows = [head]
    for number, (before, first, second, column) in enumerate(
        (
            ("否", "驳回诉讼请求", "", "upheld"),
            ("否", "驳回诉讼请求", "驳回上诉，维持原判", "upheld"),
            ("是", "撤销答复", "", "corrected"),
            ("是", "驳回诉讼请求", "审理中", "pending"),
        ),
        start=1,
    ):
        filed = year.day(2, 5)
        later = filed + timedelta(days=150) if second and column != "pending" else ""
        row = "litigation_after_review" if before == "是" else "litigation_direct"
        for key in (column, "total"):
            year.count(f"proceedings.{row}.{key}")
        closed = filed + timedelta(days=60)
        rows.append([f"(2024)清01行初{number}号", before, filed, first, closed, second, later])
    xls(folder / "行政诉讼案件台账.xls", Page("诉讼", rows))


def _documents(folder, year):
    """Normative documents with every way to write how long they hold; the list never names rules."""
    head = ["序号", "文号", "文件名称", "文件类别", "印发日期", "有效期", "废止日期"]
    rows = [head]
    for number, (issued, holds, repealed, state) in enumerate(
        (
            (date(2020, 5, 6), "长期", "", "in_force"),
            (date(2021, 3, 4), "自发布之日起5年", "", "in_force"),
            (date(2019, 4, 1), "2019.4.1-2024.3.31", "", "repealed"),
            (date(2022, 6, 1), "2027年", "", "in_force"),
            (date(2018, 6, 1), "永久", date(YEAR, 8, 9), "repealed"),
            (date(YEAR, 2, 3), "5年", "", "in_force"),
            (date(YEAR, 9, 3), "至2029-09-02", "", "in_force"),
        ),
        start=1,
    ):
        year.count(f"disclosure.normative_documents.{state}")
        year.count("disclosure.normative_documents.issued", int(issued.year == YEAR))
        name = f"清农规〔{issued.year}〕{number}号"
        rows.append([number, name, year.title(), "行政规范性文件", issued, holds, repealed])
    rows.append(["", "", "现行有效合计", "5", "", "", ""])
    year.none |= {f"disclosure.rules.{key}" for key in ("issued", "repealed", "in_force")}
    xlsx(folder / "规范性文件目录.xlsx", Page("目录", rows))


def _decisions(folder, year):
    """Licences with every ending; penalties in two files, one inside the other."""
    rows = [["受理号", "许可事项", "申请人", "办理结果", "决定日期"]]
    for number, said in enumerate(
        ("准予许可", "不予许可", "不予受理", "撤回", "准予许可", "补正中", "准予许可", "退件"),
        start=1,
    ):
        decided = said in {"准予许可", "不予许可"}
        year.count("disclosure.licences", int(decided))
        rows.append([f"许{number}", "种子经营许可", "某店", said, f"{year.day():%Y/%m/%d}"])
    rows.append(["合计", "8", "", "", "2024/12/31"])
    text(folder / "行政许可办件台账.csv", Page("", rows))

    head = ["序号", "决定书文号", "案由", "罚款金额（元）", "决定日期"]
    items = []
    for number, day in enumerate(year.days(9), start=1):
        year.count("disclosure.penalties")
        name = f"清农罚〔2024〕{number}号"
        items.append([number, name, "违法经营", 100 * number, day])
    first = items[:4]
    end = date(YEAR, 6, 30)
    half = [head, *first, ["汇总", "", "", sum(item[3] for item in first), end]]
    whole = [head, *items, ["", "", "", sum(item[3] for item in items), date(YEAR, 12, 31)]]
    xls(folder / "行政处罚台账上半年.xls", Page("处罚", half))
    xlsx(folder / "行政处罚台账.xlsx", Page("处罚", whole))
    year.none.add("disclosure.coercive_measures")


def _fees(folder, year):
    """Fees in yuan, shown in 万元, without a unit, and once more in another list."""
    rows = [["票据号", "收费项目", "金额（元）", "收费日期", "经办人"]]
    amounts = []
    for number, day in enumerate(year.days(6, 1, 6), start=1):
        amounts.append(year.pay(year.chance.randint(20, 400) * 5))
        rows.append([f"00{number:06d}", "检疫费", amounts[-1], day, "王小"])
        if number == 3:
            rows.append(["", "1-3月", sum(amounts), "", ""])
    copied = [rows[0], *rows[1:3]]
    rows.append(["", "", sum(amounts), "", ""])
    rows.append(["合计（大写）", "", "壹万圆整", date(YEAR, 6, 30), ""])
    xlsx(folder / "收费台账上半年.xlsx", Page("台账", rows))
    ods(folder / "检疫费票据明细.ods", Page("票据", copied))

    rows = [["票据号", "收费项目", "金额", "收费日期"]]
    for number, day in enumerate(year.days(4, 7, 12), start=101):
        amount = year.pay(year.chance.randint(20, 400) * 5)
        rows.append([f"00{number:06d}", "考试费", Decimal(amount), day.isoformat()])
    text(folder / "收费台账下半年.csv", Page("", rows), encoding="utf-8-sig")

    rows = [["票据号", "收费项目", "收费金额（万元）", "收费日期"]]
    for number, day in enumerate(year.days(2, 7, 12), start=201):
        amount = year.pay(10_000 * number)
        rows.append([f"00{number:06d}", "资源费", Shown(amount / 10000, "0.00"), day])
    xlsx(folder / "资源费收费台账.xlsx", Page("台账", rows))


def _proposals(folder, year):
    """Suggestions and proposals; one list has no column of satisfaction."""
    rows = [["序号", "类别", "编号", "标题", "答复日期", "满意度", "是否公开"]]
    for number, (kind, key, said, shown) in enumerate(
        (
            ("建议", "npc", "满意", "是"),
            ("建议", "npc", "基本满意", "否"),
            ("提案", "cppcc", "满意", "是"),
        ),
        start=1,
    ):
        for what in ("total", "answered", "satisfied", *(["published"] if shown == "是" else [])):
            year.count(f"proposals.{key}.{what}")
        rows.append([number, kind, f"第{number}号", year.title(), year.day(), said, shown])
    rows.append(["汇总", "3", "", "", "", "", ""])
    xlsx(folder / "人大建议政协提案办理台账.xlsx", Page("台账", rows))


def _odd_lists(folder, year):
    """Lists as programs and hands spoil them: quoted lines, JSON, several channels, another host."""
    lines = ["标题,发布时间,栏目"]
    lines += [f"{year.publish('website', day)},{day},工作动态" for day in year.days(5)]
    path = folder / "局门户网站动态栏目.csv"
    path.write_text("".join(f'"{line}"\r\n' for line in lines), encoding="utf-8-sig")

    items = [
        {"标题": year.publish("website", day), "发布时间": f"{day} 09:00:00", "栏目": "公告"}
        for day in year.days(4)
    ]
    path = folder / "局门户网站公告栏目.json"
    path.write_text(json.dumps({"code": 0, "data": items}, ensure_ascii=False), encoding="utf-8")

    rows = [["日期", "发布平台", "标题", "备注"], ["甲", "乙", "丙", "丁"]]
    for place, name in ((0, "微信公众号"), (1, "微博"), (2, "快手"), (3, "今日头条"), (4, "快手")):
        key = ("wechat", "weibo", "other:快手", "toutiao", "other:快手")[place]
        day = date(YEAR, place + 2, 8)
        rows.append([day, name, year.publish(key, day), ""])
    rows.append(["", "", "合计：5条", ""])
    rows.append(["填写说明：", "由各科室填报", "", ""])
    xlsx(folder / "新媒体信息发布登记.xlsx", Page("登记", rows))

    rows = [["标题", "发布时间", "链接"]]
    days = year.days(4)
    for place, day in enumerate(days):
        rows.append(
            [year.publish("website", day), day, f"https://www.qx.example.invalid/art/{place}.html"]
        )
    rows.append([rows[1][0], days[0], "http://10.1.2.3:8080/art/0.html"])
    xls(folder / "政府网站通知公告清单.xls", Page("清单", rows))


def _odd_registers(folder, year):
    """A register of 1904, blanks of databases, single rows that are faulty, and what is still open."""
    head = ["编号", "收到日期", "申请人类别", "办理结果", "具体情形", "答复日期", "备注"]
    rows = [head]
    for number, (received, answered, who) in enumerate(
        (
            (date(YEAR, 2, 1), date(YEAR, 2, 20), "自然人"),
            (date(YEAR, 5, 1), date(YEAR, 5, 9), "科研机构"),
            (date(YEAR, 12, 20), None, "自然人"),
        ),
        start=1,
    ):
        outcome = ("予以公开", "") if answered else None
        said = year.request(received, who, outcome, answered)
        numbers = [(day - date(1904, 1, 1)).days if day else "" for day in (received, answered)]
        rows.append([f"乡{number}", numbers[0], *said, numbers[1], ""])
    xlsx(folder / "乡村科依申请公开登记.xlsx", Page("登记", rows), date_1904=True)

    rows = [head]
    for number, blank in enumerate(("\\N", "0000-00-00", "NULL", "1900-01-00"), start=1):
        received = date(YEAR, 12, 20 + number)
        who, *_ = year.request(received, "自然人")
        rows.append([f"网{number}", f"{received} 00:00:00", who, "办理中", blank, blank, "NULL"])
    received = date(YEAR, 6, 3)
    said = year.request(received, "自然人", ("予以公开", ""), date(YEAR, 6, 20))
    java = "Thu Jun 20 09:30:00 CST 2024"
    rows.append(["网5", f"{received} 08:00:00", *said, java, ""])
    text(folder / "平台导出依申请公开.csv", Page("", rows), encoding="utf-8-sig")

    rows = [head]
    for number, (received, who, outcome, answered, wrong) in enumerate(
        (
            (date(YEAR, 3, 1), "自然人", ("予以公开", ""), date(YEAR, 3, 9), {1: ""}),
            (date(YEAR, 3, 2), "商业企业", ("部分公开", ""), date(YEAR, 3, 9), {5: "三月九号左右"}),
            (date(YEAR, 3, 3), "自然人", ("予以公开", ""), date(YEAR, 3, 9), {2: ""}),
            (date(YEAR, 3, 4), "自然人", ("予以公开", ""), date(YEAR, 3, 9), {3: ""}),
            (date(YEAR, 3, 5), "自然人", ("不予公开", "属于国家秘密"), date(YEAR, 3, 9), {4: ""}),
            (date(YEAR, 3, 6), "自然人", ("予以公开", ""), date(YEAR, 3, 9), {1: "3/4/2024"}),
            (date(YEAR, 3, 7), "自然人", ("予以公开", ""), date(YEAR, 3, 9), {5: date(YEAR, 3, 1)}),
            (date(YEAR, 3, 8), "自然人", ("无法提供", "没有现成信息需要另行制作"), None, {}),
        ),
        start=1,
    ):
        said = year.request(received, who, outcome, answered or date(YEAR, 3, 9))
        row = [f"法{number}", received, *said, answered or "", ""]
        for place, value in wrong.items():
            row[place] = value
        rows.append(row)
    for day in (date(YEAR, 4, 1), date(YEAR, 4, 2)):
        rows.append(["法9", day, *year.request(day, "自然人"), "", ""])
    xlsx(folder / "法规科依申请公开登记.xlsx", Page("登记", rows))


def _instances(folder, year):
    """Suits with a row for every instance: the latest result counts once."""
    rows = [
        ["案号", "案件类型", "是否经过复议", "审级", "原审案号", "受理日期", "结案日期", "结果"]
    ]
    first, second = "(2024)清0101行初7号", "(2024)清01行终8号"
    filed = [date(YEAR, 2, 1), date(YEAR, 6, 1)]
    rows.append([first, "行政诉讼", "否", "一审", "", filed[0], date(YEAR, 5, 1), "撤销答复"])
    rows.append([second, "行政诉讼", "否", "二审", first, filed[1], date(YEAR, 9, 1), "维持原判"])
    rows.append(["小计", "2", "", "", "", "", date(YEAR, 12, 31), ""])
    for key in ("corrected", "total"):
        year.count(f"proceedings.litigation_direct.{key}")
    ods(folder / "行政应诉案件登记.ods", Page("诉讼", rows))


def _odd_money(folder, year):
    """Balances and running totals among receipts; amounts that are shown in 万元."""
    rows = [["票据号", "收费项目", "金额（元）", "收费日期", "备注"]]
    rows.append(["", "期初余额", 5000, date(YEAR, 7, 1), ""])
    running = 0
    for month in (7, 8):
        amounts = [year.pay(year.chance.randint(20, 400) * 5) for _ in range(3)]
        for place, amount in enumerate(amounts):
            number = f"甲{month}{place:05d}"
            rows.append([number, "化验费", amount, date(YEAR, month, place + 1), ""])
        running += sum(amounts)
        rows.append(["", "本月合计", sum(amounts), date(YEAR, month, 28), ""])
        rows.append(["", "本年累计", running, date(YEAR, month, 28), ""])
    rows.append(["", "结转下年", 0, date(YEAR, 12, 31), ""])
    xml2003(folder / "化验费收费台账.xml", Page("台账", rows))

    rows = [["票据号", "收费项目", "金额", "收费日期"]]
    for number, day in enumerate(year.days(3), start=1):
        amount = year.pay(year.chance.randint(5, 40) * 1000)
        rows.append([f"乙{number:06d}", "补偿费", Shown(amount, '0!.0000"万元"'), day])
    xlsx(folder / "补偿费收费台账.xlsx", Page("台账", rows))


def _given_numbers(folder, year):
    """Numbers that the office only has as numbers, with a unit in the item's name."""
    year.none.discard("disclosure.coercive_measures")
    year.count("disclosure.coercive_measures", 12)
    rows = [["序号", "项目", "数量"], [1, "行政强制决定数（件）", 12], ["", "", ""]]
    rows.append(["填表人：王小", "", "2025年1月3日"])
    xls(folder / "数据表.xls", Page("数据", rows))


def _others(folder, year):
    """What lies beside ledgers: monthly numbers, readers, a picture, last year's report, JSON."""
    rows = [["月份", "网站发布数量"], *([f"{month}月", 3] for month in range(1, 13))]
    xlsx(folder / "网站每月发布量统计.xlsx", Page("统计", [*rows, ["合计", 36]]))
    rows = [["日期", "阅读人数", "分享人数"], *([day, 9, 1] for day in year.days(5))]
    xls(folder / "公众号数据趋势.xls", Page("趋势", rows))
    (folder / "会议照片.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(64))
    (folder / "上年年报.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    lines = [f"{key} {figure}" for key, figure in sorted(write(place).items())]
    sys.stdout.write("\n".join([*lines, ""]))
