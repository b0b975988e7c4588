"""Headers of real exports and registers, and the field that each must mean."""

import pytest

from zbreport.ledgers.typed import LEDGERS
from zbreport.text.compare import normalise
from zbreport.vocabulary import is_known_header, ledger_columns, match
from zbreport.vocabulary.headers import CONTAINED, FALLBACK, UNTAILED, parse_columns

SHEETS = {
    "register": (
        "requests",
        (
            "登记编号=number 收到日期=received_on 申请人=! 申请人类别=applicant_type 申请方式=method 申请内容= 办理结果=outcome "
            "答复日期=answered_on 是否延期=extended 备注= 序号="
        ),
    ),
    "register with details": (
        "requests",
        (
            "申请编号=number 收到申请日期=received_on 申请人姓名=! 联系电话=! 身份证号码=! 申请人类型=applicant_type 办理结果=outcome "
            "具体情形=detail 办结时间=answered_on 答复期限= 应答复日期= 答复书落款日期=document_date 是否补正=corrected "
            "是否征求第三方意见=third_party 复议结果=review_result 诉讼结果=litigation_result 是否经复议=litigation_after_review"
        ),
    ),
    "FOI system": (
        "requests",
        (
            "处理编号=number 申请提交时间=received_on 申请人类型=applicant_type 申请方式=method 审批结果=outcome 不公开类别=detail "
            "审批时间=answered_on 承诺日期= 查询密码=! 证件号码=! 通讯地址=! 邮政编码=! 电子邮箱=!"
        ),
    ),
    "website CMS": (
        "publications",
        "信息标题=title 所属栏目=category 发布机构= 发布时间=published_on 状态=status 信息地址=url 成文日期= 录入时间= 审核时间=",
    ),
    "WeChat": (
        "publications",
        "内容标题=title 发表时间=published_on 内容url=url 总阅读人数= 送达人数= 渠道=channel 传播渠道=",
    ),
    "Toutiao": (
        "publications",
        "标题=title 发布时间=published_on ID=item_id 链接=url 展现量= 粉丝展现量=",
    ),
    "weiboSpider": (
        "publications",
        "微博id=item_id 微博正文=title 头条文章url=url 发布位置= 发布时间=published_on 发布工具=",
    ),
    "weibo-crawler": (
        "publications",
        "id=item_id 正文=title 日期=published_on 源微博正文= 源微博完整日期= 源微博id=",
    ),
    "Douyin": (
        "publications",
        "作品名称=title 发布时间=published_on 体裁=category 审核状态=status 播放量=",
    ),
    "press": (
        "publications",
        "刊发媒体= 稿件标题=title 刊发日期=published_on 版面= 链接=url 记者=",
    ),
    "all channels": (
        "publications",
        "序号= 平台=channel 标题=title 发布日期=published_on 网址=url",
    ),
    "proposals": (
        "proposals",
        "类型=kind 编号=number 标题=title 收到日期=received_on 答复日期=answered_on 是否满意=satisfied 是否公开=published",
    ),
    "proceedings": (
        "proceedings",
        "案号=number 案件类型=kind 是否经过复议=reviewed_first 受理日期=filed_on 结案日期=closed_on 结果=result 原告=! 本机关身份=role",
    ),
    "documents": (
        "documents",
        "文号=number 文件标题=title 文件类别=kind 印发日期=issued_on 废止日期=repealed_on 有效性=validity 有效期至=expires_on",
    ),
    "decisions": (
        "decisions",
        "决定书文号=number 决定类别=kind 决定日期=decided_on 当事人=! 统一社会信用代码=!",
    ),
    "fees": ("fees", "收费项目=item 收费金额（元）=amount 收费日期=paid_on 缴费人=!"),
    "figures": ("figures", "项目=item 数量=value 单位=unit 年度=year"),
}


def headers(text):
    return dict(pair.split("=") for pair in text.split())


def best(ledger, header):
    """The field that a header means best within a ledger, `!` for personal data, empty for none."""
    columns = ledger_columns()[ledger]
    if columns.is_personal(header):
        return "!"
    ranks = {key: match(field, header) for key, field in columns.fields.items()}
    known = {key: rank for key, rank in ranks.items() if rank is not None}
    if len(set(known.values())) < len(known):
        pytest.fail(f"{header} means several fields equally well: {known}")
    return min(known, key=known.get, default="")


CASES = [
    pytest.param(ledger, header, field, id=f"{name}:{header}")
    for name, (ledger, text) in SHEETS.items()
    for header, field in headers(text).items()
]


@pytest.mark.parametrize(("ledger", "header", "field"), CASES)
def test_header_means_its_field(ledger, header, field):
    assert best(ledger, header) == field


def weight(ledger, names):
    """What speaks for a ledger: its columns by certain words, and twice those that only it has; None when a need is open."""
    columns = ledger_columns()[ledger]
    found = {
        key: min((rank for name in names if (rank := match(field, name)) is not None), default=None)
        for key, field in columns.fields.items()
    }
    have = {key for key, rank in found.items() if rank is not None}
    if not all(have.intersection(group) for group in columns.needs):
        return None
    return sum(found[key] < FALLBACK for key in have) + 2 * sum(
        columns.fields[key].mark for key in have
    )


@pytest.mark.parametrize("name", SHEETS)
def test_headers_speak_for_their_ledger_more_than_for_any_other(name):
    ledger, text = SHEETS[name]
    names = list(headers(text))
    weights = {key: weight(key, names) for key in ledger_columns()}
    own = weights.pop(ledger)
    assert own is not None
    assert all(other is None or other <= own - 2 for other in weights.values()), weights


@pytest.mark.parametrize(
    ("ledger", "field", "header"),
    [
        ("requests", "answered_on", header)
        for header in (
            "答复期限",
            "应答复日期",
            "答复截止日期",
            "到期日",
            "承诺日期",
            "剩余天数",
            "延期答复日期",
            "法定答复日期",
            "补正答复日期",
        )
    ]
    + [
        ("requests", "received_on", header)
        for header in ("补正收到日期", "申请人收到答复日期", "第三方意见收到日期")
    ]
    + [("requests", "extended", header) for header in ("延期至", "延期日期")]
    + [("requests", "outcome", header) for header in ("复议结果", "诉讼结果", "是否满意")]
    + [
        ("publications", "published_on", header)
        for header in (
            "成文日期",
            "生成日期",
            "录入时间",
            "创建时间",
            "撰写时间",
            "修改时间",
            "更新时间",
            "审核时间",
            "转载时间",
            "采集时间",
            "导出时间",
            "实施日期",
            "生效日期",
            "失效日期",
            "源微博日期",
            "源微博完整日期",
            "源微博发布时间",
            "计划发布时间",
        )
    ]
    + [
        ("publications", "title", "源微博正文"),
        ("publications", "channel", "传播渠道"),
        ("publications", "item_id", "序号"),
    ]
    + [("requests", "number", header) for header in ("序号", "查询码", "查询密码", "答复书编号")],
)
def test_header_does_not_mean_the_field(ledger, field, header):
    assert match(ledger_columns()[ledger].fields[field], header) is None


def test_preference():
    received = ledger_columns()["requests"].fields["received_on"]
    ranks = [
        match(received, header)
        for header in (
            "收到日期",
            "受理日期",
            "收到日期（年月日）",
            "申请日期",
            "本机关收到申请日期",
        )
    ]
    assert ranks == sorted(ranks)
    assert ranks[0] == 0
    assert 0 < ranks[1] < UNTAILED <= ranks[2] < FALLBACK <= ranks[3] < CONTAINED <= ranks[4]
    assert match(received, "") is None


def test_the_only_date_of_a_document_is_its_date_of_issue():
    fields = ledger_columns()["documents"].fields
    assert list(fields).index("issued_on") < list(fields).index("published_on")
    assert (
        match(fields["issued_on"], "发布日期")
        == match(fields["published_on"], "发布日期")
        == FALLBACK
    )


def test_white_space_case_and_marks_of_a_header_do_not_matter():
    fields = ledger_columns()["publications"].fields
    assert match(fields["title"], "标题名称 ") == match(fields["title"], "标题名称")
    assert match(fields["url"], "内容URL") == 0
    assert match(fields["published_on"], "*发布\n时间：") == 0
    assert match(fields["published_on"], "发布(时间)") is not None


def test_ledgers_are_those_of_the_contract():
    assert set(ledger_columns()) == set(LEDGERS)
    assert [ledger_columns()["requests"].needs, ledger_columns()["publications"].needs] == [
        (("received_on",), ("applicant_type",), ("outcome", "detail"), ("answered_on",)),
        (("title",), ("published_on",)),
    ]


@pytest.mark.parametrize(
    ("channel", "names"),
    [
        ("wechat", "内容标题 发表时间 内容url 总阅读人数"),
        ("wechat", "公众号名称 文章标题 发文时间"),
        ("toutiao", "标题 发布时间 ID 链接 展现量 粉丝展现量 阅读量"),
        ("weibo", "微博id 微博正文 发布时间 发布位置"),
        ("weibo", "发布时间 微博内容 阅读数 URL"),
        ("weibo", "id bid 正文 日期 源微博正文"),
        ("douyin", "作品名称 发布时间 体裁 审核状态"),
        ("press", "刊发媒体 稿件标题 刊发日期 版面 链接"),
        ("press", "媒体名称 标题 刊发日期"),
        (None, "标题 发布时间 链接"),
        (None, "信息标题 所属栏目 发布机构 发布时间 状态 信息地址"),
    ],
)
def test_shapes(channel, names):
    present = {normalise(name) for name in names.split()}
    shapes = ledger_columns()["publications"].shapes
    assert {key for key, sets in shapes.items() if any(one <= present for one in sets)} == (
        {channel} - {None}
    )


COUNTS = "信息量 文章总数 总稿件数 稿件数 发表篇数 群发篇数 发博数 周期内投稿量 发布数量 条数 篇数 信息条数 本月发布"
TRAFFIC = "全部 公众号消息 朋友圈 搜一搜 聊天会话 公众号主页 推荐 其他"
PERSONAL = "申请人 申请人姓名 申请人名称 法人或者其他组织名称 证件号码 联系电话 手机号 电子邮箱 通讯地址 邮政编码 查询密码 申请人IP"


@pytest.mark.parametrize("header", COUNTS.split())
def test_headers_that_are_counts(header):
    assert normalise(header) in ledger_columns()["publications"].summary.totals


@pytest.mark.parametrize("value", TRAFFIC.split())
def test_traffic_sources(value):
    assert normalise(value) in ledger_columns()["publications"].traffic_sources


def test_personal_data_is_told_from_its_kind():
    requests = ledger_columns()["requests"]
    for header in PERSONAL.split():
        assert requests.is_personal(header), header
    for key, field in requests.fields.items():
        for word in (*field.words, *field.fallback):
            assert not requests.is_personal(word), (key, word)


def test_known_headers():
    known = "序号 申请人 备注 展现量 承诺日期 信息量 收到日期 金额（元） 刊发媒体"
    for header in known.split():
        assert is_known_header(header), header
    for text in (
        "",
        "关于公布规范性文件清理结果的通知",
        "2021-03-05",
        "某市投资促进局",
        "予以公开",
    ):
        assert not is_known_header(text), text


@pytest.mark.parametrize("ledger", LEDGERS)
def test_every_word_finds_its_field(ledger):
    """What the data lists can be reached: no `never` word kills an alias and no other field takes it first."""
    columns = ledger_columns()[ledger]
    for key, field in columns.fields.items():
        for word in field.words:
            assert best(ledger, word) == key, word
        for word in field.fallback:
            assert match(field, word) is not None, word


BASE = 'name = "x"\nneeds = [["a"]]\n[x.fields.a]\nlabel = "甲"\nkind = "text"\nwords = ["w"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BASE.replace('[["a"]]', '[["b"]]'), "no fields"),
        (BASE.replace('"text"', '"colour"'), "not one of"),
        (BASE + '[x.fields.b]\nlabel = "乙"\nkind = "text"\nwords = ["Ｗ "]\n', "means both"),
    ],
)
def test_bad_data_is_refused(text, said):
    parse_columns("[x]\n" + BASE)
    with pytest.raises(ValueError, match=said):
        parse_columns("[x]\n" + text)
