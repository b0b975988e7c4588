"""Every wording of domain.md 6 and inputs.md 5, as an office writes it, and what it must mean."""

import unicodedata

import pytest

from zbreport import forms
from zbreport.errors import SettingsError
from zbreport.vocabulary import NAMES, parse_vocabulary, vocabulary

REFUSALS = {
    "state_secret",
    "prohibited_by_law",
    "endangers_security_stability",
    "third_party_rights",
    "internal_affairs",
    "deliberative_process",
    "enforcement_file",
    "administrative_query",
}
LEGAL_PERSONS = {"business", "research", "public_interest", "legal_service", "other"}
OTHER_HANDLING = {"not_corrected_in_time", "fee_unpaid", "other"}

CERTAIN = {
    "applicants": {
        "natural_person": "自然人 公民 个人 居民 村民 群众 业主 个人(代理人为律师) 个人（代理人为律师） 张三（公民）",
        "business": "企业 公司 有限责任公司 股份公司 工商企业 商贸公司 建筑公司 物业公司 开发公司 合伙企业 商业公司 国有企业 银行 保险 "
        "商业企业 某某置业有限公司 法人（商业企业）",
        "research": "科研机构 研究院 研究所",
        "public_interest": "社会公益组织 公益机构 基金会 环保组织 NGO",
        "legal_service": "法律服务机构 律师事务所 律所 法律服务所 某某律师事务所",
        "other": "其他 其他组织 媒体 报社 医院 事业单位 机关 部队 外国组织 法人或其他组织（其他）",
    },
    "outcomes": {
        "granted": "予以公开 同意公开 公开 全部公开 依申请公开 提供 已提供 主动公开 已主动公开 属于已主动公开范围 告知获取方式 "
        "告知获取途径 告知查询方式 信息已公开 涉及商业秘密公开 涉及个人隐私公开 涉及商业秘密、个人隐私公开 党政混合信息公开 属于公开范围 "
        "主动公开(告知获取途径) 已答复，予以公开 经审查，决定予以公开 （一）予以公开 (一)予以公开 ①予以公开 一、予以公开",
        "partially_granted": "部分公开 同意部分公开 区分处理 遮盖后提供 属于部分公开范围 已答复,部分公开 部分公开（国家秘密） "
        "部分公开、部分不予公开 （二）部分公开 部分公开，涉及个人隐私的不予公开",
        "state_secret": "国家秘密 涉密 国家秘密不予公开 属于国家秘密 不予公开（国家秘密） 不予公开-1.属于国家秘密 （三）1.属于国家秘密 "
        "（三）不予公开/1.属于国家秘密 经审查涉及国家秘密，不予公开",
        "prohibited_by_law": "法律法规禁止公开 其他法律行政法规禁止 其他法律行政法规禁止公开 其他法律、行政法规禁止公开",
        "endangers_security_stability": '危及三安全一稳定 三安全一稳定不予公开 影响社会稳定 危及“三安全一稳定” 危及"三安全一稳定" '
        "危及「三安全一稳定」 属于安全稳定",
        "third_party_rights": "商业秘密 个人隐私 第三方不同意 损害第三方合法权益不予公开 属于商业秘密 属于个人隐私 保护第三方合法权益 "
        "商业秘密、个人隐私 不予公开（商业秘密）",
        "internal_affairs": "内部事务 内部管理信息 人事 后勤 内部流程 属于三类内部事务信息",
        "deliberative_process": "过程性信息 讨论记录 过程稿 磋商信函 请示报告 属于四类过程性信息",
        "enforcement_file": "行政执法案卷 执法案卷 案卷材料 查阅案卷 处罚案卷 属于行政执法案卷",
        "administrative_query": "行政查询事项 业务查询 特定行政管理领域业务查询 不动产登记资料 房地产登记 工商登记档案 户籍查询 社保查询 "
        "公积金查询 属于行政查询事项",
        "not_held": "信息不存在 政府信息不存在 未制作 未获取 经检索没有 不属于本机关公开 不属于本机关负责 非本机关职责 非本部门掌握 "
        "非本机关政府信息 非本机关公开职权范围 告知向某机关申请 不属于受理机关掌握范围 无法提供（信息不存在） 经检索，您申请的信息不存在",
        "requires_creation": "需要加工 需要汇总 需要分析 另行制作 需要另行制作 无现成信息 没有现成信息需要另行制作",
        "unclear_after_correction": "补正后仍不明确 补正后申请内容仍不明确 3、补正后申请内容仍不明确",
        "petition": "信访 投诉 举报 信访事项 进行信访投诉举报等活动 信访、举报、投诉类申请 不予处理（信访）",
        "repeated": "重复申请 不予重复处理 重复申请不予答复 多次重复不作处理",
        "publication": "公开出版物 公报 书籍 报刊 要求提供公开出版物",
        "excessive": "无正当理由大量反复 滥用申请权 大量反复申请",
        "reconfirmation": "要求确认 重新出具 盖章确认已获取信息 要求确认或重新出具",
        "not_corrected_in_time": "未补正视为放弃 逾期不补正 未补正视为自动放弃",
        "fee_unpaid": "未缴费视为放弃 逾期未缴费",
        "other": "其他 3.其他 3、其他 （六）3.其他 其他处理（其他）",
        "not_counted": "空白申请 测试 协查 协助其他机关答复",
    },
    "results": {
        "upheld": "维持 维持原答复 驳回诉讼请求 驳回复议请求 结果维持 判决驳回原告诉讼请求",
        "corrected": "撤销 部分撤销 变更 确认违法 确认无效 责令限期答复 责令履行 责令重新作出 结果纠正 撤销原答复，责令重新答复",
        "other": "撤回 撤回申请 撤回起诉 撤回(申请/起诉) 终止 调解 和解 其他结果",
        "pending": "审理中 中止 未结 待判 尚未审结",
    },
    "methods": {
        "网络": "网络 网站 门户网站 在线 互联网 平台 网上",
        "信函": "信函 邮寄 挂号 EMS 平信",
        "当面": "当面 现场 窗口",
        "传真": "传真",
        "电子邮件": "电子邮件 邮箱",
        "其他": "其他 口头 口头(代填)",
    },
    "channels": {
        "website": "网站 政府网站 门户 官网 website 某市政府门户网站 www.abc.gov.cn",
        "weibo": "微博 新浪微博 weibo “某市发布”微博",
        "wechat": "微信 公众号 微信公众号 WeChat 政务微信公众号",
        "toutiao": "头条号 今日头条 toutiao",
        "douyin": "抖音 抖音号 douyin",
        "press": "新闻媒体 报刊 媒体刊发 刊发 某某日报",
    },
    "document_kinds": {
        "rules": "规章 政府规章 规章（设区的市、自治州人民政府应提供相关数据）",
        "normative_documents": "行政规范性文件 规范性文件",
        "other_document": "其他文件 普通公文 政策解读 其他主动公开文件 非规范性文件",
    },
    "decision_kinds": {
        "licences": "行政许可 许可 准予许可",
        "penalties": "行政处罚 处罚 罚款",
        "coercive_measures": "行政强制 强制措施 强制执行 查封、扣押",
        "other_services": "其他对外管理服务事项 行政确认 行政奖励 行政裁决 行政给付 行政检查 行政征收 公共服务",
    },
    "statuses": {
        "published": "已发布 公开 通过 已发 正常 发布 是 已上线 审核通过",
        "not_published": "待审 草稿 撤稿 未发布 私密 已删除 已下线 退稿 待审核 审核不通过 未通过 不公开",
    },
    "proposal_kinds": {"npc": "建议 人大代表建议 人大建议", "cppcc": "提案 政协提案 政协委员提案"},
    "proceeding_kinds": {
        "review": "行政复议 复议",
        "litigation": "行政诉讼 诉讼 应诉",
        "litigation_direct": "未经复议直接起诉 未经复议直接诉讼 直接起诉 行政诉讼（未经复议直接起诉）",
        "litigation_after_review": "复议后起诉 复议后诉讼 行政诉讼（复议后起诉）",
    },
    "yes_no": {"yes": "是 有 √ 1 公开 已公开 经过复议", "no": "否 无 × 0 不公开 未公开 未经复议"},
    "satisfaction": {"satisfied": "满意 非常满意 是", "unsatisfied": "不满意 否"},
    "request_kinds": {"own": "本机关受理", "assist": "协办 协查", "void": "垃圾申请 测试"},
    "roles": {"agency": "被告 被申请人", "co_defendant": "复议机关 共同被告"},
    "validity": {"valid": "有效 现行有效 是", "invalid": "废止 失效 否", "pending": "待生效"},
}

DEFAULTS = {  # asked once, with the default that domain.md gives
    "applicants": {
        "business": "个体工商户 个人独资企业",
        "other": "农民专业合作社 村民小组 村(居)委会 村委会 居委会 业主委员会",
        "research": "设计院 某某设计院有限公司 高校 大学 学院 学校",
        "public_interest": "协会 商会 学会 社会组织 社会团体 民办非企业 某某行业协会",
        "legal_service": "公证处 司法鉴定 法律援助中心",
        "natural_person": "律师",
    },
    "outcomes": {
        "partially_granted": "部分公开部分不存在 部分公开、部分不存在 部分公开部分不属于本机关",
        "enforcement_file": "复议案卷 信访案卷 诉讼案卷",
        "other": "撤回 撤件 撤销申请 主动撤销 放弃申请 申请人主动放弃 已撤销 申请人主动撤销 其他（撤回） 其他处理（申请人撤回） 咨询 "
        "非申请(咨询) 咨询类 业务咨询 非政府信息 非《条例》所指政府信息 非《规定》所指政府信息 非申请(其他) 非政府信息公开申请 党务信息 "
        "党政混合信息不予公开",
    },
    "results": {"other": "不予受理 不予立案 驳回复议申请 驳回起诉 移送 裁定驳回起诉"},
    "proposal_kinds": {"npc": "议案"},
    "proceeding_kinds": {"litigation": "一审 二审 再审"},
    "document_kinds": {"normative_documents": "联合发文"},
    "decision_kinds": {"licences": "不予许可 行政审批", "penalties": "不予处罚"},
    "channels": {
        "other:视频号": "视频号 微信视频号 某市发布微信视频号",
        "other:快手": "快手",
        "other:小红书": "小红书",
        "other:哔哩哔哩": "B站",
    },
    "satisfaction": {"satisfied": "基本满意"},
    "validity": {"valid": "已修改"},
}

MUST_ASK = {  # no default: rows that it may be, or nothing
    "applicants": {
        "法人 法人或其他组织 法人或者其他组织 法人/其他组织 单位": LEGAL_PERSONS,
        "传媒公司 某某传媒有限公司": {"business", "other"},
    },
    "outcomes": {
        "内部管理、过程性信息": {"internal_affairs", "deliberative_process"},
        "属于过程中且影响安全稳定": {"deliberative_process", "endangers_security_stability"},
        "法律法规另有规定 属于法律法规规定的其他情形": {
            "administrative_query",
            "prohibited_by_law",
        },
        "申请内容不明确": {"unclear_after_correction", "not_corrected_in_time"},
        "获取信访信息 获取行政复议信息 获取涉诉信息 获取信访/行政复议/涉诉信息(函告)": {
            "petition",
            "enforcement_file",
            "other",
        },
        "档案 已移交国家档案馆 历史信息": {"other", "not_held"},
        "转办 转送 告知通过其他途径办理": {"not_held", "other"},
        "已失效 无效申请 垃圾申请": {"other", "not_counted"},
        "已合并": set(),
        "不足以证明三需要 不足以证明“三需要” 未补充“三需要”材料": set(),
        "免予公开范围1": {"state_secret"},
        "不予公开范围2 免予公开范围3": {"third_party_rights"},
        "不予公开范围7": {"prohibited_by_law"},
        "其他原因": set(),
    },
    "results": {"驳回": {"upheld", "other"}},
    "methods": {"邮件": {"信函", "当面", "电子邮件"}},
    "channels": {"新媒体 政务新媒体": {"weibo", "wechat", "toutiao", "douyin"}},
    "statuses": {"已审核 已签发": set()},
    "document_kinds": {"通知 公告": {"normative_documents", "other_document"}},
}

GROUPS = {
    "不予公开 否决公开 不同意公开 免予公开 不公开 （三）不予公开": REFUSALS,
    "无法提供 （四）无法提供": {"not_held", "requires_creation", "unclear_after_correction"},
    "不予处理": {"petition", "repeated", "publication", "excessive", "reconfirmation"},
    "其他处理 （六）其他处理": OTHER_HANDLING,
}

OPEN = (
    "告知补正 待补正 作出更改补充 待补证 补正 补正申请 延期 延期答复 征求第三方意见 权利人意见征询 待答复 处理中 协办 已收件 办理中 待处理 "
    "结转下年度继续办理 四、结转下年度继续办理"
)
VAGUE = "已答复 已办结 申请已办结 已回复"

UNKNOWN = {
    "applicants": "不详 公民/法人 自然人、企业 非自然人独资公司",
    "outcomes": "见附件 予以公开（部分） 公开、信息不存在 拟予以公开 不属于主动公开 公开，电话号码除外 国家秘密、重复申请 "
    "予以公开（延期） 信息不存在，其余予以公开 涉及商业秘密，第三方同意公开",
    "results": "维持、撤销 不予维持",
    "statuses": "未知",
    "channels": "微信、微博 某某之窗",
    "document_kinds": "非行政规范性文件以外 党委规范性文件目录",
    "yes_no": "不详",
    "proceeding_kinds": "国家赔偿",
}


def rows(table):
    return [
        pytest.param(name, text, expected, id=f"{name}:{text}")
        for name, kinds in table.items()
        for expected, texts in kinds.items()
        for text in texts.split()
    ]


def sets(table):
    return [
        pytest.param(name, text, expected, id=f"{name}:{text}")
        for name, kinds in table.items()
        for texts, expected in kinds.items()
        for text in texts.split()
    ]


@pytest.mark.parametrize(("name", "text", "code"), rows(CERTAIN))
def test_certain(name, text, code):
    meaning = vocabulary(name).resolve(text)
    assert meaning is not None
    assert (meaning.code, meaning.ask, meaning.open, meaning.vague) == (code, None, False, False)


@pytest.mark.parametrize(("name", "text", "code"), rows(DEFAULTS))
def test_asked_with_a_default(name, text, code):
    meaning = vocabulary(name).resolve(text)
    assert meaning is not None
    assert meaning.code == code
    assert meaning.ask
    assert meaning.why


@pytest.mark.parametrize(("name", "text", "group"), sets(MUST_ASK))
def test_asked_without_a_default(name, text, group):
    meaning = vocabulary(name).resolve(text)
    assert meaning is not None
    assert meaning.code is None
    assert set(meaning.group) == group
    assert meaning.ask
    assert meaning.why


@pytest.mark.parametrize(("name", "text", "group"), sets({"outcomes": GROUPS}))
def test_headings_need_the_row(name, text, group):
    meaning = vocabulary(name).resolve(text)
    assert meaning is not None
    assert (meaning.code, meaning.ask, set(meaning.group)) == (None, None, group)


@pytest.mark.parametrize("text", OPEN.split())
def test_open(text):
    meaning = vocabulary("outcomes").resolve(text)
    assert meaning is not None
    assert (meaning.open, meaning.code) == (True, None)


@pytest.mark.parametrize("text", VAGUE.split())
def test_answered_but_not_how(text):
    meaning = vocabulary("outcomes").resolve(text)
    assert meaning is not None
    assert (meaning.vague, meaning.code) == (True, None)


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in UNKNOWN.items() for text in texts.split()]
)
def test_never_guessed(name, text):
    assert vocabulary(name).resolve(text) is None


@pytest.mark.parametrize("name", NAMES)
def test_blank_means_nothing(name):
    assert vocabulary(name).resolve(" \u3000") is None


def test_the_table_is_long_enough():
    assert len(rows(CERTAIN)) + len(rows(DEFAULTS)) + len(sets(MUST_ASK)) + len(OPEN.split()) > 300


def test_withdrawn_is_the_decision_of_settings():
    meaning = vocabulary("outcomes").resolve("申请人主动撤回申请")
    assert meaning is not None
    assert (meaning.ask, meaning.why) == ("withdrawn", "申请人撤回没有单独的行，各地多计入其他处理")


def test_every_question_of_an_office_has_one_sentence():
    for name in NAMES:
        for entry in vocabulary(name).entries:
            assert bool(entry.meaning.ask) <= bool(entry.meaning.why), entry
            assert not entry.meaning.why.endswith("。"), entry


# -------------------------------------------------------------------------------------------------
# the form's own words


def outcome_rows(form):
    (block,) = form.table("requests").blocks
    return [row for row in block.rows if row.path[0].startswith("三") and not row.sum]


@pytest.mark.parametrize("form", forms.all_forms(), ids=lambda form: form.edition)
def test_official_outcome_labels(form):
    words = vocabulary("outcomes")
    for row in outcome_rows(form):
        label = row.path[-1]
        if form.edition == "2019" and row.key == "other":
            assert set(words.resolve(label).group) == OTHER_HANDLING
            continue
        for text in (
            label,
            unicodedata.normalize("NFKC", label),
            label.lstrip("（）一二三四五六123456789.、"),
            f" {label}\n",
        ):
            assert words.resolve(text).code == row.key, text
            assert words.resolve(text).ask is None, text
        assert words.resolve("/".join(row.path[1:])).code == row.key, row.path


@pytest.mark.parametrize("form", forms.all_forms(), ids=lambda form: form.edition)
def test_official_headings(form):
    words = vocabulary("outcomes")
    below = {}
    for row in outcome_rows(form):
        if len(row.path) == 3:
            below.setdefault(row.path[1], set()).add(row.key)
    assert len(below) >= 3
    for heading, keys in below.items():
        assert set(words.resolve(heading).group) == keys


@pytest.mark.parametrize("form", forms.all_forms(), ids=lambda form: form.edition)
def test_official_columns(form):
    (block,) = form.table("requests").blocks
    columns = [column for column in block.columns if not column.sum]
    assert len(columns) == 6
    assert {
        column.key: vocabulary("applicants").resolve(column.path[-1]).code for column in columns
    } == {column.key: column.key for column in columns}
    (block,) = form.table("proceedings").blocks
    for column in (column for column in block.columns if not column.sum):
        kind, result = column.key.split(".")
        assert vocabulary("proceeding_kinds").resolve(column.path[-2]).code == kind
        assert vocabulary("results").resolve(column.path[-1]).code == result


@pytest.mark.parametrize("form", forms.all_forms(), ids=lambda form: form.edition)
def test_official_rows_of_section_two(form):
    names = {"documents": "document_kinds", "decisions": "decision_kinds"}
    found = {}
    for block in form.table("disclosure").blocks:
        for row in block.rows:
            if row.ledger in names:
                found[row.key] = vocabulary(names[row.ledger]).resolve(row.path[-1]).code
    assert len(found) >= 5
    assert all(key == code for key, code in found.items())


def test_codes_are_those_of_the_form_and_the_contract():
    form = forms.form_for(2021)
    keys = [row.key for row in outcome_rows(form)]
    assert list(vocabulary("outcomes").labels()) == [*keys, "not_counted"]
    assert len(keys) == 21
    assert [key for key in vocabulary("channels").labels() if not key.startswith("other:")] == [
        "website",
        "weibo",
        "wechat",
        "toutiao",
        "douyin",
        "press",
    ]
    assert list(vocabulary("methods").labels()) == [
        "网络",
        "信函",
        "当面",
        "传真",
        "电子邮件",
        "其他",
    ]


# ------------------------------------------------------------------------------------------------------ inside names


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("channels", "微信公众号2021年.xlsx", {"wechat"}),
        ("channels", "03_政府网站信息清单", {"website"}),
        ("channels", "今日头条导出", {"toutiao"}),
        ("channels", "weibo_2021.csv", {"weibo"}),
        ("channels", "新闻媒体刊发情况", {"press"}),
        ("channels", "政务新媒体发布情况", set()),
        ("channels", "新闻媒体和新媒体", {"press"}),
        ("channels", "微信微博", {"wechat", "weibo"}),
        ("channels", "微信视频号", {"other:视频号"}),
        ("channels", "信息日报表", set()),
        ("channels", "compressed.xlsx", set()),
        ("channels", "wechat_app_2021", {"wechat", "other:政务客户端"}),
        ("channels", "2021年主动公开清单", set()),
        ("decision_kinds", "行政处罚台账2021", {"penalties"}),
        ("decision_kinds", "许可", {"licences"}),
        ("decision_kinds", "行政许可、行政处罚", {"licences", "penalties"}),
        ("decision_kinds", "其他年度检查附件", set()),
        ("document_kinds", "规章和规范性文件", {"rules", "normative_documents"}),
        ("document_kinds", "2021年度报告附件通知", set()),
        ("proceeding_kinds", "行政复议台账", {"review"}),
        ("proceeding_kinds", "复议后起诉案件", {"litigation_after_review"}),
        ("proposal_kinds", "政协提案办理", {"cppcc"}),
        ("proposal_kinds", "建议提案办理", {"npc", "cppcc"}),
    ],
)
def test_find_in_names(name, text, codes):
    assert vocabulary(name).find_in(text) == codes


def test_labels_and_nearest():
    assert vocabulary("channels").labels()["toutiao"] == "头条号"
    assert "予以公开" in vocabulary("outcomes").nearest("给予公开")
    assert len(vocabulary("outcomes").nearest("公开")) <= 3
    assert vocabulary("outcomes").nearest("xyz") == ()


def test_plain_letters_keep_a_label_of_their_own():
    assert vocabulary("methods").resolve("平信").label == "平信"
    assert vocabulary("methods").resolve("挂号").label == "信函"


# -----------------------------------------------------------------------------------------------
# zbreport.toml wins


def test_override_by_code_wins_over_everything():
    words = vocabulary(
        "outcomes", {"公开": "partially_granted", "撤回": "not_counted", "按规定办了": "granted"}
    )
    for text, code in (
        ("公开", "partially_granted"),
        ("1.撤回", "not_counted"),
        ("按规定办了", "granted"),
    ):
        meaning = words.resolve(text)
        assert (meaning.code, meaning.ask, meaning.source) == (code, None, "zbreport.toml")
    assert words.resolve("同意公开").source == "vocabulary"
    assert vocabulary("outcomes").resolve("按规定办了") is None


def test_override_by_label():
    words = vocabulary(
        "outcomes",
        {
            "甲": "（一）予以公开",
            "乙": "1.属于国家秘密",
            "丙": "不予公开",
            "丁": "open",
            "戊": "办理中",
        },
    )
    assert words.resolve("甲").code == "granted"
    assert words.resolve("乙").code == "state_secret"
    assert set(words.resolve("丙").group) == REFUSALS
    assert words.resolve("丁").open
    assert words.resolve("戊").open
    assert vocabulary("applicants", {"村民小组": "其他"}).resolve("村民小组").ask is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("outcomes", "grant"),
        ("applicants", "法人"),
        ("applicants", "not_counted"),
        ("results", "open"),
    ],
)
def test_override_that_means_nothing_stops(name, value):
    with pytest.raises(SettingsError) as caught:
        vocabulary(name, {"某种写法": value})
    message = str(caught.value)
    assert "某种写法" in message
    assert value in message
    first, label = next(iter(vocabulary(name).labels().items()))
    assert f"{first}（{label}）" in message


def test_channels_of_an_office():
    words = vocabulary("channels", {"政务直播": "other:shipinhao", "直播间": "zhibo"}, {"zhibo"})
    assert words.resolve("政务直播").code == "other:shipinhao"
    assert words.resolve("直播间").code == "zhibo"
    assert words.labels()["other:shipinhao"] == "shipinhao"
    assert words.find_in("2021政务直播清单") == {"other:shipinhao"}
    with pytest.raises(SettingsError):
        vocabulary("channels", {"直播间": "zhibo"})


# ---------------------------------------------------------------------------------------------------- the data files


@pytest.mark.parametrize("name", NAMES)
def test_every_file_loads_and_every_code_is_reachable(name):
    words = vocabulary(name)
    reached = {entry.meaning.code for entry in words.entries}
    assert reached >= set(words.codes)


@pytest.mark.parametrize("name", NAMES)
def test_every_word_resolves_to_its_own_entry(name):
    words = vocabulary(name)
    for entry in words.entries:
        assert entry.words
        for word in entry.words:
            assert words.resolve(word) == entry.meaning, word


def test_unknown_vocabulary():
    with pytest.raises(KeyError):
        vocabulary("colours")


HEAD = '[codes]\na = "甲"\nb = "乙"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[entries]]\ncode = "a"\nwords = ["x"]\n[[entries]]\ncode = "b"\nwords = ["（一）Ｘ"]',
            "two entries",
        ),
        (
            '[[entries]]\ncode = "a"\ncontains = ["x"]\n[[entries]]\ncode = "b"\ncontains = [" X "]',
            "two entries",
        ),
        ('[[entries]]\ncode = "c"\nwords = ["x"]', "not in"),
        ('[[entries]]\ncode = "a"\ngroup = ["c"]\nwords = ["x"]', "not in"),
        ('[[entries]]\nlabel = "甲"\nwords = ["x"]', "means nothing"),
        ('[[entries]]\nvague = true\nwords = ["x"]', "no label"),
        ('[[entries]]\ncode = "a"\nword = ["x"]', "have no"),
    ],
)
def test_bad_data_is_refused(text, said):
    with pytest.raises(ValueError, match=said):
        parse_vocabulary(HEAD + text, "made")


def test_good_data_is_not():
    words = parse_vocabulary(
        HEAD + '[[entries]]\ncode = "a"\nwords = ["x"]\n[[entries]]\ncode = "b"\nwords = ["y"]',
        "made",
    )
    assert words.resolve("（一）Y").code == "b"
