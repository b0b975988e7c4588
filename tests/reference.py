"""Two invented offices whose every figure is known, as large as real ones, made from figures in code.

`bureau()` keeps lists of what its website and accounts published in 2021 and hardly any request; `city()`
keeps a register of three thousand requests of 2024. Figures are those of two published reports; names,
titles, days and file names are invented. Each is made once a process.
"""

from __future__ import annotations

import atexit
import csv
import io
import random
import re
import shutil
import tempfile
import zipfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import xlsxwriter
import xlwt

COLUMNS = ("natural_person", "business", "research", "public_interest", "legal_service", "other")
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
RECEIVED = (3001, 53, 0, 0, 61, 4)
CARRIED_IN = (34, 0, 0, 0, 0, 0)
CARRIED_FORWARD = (103, 0, 0, 0, 0, 0)
OUTCOMES = {
    "granted": (1288, 21, 0, 0, 50, 3),
    "partially_granted": (447, 7, 0, 0, 0, 0),
    "state_secret": (2, 0, 0, 0, 0, 0),
    "prohibited_by_law": (30, 1, 0, 0, 0, 0),
    "endangers_security_stability": (5, 0, 0, 0, 0, 0),
    "third_party_rights": (6, 0, 0, 0, 0, 0),
    "internal_affairs": (7, 1, 0, 0, 0, 0),
    "deliberative_process": (12, 0, 0, 0, 0, 0),
    "enforcement_file": (9, 0, 0, 0, 0, 0),
    "administrative_query": (105, 0, 0, 0, 0, 0),
    "not_held": (746, 12, 0, 0, 10, 1),
    "requires_creation": (11, 0, 0, 0, 0, 0),
    "unclear_after_correction": (1, 0, 0, 0, 0, 0),
    "petition": (56, 6, 0, 0, 0, 0),
    "repeated": (25, 0, 0, 0, 0, 0),
    "publication": (0, 0, 0, 0, 0, 0),
    "excessive": (0, 0, 0, 0, 0, 0),
    "reconfirmation": (1, 0, 0, 0, 0, 0),
    "not_corrected_in_time": (67, 3, 0, 0, 1, 0),
    "fee_unpaid": (6, 0, 0, 0, 0, 0),
    "other": (108, 2, 0, 0, 0, 0),
}
WORDS = {
    "granted": ("予以公开", ""),
    "partially_granted": ("部分公开", ""),
    "state_secret": ("不予公开", "1.属于国家秘密"),
    "prohibited_by_law": ("不予公开", "2.其他法律行政法规禁止公开"),
    "endangers_security_stability": ("不予公开", "3.危及“三安全一稳定”"),
    "third_party_rights": ("不予公开", "4.保护第三方合法权益"),
    "internal_affairs": ("不予公开", "5.属于三类内部事务信息"),
    "deliberative_process": ("不予公开", "6.属于四类过程性信息"),
    "enforcement_file": ("不予公开", "7.属于行政执法案卷"),
    "administrative_query": ("不予公开", "8.属于行政查询事项"),
    "not_held": ("无法提供", "1.本机关不掌握相关政府信息"),
    "requires_creation": ("无法提供", "2.没有现成信息需要另行制作"),
    "unclear_after_correction": ("无法提供", "3.补正后申请内容仍不明确"),
    "petition": ("不予处理", "1.信访举报投诉类申请"),
    "repeated": ("不予处理", "2.重复申请"),
    "publication": ("不予处理", "3.要求提供公开出版物"),
    "excessive": ("不予处理", "4.无正当理由大量反复申请"),
    "reconfirmation": ("不予处理", "5.要求行政机关确认或重新出具已获取信息"),
    "not_corrected_in_time": (
        "其他处理",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    ),
    "fee_unpaid": (
        "其他处理",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    ),
    "other": ("其他处理", "3.其他"),
}
"""What the register says of an outcome: 办理结果 and 具体情形."""
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结")
PROCEEDINGS = {
    "review": ("行政复议", "", (72, 64, 178, 37)),
    "litigation_direct": ("行政诉讼", "否", (13, 4, 8, 1)),
    "litigation_after_review": ("行政诉讼", "是", (12, 1, 1, 6)),
}
DOCUMENTS = {"rules": ("规章", 1, 0, 11), "normative_documents": ("行政规范性文件", 8, 26, 66)}
FIGURES = (
    ("行政许可", 447228, "件"),
    ("行政处罚", 3985758, "件"),
    ("行政强制", 88283, "件"),
    ("行政事业性收费", 96171.6, "万元"),
)
CITY_TEXT = (
    "清溪市人民政府2024年政府信息公开工作年度报告",
    "本报告由清溪市人民政府办公室编制。报告所列统计期限自2024年1月1日至2024年12月31日。",
    "一、总体情况",
    "2024年，全市围绕重点工作推进政府信息公开。",
    "（一）主动公开情况。市政府网站主动公开各类政府信息5500余条，制作政策解读21个，公报6期。",
    (
        "（二）依申请公开情况。2024 年，全市共受理政府信息公开申请 3119 件，答复 3050 件（含上年度结转"
        "申请 34 件，另有 103 件顺延到下年度答复），均在法定期限内答复。政府信息公开行政复议 351件，"
        "其中结果维持 72 件，结果纠正 64 件，其他结果 178 件，尚未审结 37 件；政府信息公开行政诉讼 46 件，"
        "其中结果维持 25件，结果纠正 5 件，其他结果 9 件，尚未审结 7 件。"
    ),
    "（三）平台建设情况。全市在运维政务新媒体共计 95个，四个季度检查合格率均为 100%。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "政策解读的形式还比较单一。下一步，将丰富解读形式，组织业务培训。",
    "六、其他需要报告的事项",
    "2024 年，全市收取政府信息公开信息处理费 3940 元。",
)
"""Title and text of the city's report; 14 figures of section 一 have a cell."""
HEADINGS = {line[0]: line for line in CITY_TEXT if re.match("[一二三四五六]、", line)}


def city_cells() -> dict[str, object]:
    """Every cell of the city's tables: key → figure, money as text."""
    cells: dict[str, object] = {}
    lines = {
        "received": RECEIVED,
        "carried_in": CARRIED_IN,
        **OUTCOMES,
        "total": tuple(map(sum, zip(*OUTCOMES.values(), strict=True))),
        "carried_forward": CARRIED_FORWARD,
    }
    for row, counts in lines.items():
        cells |= {f"requests.{row}.{key}": n for key, n in zip(COLUMNS, counts, strict=True)}
        cells[f"requests.{row}.total"] = sum(counts)
    for row, (_, _, counts) in PROCEEDINGS.items():
        names = ("upheld", "corrected", "other", "pending")
        cells |= {f"proceedings.{row}.{key}": n for key, n in zip(names, counts, strict=True)}
        cells[f"proceedings.{row}.total"] = sum(counts)
    for row, (_, *counts) in DOCUMENTS.items():
        names = ("issued", "repealed", "in_force")
        cells |= {f"disclosure.{row}.{key}": n for key, n in zip(names, counts, strict=True)}
    keys = ("licences", "penalties", "coercive_measures", "fees_wan_yuan")
    cells |= {f"disclosure.{key}": n for key, (_, n, _) in zip(keys, FIGURES, strict=True)}
    return {**cells, "disclosure.fees_wan_yuan": "96171.6"}


@cache
def city() -> Path:
    """The folder of the city's ledgers of 2024: four workbooks, no year wrong, nothing to ask."""
    folder = _folder("城市")
    chance = random.Random(2024)  # noqa: S311 -- no secret
    _xlsx(folder / "依申请公开台账.xlsx", "台账", _register(chance))
    _xlsx(folder / "行政复议诉讼台账.xlsx", "案件", _cases(chance))
    _xlsx(folder / "规章和规范性文件台账.xlsx", "文件", _documents(chance))
    _xlsx(folder / "汇总数据.xlsx", "汇总", [("项目", "数量", "单位"), *FIGURES])
    return folder


@cache
def bureau() -> Path:
    """The folder of the bureau's ledgers of 2021: nine files of six systems."""
    folder = _folder("投促局")
    chance = random.Random(2021)  # noqa: S311 -- no secret
    _xlsx(folder / "局网站信息发布清单.xlsx", "信息清单", _website(chance))
    first, second = _wechat(chance)
    _xls(folder / "清溪招商公众号_total_上半年.xls", first)
    _xls(folder / "清溪招商公众号_total_下半年.xls", second)
    with (folder / "清溪招商微博.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(_weibo(chance))
    _toutiao(folder / "清溪招商头条号_图文_1-131.xlsx", 131, 0, chance)
    _toutiao(folder / "清溪招商头条号_微头条_1-54.xlsx", 54, 500, chance)
    _xlsx(folder / "新闻媒体刊发情况.xlsx", "刊发", _press(chance))
    _xlsx(folder / "依申请公开登记台账.xlsx", "2021", _two_requests())
    _xlsx(folder / "建议提案办理情况.xlsx", "办理", _proposals())
    return folder


def _folder(name: str) -> Path:
    place = Path(tempfile.mkdtemp(prefix="zbreport-reference-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    (place / name).mkdir()
    return place / name


def _day(chance: random.Random, first: date, last: date) -> date:
    return first + timedelta(chance.randint(0, (last - first).days))


def _register(chance: random.Random) -> list[tuple[object, ...]]:
    """3,153 requests of the year, 33 closed before it and 22 received after it, in no order."""
    start, end = date(2024, 1, 1), date(2024, 12, 31)
    body: list[list[object]] = []
    for applicant, received, carried, later, *closed in zip(
        APPLICANTS, RECEIVED, CARRIED_IN, CARRIED_FORWARD, *OUTCOMES.values(), strict=True
    ):
        rows = [key for key, count in zip(OUTCOMES, closed, strict=True) for _ in range(count)]
        chance.shuffle(rows)
        for number in range(received + carried):
            old = number < carried
            came = _day(
                chance,
                date(2023, 12, 5) if old else start,
                date(2023, 12, 31) if old else date(2024, 12, 5),
            )
            if number < len(rows):
                outcome, detail = WORDS[rows[number]]
                answered = max(start, min(came + timedelta(chance.randint(1, 25)), end))
                body.append([came, applicant, outcome, detail, answered])
            else:
                came = _day(chance, date(2024, 12, 6), end)
                body.append([came, applicant, "", "", ""])
        assert received + carried - len(rows) == later
    for _ in range(33):
        came = _day(chance, date(2023, 2, 1), date(2023, 10, 1))
        body.append([came, "自然人", "予以公开", "", came + timedelta(9)])
    body += [[date(2025, 1, 2 + n % 20), "商业企业", "", "", ""] for n in range(22)]
    chance.shuffle(body)
    header = (
        "登记编号",
        "收到申请日期",
        "申请人",
        "申请人类别",
        "申请方式",
        "申请内容",
        "办理结果",
        "具体情形",
        "答复日期",
        "备注",
    )
    topics, methods = ("征地补偿安置方案", "项目环评批复", "规划许可材料"), ("网络", "信函", "当面")
    return [
        header,
        *(
            (
                f"{came.year}-{n:05d}",
                came,
                f"申请人{n}",
                applicant,
                methods[n % 3],
                topics[n % 3],
                outcome,
                detail,
                answered,
                "",
            )
            for n, (came, applicant, outcome, detail, answered) in enumerate(body, 1)
        ),
    ]


def _cases(chance: random.Random) -> list[tuple[object, ...]]:
    body = []
    for kind, reviewed, counts in PROCEEDINGS.values():
        for result, count in zip(RESULTS, counts, strict=True):
            for _ in range(count):
                filed = _day(chance, date(2024, 1, 2), date(2024, 10, 20))
                closed = "" if result == "尚未审结" else filed + timedelta(chance.randint(20, 60))
                body.append((kind, reviewed, filed, closed, result))
    chance.shuffle(body)
    header = ("案号", "案件类型", "是否经过复议", "受理日期", "结案日期", "结果")
    return [header, *((f"案{n}", *case) for n, case in enumerate(body, 1))]


def _documents(chance: random.Random) -> list[tuple[object, ...]]:
    body: list[tuple[object, ...]] = []
    for kind, issued, repealed, in_force in DOCUMENTS.values():
        for number in range(in_force):
            year = (2024, 2024) if number < issued else (2012, 2023)
            body.append((kind, _day(chance, date(year[0], 1, 1), date(year[1], 12, 1)), "", "有效"))
        for number in range(repealed + 5):
            ended = (2024, 2024) if number < repealed else (2019, 2023)
            body.append(
                (
                    kind,
                    _day(chance, date(2012, 1, 1), date(2018, 1, 1)),
                    _day(chance, date(ended[0], 1, 5), date(ended[1], 12, 20)),
                    "废止",
                )
            )
    header = ("文号", "文件标题", "文件类别", "印发日期", "废止日期", "有效性")
    return [
        header,
        *(
            (f"清政发〔{issued.year}〕{n}号", f"关于事项{n}的通知", kind, issued, ended, state)
            for n, (kind, issued, ended, state) in enumerate(body, 1)
        ),
    ]


def _title(number: int) -> str:
    where = ("城东区", "城西区", "北山县", "南湾县", "经开区")[number % 5]
    what = ("举办人才引进洽谈会", "走访外资企业座谈会", "发布招商政策", "签约医药健康项目")[
        number % 4
    ]
    return f"{where}{what}（第{number}期）"


def _website(chance: random.Random) -> list[tuple[object, ...]]:
    """485 rows: 447 of the year, 32 of other years, 5 that are not published, one total."""
    body = []
    for n in range(1, 485):
        year = 2021 if n <= 452 else 2020 + 2 * (n % 2)
        day = _day(chance, date(year, 1, 1), date(year, 12, 31))
        body.append((_title(n), day, "已发布" if not 447 < n <= 452 else "草稿", n))
    chance.shuffle(body)
    rows = [
        (
            row,
            title,
            "通知公告",
            "清溪市投资促进局",
            f"{day} 09:{n % 60:02d}:00",
            state,
            f"http://example.invalid/art/{n}.html",
        )
        for row, (title, day, state, n) in enumerate(body, 1)
    ]
    header = ("序号", "信息标题", "所属栏目", "发布机构", "发布时间", "状态", "信息地址")
    total = ("合计", "484条", "", "", "", "", "")
    return [("清溪市投资促进局门户网站信息发布清单",), header, *rows, total]


def _wechat(chance: random.Random) -> tuple[list[list[object]], list[list[object]]]:
    """Two exports of 147 and 154 articles that overlap in 13."""
    items = [
        (f"{_title(n)}", _day(chance, date(2021, 1, 1), date(2021, 6, 14)), n) for n in range(134)
    ]
    items += [
        (_title(n), _day(chance, date(2021, 6, 15), date(2021, 6, 30)), n) for n in range(134, 147)
    ]
    later = [
        (_title(n), _day(chance, date(2021, 7, 1), date(2021, 12, 31)), n) for n in range(147, 288)
    ]
    header = [
        "内容标题",
        "发表时间",
        "总阅读人数",
        "总阅读次数",
        "总分享人数",
        "总分享次数",
        "阅读后关注人数",
        "送达人数",
        "公众号消息阅读次数",
        "送达阅读率",
        "首次分享次数",
        "分享产生阅读次数",
        "首次分享率",
        "每次分享带来阅读次数",
        "阅读完成率",
        "内容url",
    ]

    def export(period: str, rows: list[tuple[str, date, int]]) -> list[list[object]]:
        lines = [
            [
                "",
                title,
                f"{day:%Y%m%d}",
                120 + n,
                150 + n,
                3,
                4,
                1,
                2100,
                90,
                0.043,
                2,
                9,
                0.02,
                3.1,
                0.71,
                f"http://example.invalid/s/{n}",
            ]
            for title, day, n in rows
        ]
        return [[], ["", f"已通知内容({period})"], ["", *header], *lines]

    return export("2021.01.01-2021.06.30", items), export(
        "2021.06.15-2021.12.31", items[134:] + later
    )


def _weibo(chance: random.Random) -> list[list[object]]:
    """234 rows: 231 of the year, two of the year before, the header once more."""
    header = [
        "微博id",
        "微博正文",
        "头条文章url",
        "发布位置",
        "发布时间",
        "发布工具",
        "点赞数",
        "转发数",
        "评论数",
    ]

    def line(n: int, day: date) -> list[object]:
        return [
            4590000000000000 + n,
            f"#清溪招商# {_title(n)}",
            "",
            "无",
            f"{day} 08:{n % 60:02d}",
            "微博",
            n % 9,
            1,
            0,
        ]

    body = [line(n, _day(chance, date(2021, 1, 1), date(2021, 12, 31))) for n in range(231)]
    old = [line(231, date(2020, 12, 30)), line(232, date(2020, 12, 31))]
    return [header, *body[:150], header, *body[150:], *old]


def _toutiao(path: Path, count: int, first: int, chance: random.Random) -> None:
    """An export of Toutiao, with the style table that other readers stumble over."""
    header = [
        "标题",
        "发布时间",
        "ID",
        "链接",
        "展现量",
        "粉丝展现量",
        "阅读量",
        "粉丝阅读量",
        "点击率",
        "平均阅读完成率",
        "平均阅读时长",
        "点赞量",
        "评论量",
        "转发量",
        "分享量",
        "收藏量",
    ]
    rows = [
        [
            f"{_title(n)}\n#招商引资#",
            f"{_day(chance, date(2021, 1, 1), date(2021, 12, 31))} 10:{n % 60:02d}",
            f"69{n:017d}",
            f"http://example.invalid/a{n}",
            900 + n,
            -1,
            80,
            -1,
            0.08,
            41.2,
            33,
            2,
            0,
            0,
            1,
            0,
        ]
        for n in range(first, first + count)
    ]
    _xlsx(path, "Sheet", [header, *rows])
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    styles = re.sub(
        rb"<fills.*?</fills>", b'<fills count="1"><fill/></fills>', parts["xl/styles.xml"]
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, "xl/styles.xml": styles}.items():
            archive.writestr(name, content)


def _press(chance: random.Random) -> list[tuple[object, ...]]:
    rows = []
    for n in range(1, 74):
        day = _day(chance, date(2021, 1, 1), date(2021, 12, 31))
        rows.append(
            (
                n,
                ("清溪日报", "省报", "新闻网")[n % 3],
                _title(n),
                f"{day.year}.{day.month}.{day.day}",
                "2版",
                "",
            )
        )
    return [
        ("2021年新闻媒体刊发情况统计",),
        ("序号", "刊发媒体", "稿件标题", "刊发日期", "版面", "链接"),
        *rows,
    ]


def _two_requests() -> list[tuple[object, ...]]:
    return [
        ("清溪市投资促进局2021年政府信息依申请公开登记",),
        (
            "登记编号",
            "收到日期",
            "申请人",
            "申请人类别",
            "申请方式",
            "申请内容",
            "办理结果",
            "答复日期",
            "是否延期",
            "备注",
        ),
        (
            "2021-001",
            date(2021, 4, 12),
            "郑秋实",
            "自然人",
            "信函",
            "某招商项目协议",
            "本机关不掌握相关政府信息",
            date(2021, 4, 28),
            "否",
            "",
        ),
        (
            "2021-002",
            date(2021, 9, 6),
            "望川商贸有限公司",
            "商业企业",
            "信函",
            "招商引资优惠政策文件",
            "予以公开",
            date(2021, 9, 22),
            "否",
            "",
        ),
    ]


def _proposals() -> list[tuple[object, ...]]:
    header = ("序号", "类型", "编号", "标题", "收到日期", "答复日期", "是否满意", "是否公开")
    kinds = ("人大代表建议",) * 5 + ("政协委员提案",) * 5
    return [
        header,
        *(
            (
                n,
                kind,
                f"{n:03d}",
                f"关于{_title(n)}的{kind[-2:]}",
                date(2021, 3, 1),
                date(2021, 6, 10 + n),
                "满意",
                "是",
            )
            for n, kind in enumerate(kinds, 1)
        ),
    ]


def _xlsx(path: Path, sheet: str, rows: list[tuple[object, ...]] | list[list[object]]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(at, column, value, day)
                elif value != "":
                    page.write(at, column, value)


def _xls(path: Path, rows: list[list[object]]) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("New Sheet1")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value != "":
                page.write(at, column, value)
    book.save(str(path))
