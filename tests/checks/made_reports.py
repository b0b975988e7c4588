"""A clean report made by hand (the figures of one published in 2024), and ledgers for it, so that rules are tested without files."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from zbreport.forms import form_for
from zbreport.readback.published import Paragraph, Published, ReadCell

COLUMNS = (
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other",
    "total",
)
REQUESTS = {
    "received": (3001, 53, 0, 0, 61, 4, 3119),
    "carried_in": (34, 0, 0, 0, 0, 0, 34),
    "granted": (1288, 21, 0, 0, 50, 3, 1362),
    "partially_granted": (447, 7, 0, 0, 0, 0, 454),
    "state_secret": (2, 0, 0, 0, 0, 0, 2),
    "prohibited_by_law": (30, 1, 0, 0, 0, 0, 31),
    "endangers_security_stability": (5, 0, 0, 0, 0, 0, 5),
    "third_party_rights": (6, 0, 0, 0, 0, 0, 6),
    "internal_affairs": (7, 1, 0, 0, 0, 0, 8),
    "deliberative_process": (12, 0, 0, 0, 0, 0, 12),
    "enforcement_file": (9, 0, 0, 0, 0, 0, 9),
    "administrative_query": (105, 0, 0, 0, 0, 0, 105),
    "not_held": (746, 12, 0, 0, 10, 1, 769),
    "requires_creation": (11, 0, 0, 0, 0, 0, 11),
    "unclear_after_correction": (1, 0, 0, 0, 0, 0, 1),
    "petition": (56, 6, 0, 0, 0, 0, 62),
    "repeated": (25, 0, 0, 0, 0, 0, 25),
    "publication": (0, 0, 0, 0, 0, 0, 0),
    "excessive": (0, 0, 0, 0, 0, 0, 0),
    "reconfirmation": (1, 0, 0, 0, 0, 0, 1),
    "not_corrected_in_time": (67, 3, 0, 0, 1, 0, 71),
    "fee_unpaid": (6, 0, 0, 0, 0, 0, 6),
    "other": (108, 2, 0, 0, 0, 0, 110),
    "total": (2932, 53, 0, 0, 61, 4, 3050),
    "carried_forward": (103, 0, 0, 0, 0, 0, 103),
}
RESULTS = ("upheld", "corrected", "other", "pending", "total")
PROCEEDINGS = {
    "review": (72, 64, 178, 37, 351),
    "litigation_direct": (13, 4, 8, 1, 26),
    "litigation_after_review": (12, 1, 1, 6, 20),
}
DISCLOSURE = {
    "rules.issued": 1,
    "rules.repealed": 0,
    "rules.in_force": 11,
    "normative_documents.issued": 8,
    "normative_documents.repealed": 26,
    "normative_documents.in_force": 66,
    "licences": 447228,
    "penalties": 3985758,
    "coercive_measures": 88283,
    "fees_wan_yuan": Decimal("96171.6"),
}
TITLE = "淮安市人民政府2024年政府信息公开工作年度报告"
PREFACE = "本报告所列统计期限自2024年1月1日至2024年12月31日。如有疑问，请与办公室联系（地址：翔宇南道1号，邮编：223001，电话：0517-83605210）。"
REQUESTS_TEXT = (
    "（二）依申请公开情况。2024年，全市共受理政府信息公开申请3119件，答复3050件（含上年度结转申请34件，另有103件顺延到下年度答复），"
    "均在法定期限内予以答复。政府信息公开行政复议351件，其中结果维持72件，结果纠正64件，其他结果178件，尚未审结37件；"
    "政府信息公开行政诉讼46件，其中结果维持25件，结果纠正5件，其他结果9件，尚未审结7件。"
)
FIVE = (
    "对照上级新要求和公众新期待，还有一些需要加强和改进的地方。一是政策解读质量仍需提升，个别单位解读内容简单、形式单一；"
    "二是队伍建设还需加强，存在人员配备不足、兼职多、流动性过快的问题。"
)
SIX = "2024年，市政府严格落实《政府信息公开信息处理费管理办法》，全年收取政府信息公开信息处理费3940元。"


def figures():
    """Every cell of the clean report."""
    found = {
        f"requests.{row}.{column}": value
        for row, values in REQUESTS.items()
        for column, value in zip(COLUMNS, values, strict=True)
    }
    found |= {
        f"proceedings.{kind}.{name}": value
        for kind, values in PROCEEDINGS.items()
        for name, value in zip(RESULTS, values, strict=True)
    }
    return found | {f"disclosure.{key}": value for key, value in DISCLOSURE.items()}


def figures_2019(**changed):
    """A clean report in the edition of 2019: all zero, then what is given (`.` written as `__`)."""
    found = dict.fromkeys(form_for(2020).cells, 0)
    return found | {key.replace("__", "."): value for key, value in changed.items()}


def read(values):
    """Cells as a reader gives them; a string is a cell that holds no number."""
    return {
        key: ReadCell(value, None) if isinstance(value, str) else ReadCell(str(value), value)
        for key, value in values.items()
    }


def paragraphs(one=REQUESTS_TEXT, *, preface=PREFACE, five=FIVE, six=SIX, last=()):
    """The text of a report, section by section."""
    titles = form_for(2024).sections
    found = [Paragraph("", preface)]
    for numeral, title in zip("一二三四五六", titles, strict=True):
        found.append(Paragraph(numeral, title, heading=True))
        text = {"一": one, "五": five, "六": six}.get(numeral)
        if text is not None:
            found.append(Paragraph(numeral, text))
    return (*found, *(Paragraph("六", text) for text in last))


def clean(changes=None, *, text=None, **more):
    """The clean report with some cells changed: a number, a text that is none, or None for a cell that was not found."""
    values = figures() | (changes or {})
    cells = read({key: value for key, value in values.items() if value is not None})
    parts = paragraphs() if text is None else text
    published = Published(
        file="年报.html",
        title=TITLE,
        year=2024,
        edition="2021",
        cells=cells,
        expected=200,
        paragraphs=parts,
    )
    return replace(published, **more)


def clean_2019(values=None, **more):
    """A report of 2020 in the edition of 2019."""
    cells = read(figures_2019() if values is None else values)
    published = Published(
        file="2020.html",
        title="某市统计局2020年政府信息公开工作年度报告",
        year=2020,
        edition="2019",
        cells=cells,
        expected=len(cells),
    )
    return replace(published, **more)


def last_year(changes=None, **more):
    """Last year's report, on which the clean one follows."""
    values = dict.fromkeys(figures(), 0)
    values |= {
        f"requests.carried_forward.{column}": value
        for column, value in zip(COLUMNS, REQUESTS["carried_in"], strict=True)
    }
    values |= {
        "disclosure.rules.in_force": 10,
        "disclosure.normative_documents.in_force": 84,
        "disclosure.fees_wan_yuan": Decimal("90000.5"),
    }
    published = clean(
        values | (changes or {}),
        text=paragraphs(five="去年的问题是另外一些。"),
        title=TITLE.replace("2024", "2023"),
        year=2023,
    )
    return replace(published, **more)
