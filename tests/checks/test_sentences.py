"""Sentences as offices write them, and the cells that each figure in them means: the test of phrases.toml."""

from __future__ import annotations

import pytest

from zbreport.checks.binding import PROCESSING_FEE, group_rows
from zbreport.checks.narrative import read_text
from zbreport.forms import form_for
from zbreport.forms.layout import number_text

YEAR = 2024
FORM = form_for(YEAR)
GROUPS = {
    "(三)": "（三）不予公开",
    "(四)": "（四）无法提供",
    "(五)": "（五）不予处理",
    "(六)": "（六）其他处理",
}
SUITS = ("litigation_direct", "litigation_after_review")


def cells(short):
    """`granted+partially_granted` → keys; a bare name is the 总计 of a row of section 三, `suits.upheld` both kinds of suits."""
    found = []
    for part in short.split("+"):
        if part == "fee":
            found.append(PROCESSING_FEE)
        elif part in GROUPS:
            found += [f"requests.{row}.total" for row in group_rows(FORM, GROUPS[part])]
        elif part.startswith("suits."):
            found += [f"proceedings.{kind}.{part.partition('.')[2]}" for kind in SUITS]
        elif part.startswith(("review.", "litigation_")):
            found.append(f"proceedings.{part}")
        elif part.startswith("disclosure."):
            found.append(part)
        else:
            found.append(f"requests.{part}" if "." in part else f"requests.{part}.total")
    return tuple(found)


def told(sentence):
    """What a sentence was read as: (figure, sums of cells) of every figure that means cells of the form."""
    return [
        (
            number_text(claim.figure),
            tuple(sorted(tuple(sorted(reading)) for reading in claim.readings)),
            claim.kind,
        )
        for claim in read_text(sentence, FORM, YEAR)
        if claim.readings
    ]


def meant(*pairs):
    return [
        (
            str(figure),
            tuple(sorted(tuple(sorted(cells(one))) for one in short.split(" & "))),
            "count",
        )
        for figure, short in pairs
    ]


BOUND = [
    # --- row 一, row 二, row 四 and （七）
    ("2024年，全市共受理政府信息公开申请3119件。", [(3119, "received")]),
    ("全年收到政府信息公开申请 3,119 件。", [(3119, "received")]),
    ("全年新收政府信息公开申请３１１９件。", [(3119, "received")]),
    (
        "本年新收3119件，上年结转34件，结转下年度103件。",
        [(3119, "received"), (34, "carried_in"), (103, "carried_forward")],
    ),
    ("共收到依申请公开22条，均已答复。", [(22, "received")]),
    ("我局收到依申请公开10例(其中,撤件1例)。", [(10, "received")]),
    (
        "受理政府信息公开申请3119件，答复3050件（含上年度结转申请34件，另有103件顺延到下年度答复），均在法定期限内予以答复。",
        [(3119, "received"), (3050, "total"), (34, "carried_in"), (103, "carried_forward")],
    ),
    (
        "共收到政府信息公开申请3153件（含上年结转34件）。",
        [(3153, "received+carried_in"), (34, "carried_in")],
    ),
    (
        "受理政府信息公开申请3153件，其中上年结转34件。",
        [(3153, "received+carried_in"), (34, "carried_in")],
    ),
    ("依申请公开方面，新收和上年结转申请共3153件。", [(3153, "received+carried_in")]),
    (
        "收到政府信息公开申请5件，办结4件，1件结转下年度继续办理。",
        [(5, "received"), (4, "total"), (1, "carried_forward")],
    ),
    (
        "收到申请5件，答复4件，尚在办理1件。",
        [(5, "received"), (4, "total"), (1, "carried_forward")],
    ),
    ("收到3119件政府信息公开申请。", [(3119, "received")]),
    ("本机关2024年收到政府信息公开申请两件。", [(2, "received")]),
    ("全年收到政府信息公开申请十二件。", [(12, "received")]),
    ("收到和办理依申请公开事项2件。", [(2, "received & total")]),
    ("共受理并答复政府信息公开申请7件。", [(7, "received & total")]),
    ("全年办理政府信息公开申请3050件。", [(3050, "total")]),
    ("政府信息公开申请3119件，占比较大。", [(3119, "received")]),
    ("收到依申请公开20宗，答复20宗。", [(20, "received"), (20, "total")]),
    (
        "受理申请3119件，含2023年结转34件，103件结转至2025年。",
        [(3119, "received+carried_in"), (34, "carried_in"), (103, "carried_forward")],
    ),
    (
        "收到政府信息公开申请15件（网络申请10件，信函申请5件），较去年减少3件，其中，予以公开9件，部分公开2件。",
        [(15, "received"), (9, "granted"), (2, "partially_granted")],
    ),
    ("全年累计收到并办理政府信息公开申请128件，按时办结率达到100％。", [(128, "received & total")]),
    (
        "共办理依申请公开8件，其中上年结转1件，本年新收7件。",
        [(8, "total"), (1, "carried_in"), (7, "received")],
    ),
    ("依申请公开已答复118件，尚有10件正在办理中。", [(118, "total"), (10, "carried_forward")]),
    # --- outcomes and their groups
    (
        "答复申请3050件，其中予以公开1362件，部分公开454件，不予公开178件，无法提供781件，不予处理88件，其他处理187件。",
        [
            (3050, "total"),
            (1362, "granted"),
            (454, "partially_granted"),
            (178, "(三)"),
            (781, "(四)"),
            (88, "(五)"),
            (187, "(六)"),
        ],
    ),
    ("予以公开和部分公开1816件。", [(1816, "granted+partially_granted")]),
    ("予以公开及部分公开共1816件。", [(1816, "granted+partially_granted")]),
    (
        "本机关不掌握相关政府信息769件，没有现成信息需要另行制作11件，补正后申请内容仍不明确1件。",
        [(769, "not_held"), (11, "requires_creation"), (1, "unclear_after_correction")],
    ),
    (
        "不予公开中，属于国家秘密2件、危及“三安全一稳定”5件、属于行政查询事项105件。",
        [(2, "state_secret"), (5, "endangers_security_stability"), (105, "administrative_query")],
    ),
    ("信访举报投诉类申请62件，重复申请25件。", [(62, "petition"), (25, "repeated")]),
    (
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请71件。",
        [(71, "not_corrected_in_time")],
    ),
    (
        "予以公开、部分公开、不予公开分别为1362件、454件、178件。",
        [(1362, "granted"), (454, "partially_granted"), (178, "(三)")],
    ),
    ("依申请公开答复中，予以公开1362件（占44.7%）。", [(1362, "granted")]),
    # --- applicants
    (
        "收到政府信息公开申请3119件，其中自然人3001件，法人或其他组织118件。",
        [
            (3119, "received"),
            (3001, "received.natural_person"),
            (
                118,
                "received.business+received.research+received.public_interest+received.legal_service+received.other",
            ),
        ],
    ),
    ("收到公民申请3001件。", [(3001, "received.natural_person")]),
    ("商业企业和法律服务机构申请共114件。", [(114, "received.business+received.legal_service")]),
    # --- reviews and suits
    (
        "政府信息公开行政复议351件，其中结果维持72件，结果纠正64件，其他结果178件，尚未审结37件。",
        [
            (351, "review.total"),
            (72, "review.upheld"),
            (64, "review.corrected"),
            (178, "review.other"),
            (37, "review.pending"),
        ],
    ),
    (
        "政府信息公开行政诉讼46件，其中结果维持25件，结果纠正5件，其他结果9件，尚未审结7件。",
        [
            (46, "suits.total"),
            (25, "suits.upheld"),
            (5, "suits.corrected"),
            (9, "suits.other"),
            (7, "suits.pending"),
        ],
    ),
    (
        "未经复议直接起诉26件，复议后起诉20件。",
        [(26, "litigation_direct.total"), (20, "litigation_after_review.total")],
    ),
    (
        "行政诉讼46件，其中未经复议直接起诉26件、复议后起诉20件。",
        [
            (46, "suits.total"),
            (26, "litigation_direct.total"),
            (20, "litigation_after_review.total"),
        ],
    ),
    (
        "因政府信息公开被申请行政复议3件，被提起行政诉讼2件。",
        [(3, "review.total"), (2, "suits.total")],
    ),
    ("行政复议、行政诉讼共397件。", [(397, "review.total+suits.total")]),
    (
        "行政复议案件审结314件，尚未审结37件。",
        [(314, "review.upheld+review.corrected+review.other"), (37, "review.pending")],
    ),
    (
        "行政复议结果维持、结果纠正、其他结果、尚未审结分别为72、64、178、37件。",
        [
            (72, "review.upheld"),
            (64, "review.corrected"),
            (178, "review.other"),
            (37, "review.pending"),
        ],
    ),
    (
        "复议后起诉20件，其中维持12件、纠正1件。",
        [
            (20, "litigation_after_review.total"),
            (12, "litigation_after_review.upheld"),
            (1, "litigation_after_review.corrected"),
        ],
    ),
    (
        "受理政府信息公开行政复议申请5件，审结5件，其中驳回3件、维持2件。",
        [
            (5, "review.total"),
            (5, "review.upheld+review.corrected+review.other"),
            (2, "review.upheld"),
        ],
    ),
    (
        "行政复议案件14件（纠错2件）、行政诉讼案件6件（败诉1件）。",
        [(14, "review.total"), (2, "review.corrected"), (6, "suits.total"), (1, "suits.corrected")],
    ),
    ("行政复议0件，行政诉讼0件。", [(0, "review.total"), (0, "suits.total")]),
    ("行政复议、行政诉讼均为0件。", [(0, "review.total & suits.total")]),
    # --- documents and fees
    (
        "全年制发行政规范性文件8件，废止26件，现行有效66件。",
        [
            (8, "disclosure.normative_documents.issued"),
            (26, "disclosure.normative_documents.repealed"),
            (66, "disclosure.normative_documents.in_force"),
        ],
    ),
    ("制定政府规章1件。", [(1, "disclosure.rules.issued")]),
    ("作出行政处罚决定3985758件。", [(3985758, "disclosure.penalties")]),
    ("收取政府信息公开信息处理费3940元。", [(3940, "fee")]),
    ("行政事业性收费96171.6万元。", [("96171.6", "disclosure.fees_wan_yuan")]),
    ("行政事业性收费961716000元。", [("96171.6", "disclosure.fees_wan_yuan")]),
]

NONE_AND_ALL = [
    ("2024年未收到政府信息公开申请。", [("0", "received", "none")]),
    ("本年度没有收到依申请公开事项。", [("0", "received", "none")]),
    ("全年无政府信息公开申请。", [("0", "received", "none")]),
    ("未发生政府信息公开行政复议、行政诉讼。", [("0", "review.total+suits.total", "none")]),
    (
        "无因政府信息公开申请行政复议、提起行政诉讼的情况。",
        [("0", "review.total+suits.total", "none")],
    ),
    ("无政府信息公开行政复议、行政诉讼情况发生。", [("0", "review.total+suits.total", "none")]),
    ("行政诉讼3件，均未败诉。", [("3", "suits.total", "count"), ("0", "suits.corrected", "none")]),
    ("依申请公开无上年结转。", [("0", "carried_in", "none")]),
    ("全年未收取信息处理费。", [("0", "fee", "none")]),
    ("我局2021年度没有收取信息处理费。", []),
    (
        "因政府信息公开工作被申请行政复议3件，均获维持。",
        [("3", "review.total", "count"), ("3", "review.upheld", "all")],
    ),
    (
        "收到政府信息公开申请5件，全部予以公开。",
        [("5", "received", "count"), ("5", "granted", "all")],
    ),
    (
        "收到政府信息公开申请5件，均已办结。",
        [("5", "received", "count"), ("0", "carried_forward", "done")],
    ),
    (
        "受理政府信息公开申请5件，均在法定期限内办结。",
        [("5", "received", "count"), ("0", "carried_forward", "done")],
    ),
    ("受理政府信息公开申请5件，均在法定期限内答复。", [("5", "received", "count")]),
]

LEFT_ALONE = [
    "本报告由市政府办公室编制，地址：淮安市翔宇南道1号，邮编：223001，电话：0517-83605210，电子邮箱：a163@163.com。",
    "报告所列统计期限自2024年1月1日至2024年12月31日。",
    "根据《中华人民共和国政府信息公开条例》（国令第711号）和国办公开办函〔2021〕30号编制。",
    "市政府网站主动公开各类政府信息5500余条，制作政策解读21个，公报6期。",
    "收到市人大代表建议5件，收到市政协委员提案5件，办复率、满意率均达100%。",
    "收到网民留言300件，答复300件。",
    "举办政府信息公开申请办理培训3次、120人次。",
    "政府信息公开申请较上年增加35件，增长12%。",
    "2023年，收到政府信息公开申请2800件。",
    "约半数政府信息公开申请涉及土地征收，受理近100件。",
    "坚持“一件事一次办”，做好依申请公开工作，件件有回音。",
    "在收到申请之日起20个工作日内答复。",
    "发布规范性文件解读材料12篇。",
    "政府信息公开申请平均答复时间12个工作日。",
    "受理行政许可申请500件。",
    "收到省政府办公厅转来的政府信息公开协查函8件。",
    "全年政府信息公开专栏发布公开信息120条，其中政策解读15篇。",
    "2024年，依申请公开平均办理时长缩短2个工作日，群众满意度提高5%。",
    "全年召开政府信息公开工作会议4次，检查部门20个。",
]


@pytest.mark.parametrize(
    ("sentence", "expected"), BOUND, ids=[sentence[:30] for sentence, _ in BOUND]
)
def test_every_figure_is_bound_to_its_cells(sentence, expected):
    found = told(sentence)
    assert [entry for entry in found if entry[2] == "count"] == meant(*expected)


@pytest.mark.parametrize(
    ("sentence", "expected"), NONE_AND_ALL, ids=[sentence[:30] for sentence, _ in NONE_AND_ALL]
)
def test_none_and_all_are_figures_too(sentence, expected):
    wanted = [(figure, (tuple(sorted(cells(short))),), kind) for figure, short, kind in expected]
    assert told(sentence) == wanted


@pytest.mark.parametrize("sentence", LEFT_ALONE, ids=[sentence[:30] for sentence in LEFT_ALONE])
def test_what_is_no_figure_of_the_form_is_left_alone(sentence):
    assert told(sentence) == []


def test_carried_over_without_a_direction_is_a_question():
    (claim,) = read_text("依申请公开结转34件。", FORM, YEAR)
    assert claim.readings == ()
    assert set(claim.also) == {("requests.carried_in.total",), ("requests.carried_forward.total",)}


def test_shares_know_what_they_are_of():
    claims = read_text(
        "答复3050件，其中予以公开1362件，占44.7%；收到申请3119件，其中自然人3001件，占96.2%。",
        FORM,
        YEAR,
    )
    shares = [(str(claim.figure), claim.readings) for claim in claims if claim.kind == "share"]
    assert shares == [
        ("44.7", (("requests.total.total",),)),
        ("96.2", (("requests.received.total",),)),
    ]


def test_shares_told_in_a_list_belong_to_the_figures_before():
    claims = read_text("予以公开1362件、部分公开454件，分别占44.7%、14.9%。", FORM, YEAR)
    shares = [
        (str(claim.figure), claim.numerator.readings[0])
        for claim in claims
        if claim.kind == "share"
    ]
    assert shares == [
        ("44.7", ("requests.granted.total",)),
        ("14.9", ("requests.partially_granted.total",)),
    ]


def test_parts_know_their_total_through_brackets():
    claims = read_text(
        "收到申请100件，其中网络60件、信函30件（其中挂号10件）、当面10件。", FORM, YEAR
    )
    assert [claim.part_of for claim in claims] == [None, 0, 0, 2, 0]


def test_the_single_row_of_2019_stands_for_the_group():
    form = form_for(2020)
    (claim,) = read_text("依申请公开中，其他处理12件。", form, 2020)
    assert claim.readings == (("requests.other.total",),)
