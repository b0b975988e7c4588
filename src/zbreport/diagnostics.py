"""What the program says about its input: levels, diagnostics, and the catalogue of every code.

A `Diagnostic` is a value. Stages return them, `cli` and the outputs show them, nothing below `cli`
prints or raises one. All Chinese wording of findings stands in `CATALOGUE`, so that a reader who
knows the office but not Python can review it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zbreport.model import Answer, Sheet


class Level(StrEnum):
    """How much a finding matters; only `ERROR` makes the exit status 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        """The level in Chinese."""
        return {"error": "错误", "warning": "提醒", "info": "说明"}[self.value]


_SHORT_RUN = 2
"""Rows that follow each other and are still named one by one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the catalogue: what it is called, the message it gives, and what the reader does about it."""

    code: str
    level: Level
    title: str
    message: str
    remedy: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding and its place.

    Attributes:
        code: key of `CATALOGUE`.
        message: what was found, in Chinese, without its place.
        remedy: what to do, in Chinese; may be a line ready for zbreport.toml.
        file, sheet: where, if the finding belongs to a file.
        rows: Excel row numbers, all of them.
        column: Excel column letter.
        cell: key of a cell of the form, if the finding belongs to one.
        answer: how zbreport.toml answers it, if it can.
    """

    code: str
    message: str
    remedy: str = ""
    file: str | None = None
    sheet: str | None = None
    rows: tuple[int, ...] = ()
    column: str | None = None
    cell: str | None = None
    answer: Answer | None = None

    @property
    def level(self) -> Level:
        """The level that the catalogue gives this code."""
        return CATALOGUE[self.code].level

    @property
    def place(self) -> str:
        """The place as a clerk would say it: `文件.xlsx / 表1 / 第 3—5、9 行 B 列`."""
        return place_text(self.file, self.sheet, self.rows, self.column) or (self.cell or "")


def place_text(
    file: str | None,
    sheet: str | None = None,
    rows: Iterable[int] = (),
    column: str | None = None,
    *,
    shown: int = 8,
) -> str:
    """A place as a clerk would say it: `文件.xlsx / 表1 / 第 3—5、9 行 B 列`.

    Args:
        file: its label.
        sheet: its name.
        rows: Excel row numbers.
        column: Excel column letter.
        shown: how many rows or ranges are listed.
    """
    rows = tuple(rows)
    where = f"第 {rows_text(rows, shown)} 行" if rows else ""
    if column:
        where = f"{where} {column} 列".strip()
    return " / ".join(part for part in (file, sheet, where) if part)


def rows_text(rows: Iterable[int], shown: int = 8) -> str:
    """Row numbers for people: the first few, then how many there are in all: `3—5、9 等共 30`."""
    numbers = sorted(set(rows))
    runs = row_runs(numbers)
    text = "、".join(runs[:shown])
    return text if len(runs) <= shown else f"{text} 等共 {len(numbers)}"


def row_runs(rows: Iterable[int]) -> list[str]:
    """Row numbers in order; three and more that follow each other become a range: `3—5`."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return [
        text
        for run in runs
        for text in ([f"{run[0]}—{run[-1]}"] if len(run) > _SHORT_RUN else map(str, run))
    ]


def diagnose(
    code: str,
    *,
    sheet: Sheet | None = None,
    file: str | None = None,
    rows: Iterable[int] = (),
    column: str | None = None,
    cell: str | None = None,
    answer: Answer | None = None,
    facts: Mapping[str, object] | None = None,
    **more: object,
) -> Diagnostic:
    """Makes a diagnostic from its catalogue entry.

    Args:
        code: key of `CATALOGUE`.
        sheet: gives file and sheet at once.
        file: label of the file, when there is no sheet.
        rows: Excel row numbers.
        column: Excel column letter.
        cell: key of a cell of the form.
        answer: how zbreport.toml answers it; the remedy ends with its text.
        facts: values for the placeholders of the message and the remedy; `{file}` is the file's
            name by itself.
        **more: further ones.
    """
    entry = CATALOGUE[code]
    label = sheet.file if sheet else file
    values = {"file": (label or "").rpartition("/")[2], "near": "", **(facts or {}), **more}
    remedy = entry.remedy.format_map(values)
    if answer is not None:
        joint = "" if not remedy or remedy.endswith(("，", "或", "并")) else "；不改台账时，"
        remedy = f"{remedy}{joint}{answer.text}"
    elif code in _ASKS:
        remedy = "请在台账里改成表样的写法"  # the wording may be a name, which no line may carry
    return Diagnostic(
        code=code,
        message=entry.message.format_map(values),
        remedy=remedy,
        file=label,
        sheet=(sheet.name or None) if sheet else None,
        rows=tuple(rows),
        column=column,
        cell=cell,
        answer=answer,
    )


_E, _W, _I = Level.ERROR, Level.WARNING, Level.INFO

# fmt: off
_ENTRIES = (
    # --- files
    Entry("F101", _E, "文件损坏", "文件已损坏或不完整，无法读取（{detail}）", "请用 Excel 或 WPS 打开并另存为 .xlsx；打不开时请向提供者重新索取"),
    Entry("F102", _E, "文件有密码", "文件设有打开密码，无法读取", "请在 Excel 或 WPS 中去掉打开密码后另存；或在终端中运行并按提示输入密码，无人值守时把密码放进环境变量 ZBREPORT_PASSWORD"),
    Entry("F103", _E, "文件是空的", "文件里没有任何内容（{detail}）", "请确认导出已完成，重新导出后再试"),
    Entry("F104", _E, "文件打不开", "文件被占用或没有读取权限（{detail}）", "请关闭正在打开它的程序，或检查文件权限"),
    Entry("F105", _E, "不支持的格式", "这是{kind}，不是表格文件", "{advice}"),
    Entry("F106", _I, "跳过的文件", "按文件名跳过：{why}"),
    Entry("F107", _W, "编码有误", "按 {encoding} 解码时第 {line} 行等处有 {count} 个字符无法识别，已用“\ufffd”代替", "请用 Excel 或 WPS 重新保存为 UTF-8 编码的 CSV"),
    Entry("F108", _W, "重复的文件", "内容与“{other}”完全相同，只计一次", "如确为同一文件，请删除其中一个"),
    Entry("F109", _E, "表格范围过大", "单元格 {address} 有内容，表格范围达 {height} 行 × {width} 列，超过上限", "请删除 {address} 附近多余的内容后重新保存；内容无误时，请在 zbreport.toml 的 [limits] 下调高 cells"),
    Entry("F110", _I, "隐藏的工作表", "隐藏的工作表，未读取", "如需统计，请取消隐藏"),
    Entry("F111", _I, "隐藏的行", "有 {count} 行被隐藏或筛选掉，仍然计入"),
    Entry("F112", _E, "网页里没有表格", "这是网页文件，但其中没有表格{detail}", "请在 Excel 或 WPS 中打开后另存为 .xlsx"),
    Entry("F113", _E, "编码不明", "文字像是繁体中文的 Big5 编码，不能确定，没有读取", "确认后"),
    Entry("F114", _W, "引号不成对", "有 {count} 行的英文双引号不成对，这些行的引号按普通文字读取", "请核对这些行，或用 Excel、WPS 另存为 .xlsx"),
    Entry("F120", _E, "压缩包没有打开", "这个压缩包{why}，里面的文件都没有读取", "请先解压，只把要统计的表格放进文件夹"),
    Entry("F121", _E, "密码不对", "文件设有打开密码，给出的密码打不开", "请核对密码，或在 Excel、WPS 中去掉打开密码后另存"),
    Entry("F122", _E, "密码不能用", "文件设有打开密码，{kind}的密码本程序解不开", "请用原来的程序打开，去掉密码后另存"),
    Entry("F125", _I, "不是表格的文件", "这是{kind}，不是表格文件，没有读取", "不是台账时不必处理；要不再提示，请在 zbreport.toml 的 [ledgers] 下写明 none"),
    Entry("F126", _W, "文字文档", "这是{kind}，不是表格文件，没有读取", "里面有台账时，请把表格复制到 Excel 中保存；不是台账时，请在 zbreport.toml 的 [ledgers] 下写明 none"),
    Entry("F124", _E, "读取中途停止", "读取这个文件的程序中途停止：{why}；其他文件照常处理", "请用 Excel 或 WPS 打开并另存为 .xlsx 后再试；文件确实很大时，请在 zbreport.toml 的 [limits] 下调高 memory_mb 或 seconds"),
    Entry("F123", _W, "可能没有传完", "{detail}，文件可能没有传完，后面的行读不到", "请核对最后几行，必要时重新导出或重新下载"),
    Entry("F127", _W, "整行挤在一列", "每一行都挤在 A 列里，已按{delimiter}拆成各列读取", "请核对拆开的结果；不对时，请在 Excel 或 WPS 中用“分列”拆开后另存"),
    Entry("F128", _W, "文件名认不出", "文件名的编码与系统设置不同，显示的名字可能不准；内容照常读取", "请核对显示的文件名；不对时请改名，或在运行前设好语言环境（如 LANG=zh_CN.UTF-8）"),
    # --- recognition
    Entry("R201", _W, "未识别的表", "没有认出这是哪种台账，{count} 行没有计入；表头是：{headers}{near}", "若是台账，请用 [columns] 对应列名，并"),
    Entry("R202", _I, "没有表格的工作表", "没有找到表头，{count} 行视为说明文字，没有计入"),
    Entry("R203", _E, "缺少必需的列", "看起来是{ledger}，但没有找到“{field}”列；表头是：{headers}{near}"),
    Entry("R204", _E, "可能是两种台账", "既像{first}又像{second}，没有计入"),
    Entry("R205", _E, "两列都像同一项", "“{first}”和“{second}”两列都可能是“{field}”，没有计入"),
    Entry("R206", _E, "汇总表不是清单", "这是汇总表（列“{header}”是数量），不是逐条清单，{count} 行没有计入", "请导出逐条清单；只有总数时请另做“项目、数量、单位”表。只是附带的汇总时，"),
    Entry("R207", _E, "看不出渠道", "看不出这份清单属于哪个渠道，{count} 行没有计入{near}"),
    Entry("R208", _E, "渠道互相矛盾", "{first_why}像{first}，{second_why}像{second}，{count} 行没有计入"),
    Entry("R209", _I, "用了备选列", "没有“{wanted}”列，用“{header}”列代替"),
    Entry("R210", _I, "清单旁边的汇总表", "这是汇总表（列“{header}”是数量），另有逐条清单，{count} 行没有计入"),
    Entry("R211", _I, "汇总数与清单一致", "{channel}：汇总表的“{header}”在 {period} 合计 {said} 条，与清单逐条计入的一致（{lists}）"),
    Entry("R212", _W, "汇总数与清单不一致", "{channel}：汇总表的“{header}”在 {period} 合计 {said} 条，清单逐条计入 {counted} 条（{lists}），相差 {difference} 条；采用清单",
          "请核对清单是否漏导、重复，或有未发布的信息"),
    Entry("R213", _I, "阅读、粉丝等数据", "这是阅读、粉丝等数据的统计，不是发布清单，{count} 行没有计入", "要统计这个渠道，请导出逐条清单"),
    Entry("R214", _W, "一行写了几条", "“{header}”有 {count} 行大于 1，仍按一行一条计", "如一行确为几条信息，请改为逐条清单"),
    Entry("R215", _W, "没有表头的表", "没有找到表头，{count} 行没有计入", "如果是台账，请在第一行补上列名"),
    Entry("R217", _E, "两列写反了", "“{first}”和“{second}”的内容像是写反了，没有计入", "请在原表里换过来，或"),
    Entry("R219", _E, "只有申请人名称", "没有“申请人类别”列，只有申请人的名称，没有计入；按名称可分：{kinds}", "请补上申请人类别；同意按名称分类时，"),
    Entry("R230", _W, "一行也没有读出的文件", "没有找到一张表，{count} 行都没有计入", "如果是台账，请检查每一项是否各占一格、第一行是否是列名；不是台账时，"),
    Entry("R216", _I, "按月份计", "没有“发布日期”列，按名称“{name}”计入 {year} 年 {month} 月"),
    Entry("R220", _E, "月份缺少年份", "没有“发布日期”列，名称“{name}”只有月份没有年份，工作表名、文件名和标题里也没有，没有计入", "请在文件名中写明年份，或"),
    Entry("R218", _W, "合计与逐行不符", "“{word}”写的是 {said}，它所管的第 {first} 至 {last} 行共 {rows} 行{what} {counted}，相差 {difference}；合计行不计入",
          "请核对是否漏登、重登，或合计没有更新"),
    # --- rows of ledgers
    Entry("L101", _E, "缺少日期", "“{header}”是空的", "请补上日期"),
    Entry("L102", _E, "日期无法识别", "“{header}”里的“{value}”不是日期", "请改成 2021-03-05 这样的日期"),
    Entry("L103", _E, "日期有歧义", "“{header}”里的“{value}”分不清月和日", "请改成 2021-03-05 这样的日期"),
    Entry("L104", _E, "日期成了小数", "“{header}”里的“{value}”是数字（2025.10 会被存成 2025.1），不知道是哪一天", "请改成 2025-10-01 这样的完整日期"),
    Entry("L105", _E, "日期超出范围", "“{header}”里的“{value}”不在 1990 至 2100 年之间", "请核对年份"),
    Entry("L106", _E, "一格两个日期", "“{header}”里的“{value}”有不止一个日期", "请只保留一个，其余写到备注"),
    Entry("L107", _E, "公式没有结果", "“{header}”里是 {value}，没有可用的值", "请用 Excel 或 WPS 打开，修正公式后保存"),
    Entry("L108", _E, "日期缺少年份", "“{header}”里的“{value}”没有年份，工作表名、文件名和标题里也没有", "请改成 2021-03-05 这样的日期；全是一年的，"),
    Entry("L110", _E, "答复早于收到", "答复日期早于收到日期", "请核对两个日期"),
    Entry("L111", _E, "有答复日期没有结果", "有答复日期，但没有办理结果", "请补上办理结果"),
    Entry("L112", _E, "有结果没有日期", "写了“{value}”，但没有{field_}", "请补上日期"),
    Entry("L113", _E, "不认识的写法", "“{header}”里的“{value}”不知道对应{what}的哪一项{near}"),
    Entry("L114", _W, "按默认口径计", "“{value}”没有官方口径，按默认计入“{target}”", "如不合本单位口径，"),
    Entry("L115", _E, "需要确认口径", "“{value}”各地口径不一，没有计入：{why}"),
    Entry("L116", _E, "结果互相矛盾", "“{value}”与“{other}”指向不同的结果", "请核对后只保留一个"),
    Entry("L117", _E, "缺少具体情形", "只写了“{value}”，没有写明具体情形", "请按表样补上具体情形（如“1.属于国家秘密”）"),
    Entry("L118", _I, "区分处理只计部分公开", "“{value}”含公开和不公开，按表样只计入“部分公开”"),
    Entry("L120", _E, "缺少申请人类别", "“{header}”是空的", "请补上申请人类别（自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他）{near}"),
    Entry("L121", _E, "法人没有细分", "“{value}”没有细分到表样的五类", "请改写为商业企业、科研机构、社会公益组织、法律服务机构或其他{near}"),
    Entry("L130", _E, "登记编号重复", "编号“{value}”在{first}已经出现，但内容不同，后一行没有计入", "请核对：是两件请改编号，是一件请删去一行"),
    Entry("L131", _W, "同一件登记两次", "有 {count} 件与{other}编号和内容都相同，只计一次"),
    Entry("L140", _W, "疑似重复", "同一天有 {count} 条标题相同且没有网址的信息，全部计入", "请核对是否重复登记"),
    Entry("L141", _I, "重叠的信息只计一次", "有 {count} 条与“{other}”中的相同，只计一次"),
    Entry("L142", _W, "一个网址多个标题", "网址相同但标题和日期都不同，按不同信息计", "请核对网址列"),
    Entry("L143", _E, "没有标题", "没有标题也没有网址，不知道是什么信息", "请补上标题"),
    Entry("L150", _E, "缺少类别", "“{header}”是空的，不知道属于{what}的哪一类", "请补上类别"),
    Entry("L151", _E, "不知道是否经过复议", "行政诉讼没有写明是否经过复议", "请在“是否经过复议”列填“是”或“否”"),
    Entry("L152", _E, "废止日期与效力矛盾", "有效性是“{value}”，{detail}", "请核对有效性和废止日期"),
    Entry("L153", _I, "不计入的行", "{count} 行按口径不计入：{why}"),
    Entry("L154", _E, "不认识的写法", "“{header}”里的“{value}”不是{what}的写法", "请改成：{allowed}"),
    Entry("L155", _E, "废止早于制发", "废止日期早于制发日期", "请核对两个日期"),
    Entry("L156", _E, "没有办理结果", "“{header}”是空的，看不出是否作出了决定", "请补上办理结果（如准予许可、不予许可、不予受理）"),
    Entry("L157", _E, "有效期无法识别", "“{header}”里的“{value}”看不出到哪一天为止", "请改成“2029-03-31”“5年”“长期”这样的写法"),
    Entry("L160", _E, "金额无法识别", "“{header}”里的“{value}”不是金额", "请只写数字，如 1234.50"),
    Entry("L161", _E, "金额没有单位", "金额没有写明单位是元还是万元", "请在列名中写明，如“金额（元）”，或"),
    Entry("L162", _E, "显示的金额与单位不一致", "“{header}”的单位是{value}，单元格格式却把数字缩小后显示，看不出实际金额是哪一个", "请把这些格的格式改成“常规”，并在列名中写明单位"),
    Entry("L170", _E, "不认识的项目", "“{value}”不知道对应表样的哪一格", "请写成“三/予以公开/自然人”这样的名称{detail}"),
    Entry("L171", _E, "不是数字", "“{header}”里的“{value}”不能作为“{item}”的数值", "请只写数字"),
    Entry("L172", _E, "同一格两个数", "“{item}”已有数值 {first}，这里又写 {second}", "请只保留一个"),
    Entry("L173", _E, "单位不对", "“{item}”的单位应是{expected}，这里写“{value}”", "请改正单位"),
    Entry("L180", _E, "不能确定是不是一件", "这一行{why}，不能确定是不是一件，没有计入", "核对这一行后，"),
    Entry("L181", _W, "没有名称的合计", "这一行没有自己的序号或名称，数正好是它上面 {rows} 行的合计，按合计行不计入", "如果它是一件，请补上序号、编号或名称，或"),
    Entry("L182", _W, "备注与计入矛盾", "“备注”里写着“{value}”，这些行仍然计入", "请核对这些行：不应计入的请从台账中删去，或"),
    Entry("L183", _W, "整张表包含在另一张里", "这张表的 {count} 行全部包含在{other}里，只计一次", "请核对：确为不同的事项时，请补上登记编号、文号、票据号等，或"),
    Entry("L184", _W, "编号被四舍五入", "编号太长，表格软件已把末几位写成 0 或科学计数，不能用来识别重复", "请把这一列设为文本格式后重新导出"),
    Entry("L185", _E, "网址只有主机不同", "标题、日期和{other}相同，网址只有主机（网站地址）不同，像是同一条，没有计入", "核对两行后，"),
    Entry("L190", _W, "申请方式不明", "“{header}”里的“{value}”不知道是哪一种申请方式{near}{why}；申请方式记作“未识别”，不影响其他数字", ""),
    # --- the report
    Entry("T301", _W, "没有数据", "{what}没有台账、数据或设置，{count} 格为空（显示为“—”）", "确实没有发生时，请用 --missing zero，或"),
    Entry("T302", _E, "台账与数据表不一致", "{item}：台账逐条统计是 {counted}，数据表写的是 {figure}，采用台账", "请核对后改正其中一个"),
    Entry("T303", _W, "有月份没有记录", "{channel}：{months} 没有记录", "请确认是否漏了导出的文件"),
    Entry("T304", _I, "年度", "统计年度取 {year} 年（{detail}）", "如不对，请用 --year 指定"),
    Entry("T305", _I, "写 0 的格子", "{what}按 {origin} 写 0"),
    Entry("T306", _I, "台账中没有这一类", "{what}在台账中一行也没有，写 0"),
    Entry("T307", _E, "没有可以统计的数据", "读到的表里没有一行可以计入 {year} 年{detail}", "请核对年度和文件"),
    Entry("T308", _W, "台账的行都没有用上", "{what}没有数据：{ledger}里的 {rows} 行都没有计入（{why}），{count} 格为空（显示为“—”）", "请按这些行的提示改正；改正前不写 0"),
    Entry("T309", _W, "清单里没有这一类", "{what}没有数据：读到的只是{kinds}的清单，{count} 格为空（显示为“—”）",
          "请补上这一类的台账；确实没有发生时，请用 --missing zero，或"),
    Entry("T310", _W, "只知道一部分", "{what}只知道 {known} 件，共 {total} 件", "请在台账中补上其余各件"),
    Entry("T312", _E, "年度与台账不符", "{year} 年没有一行；有日期的 {total} 行里 {count} 行在 {other} 年", "请核对 --year 或 zbreport.toml 里的 year，以及给出的文件；{year} 年确实没有发生时不必改"),
    Entry("T311", _W, "台账没有这一列", "{what}没有数据：{count} 行所在的表没有“{field}”列", "请在台账中补上这一列，或在 zbreport.toml 的 [columns] 下指定"),
    # --- what the office writes itself: Markdown prose, text of templates
    Entry("P501", _E, "不认识的占位符", "占位符“{name}”不知道指什么，原样保留{hint}", "请写成 {{{{ unit }}}}、{{{{ requests.received.total }}}} 这样的名称，可用的名称见 README"),
    Entry("P502", _E, "正文里有 HTML 标记", "第 {lines} 行{more}有 HTML 标记，标记没有写进报告", "请去掉标记，只用段落、标题、列表、加粗和表格"),
    Entry("P503", _E, "看不出是哪一部分", "看不出写的是报告的哪一部分，没有写进报告", "请把文件命名为 一.md 至 六.md，或在 report.md 里用“## 一、总体情况”这样的标题分开"),
    Entry("P504", _E, "同一部分写了两次", "{section}在“{other}”里已经写了，这一处没有写进报告", "请合并到一个文件"),
    Entry("P505", _W, "正文文件是空的", "文件里没有文字", "请写上内容，或删除这个文件"),
    Entry("P506", _E, "正文不是文字文件", "这不是文字文件，没有写进报告", "请用记事本写，另存为 UTF-8 编码"),
    Entry("P507", _E, "正文编码有误", "按 {encoding} 解码时第 {line} 行等处有 {count} 个字符无法识别，已用“\ufffd”代替", "请用记事本打开，另存为 UTF-8 编码"),
    Entry("P508", _I, "按普通文字处理", "第 {line} 行等处有{what}，只保留文字"),
    Entry("P509", _W, "不是六个部分的标题", "第 {line} 行的标题“{heading}”不是六个部分之一，作为前一部分的小标题", "请用“二、主动公开政府信息情况”这样的官方标题"),
    Entry("P510", _I, "用了本单位写的文字", "“{part}”用本单位写的文字，台账得出的句子没有写进去", "如需写进去，请在文字中加一行 {{{{ {part} }}}}"),
    Entry("P511", _E, "正文与表格不一致", "{said}", "请核对后改正文字或台账"),
    # --- the office's own template
    Entry("M501", _E, "模板缺少表", "没有找到“{title}”的表，{count} 格没有写入{hint}", "请核对模板里这张表的行、列名称；模板本来就不含这张表时，请加 --skip M501"),
    Entry("M502", _E, "模板缺少行或列", "没有找到{what}，{count} 格没有写入", "请在模板里补上，或改成表样的名称"),
    Entry("M503", _E, "模板里有两份", "“{title}”的表在模板里不止一处（{places}），不知道填哪一处，{count} 格没有写入", "请只保留一处"),
    Entry("M504", _E, "合并的数字格", "{place} 把 {count} 格合并成了一格（{cells}），没有写入", "请在模板里拆分这一格"),
    Entry("M505", _E, "锁定的数字格", "{table}有 {count} 格被锁定（{places}），没有写入",
          "请撤销工作表保护（审阅 → 撤销工作表保护）或取消内容控件的锁定和数据绑定（开发工具 → 属性），另存后再试"),
    Entry("M506", _W, "没有数据，已清空", "{count} 格没有数据，模板里原有的数已清空：{cells}", "请核对台账，或在模板里补填"),
    Entry("M507", _I, "没有数据，留空", "{count} 格没有数据，没有写入：{cells}"),
    Entry("M508", _I, "换掉原有内容", "{count} 格原有的内容已换成本次的数：{cells}"),
    Entry("M509", _W, "模板是另一年度的", "模板的标题或统计期限是 {said} 年，本次是 {year} 年", "请核对模板里的文字，或用 --year 指定年度"),
    Entry("M510", _I, "保留公式", "{table}有 {count} 格是公式，公式保留，存入的结果是本次的数{hint}"),
    Entry("M511", _E, "公式算出别的数", "{table}有 {count} 格的公式会算出别的数：{cells}", "请改正模板里的公式"),
    Entry("M512", _I, "其他公式", "模板里另有 {count} 个公式，没有改动；用 Excel 打开时会重新计算，其他软件请手动重算（Ctrl+Shift+F9）"),
    Entry("M513", _W, "不认识的占位符", "“{name}”不是占位符的名称，{count} 处原样保留{hint}", "请改正模板里的名称"),
    Entry("M514", _W, "占位符没有设置", "“{name}”没有设置，{count} 处原样保留"),
    Entry("M515", _W, "占位符没有数据", "“{name}”没有数据，{count} 处写作“—”", "请核对台账，或在成稿里补填"),
    Entry("M516", _W, "行列名称不一致", "{place} 的“{said}”当作“{expected}”填写", "请改成表样的名称"),
    Entry("M517", _W, "表样以外的行", "{place} 的“{said}”不是表样里的行，没有填写", "请核对后手工填写"),
    Entry("M518", _W, "有修订标记", "{count} 格带有修订标记（{places}），写入的数可能随修订的接受或拒绝而变", "请在模板里接受或拒绝全部修订后再试"),
    Entry("M519", _W, "没有数据的公式", "{table}有 {count} 格没有数据，但模板里是公式（{places}），打开时会自动算出一个数", "请核对台账，或在模板里去掉公式"),
    Entry("M520", _I, "字符缩窄", "{count} 格放不下本次的数，字符缩窄以免折行：{places}", "如需原来的字形，请在模板里加宽这些列"),
    Entry("M521", _W, "显示的数不同", "{count} 格的单元格格式会把本次的数显示成别的样子（四舍五入、日期或百分比）：{places}", "请在模板里把这些格改成“常规”格式"),
    Entry("M522", _W, "没有填的占位符", "模板的{parts}里有占位符，这些地方不填", "请把占位符移到正文、表格、页眉页脚或单元格里"),
    Entry("M523", _W, "数字签名失效", "模板带有数字签名，填写后签名不再有效", "请在填写后重新签名"),
    # --- settings
    Entry("S401", _W, "不认识的设置", "zbreport.toml 中的“{key}”不起作用{hint}", "请核对写法"),
    Entry("S403", _W, "还没有回答", "zbreport.toml 中“{key}”里的“…”还没有换成选定的写法，不起作用", "请把“…”换成提示里列出的一种写法"),
    Entry("S402", _W, "设置没有用上", "zbreport.toml 中的“{key}”没有对应到任何文件或列", "请核对文件名和列名"),
)
# fmt: on

_ASKS = frozenset({"L113", "L115"})
CATALOGUE: Mapping[str, Entry] = MappingProxyType({entry.code: entry for entry in _ENTRIES})

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "total_row": "合计行",
        "repeated_header": "重复的表头",
        "note_row": "说明或签名行",
        "second_header": "表头的第二行",
        "sample_row": "示例或填写说明",
        "unused_row": "只有编号的空行",
        "unclear_row": "不能确定是不是一件",
        "set_aside_by_office": "按设置不计",
        "continuation": "同一件的续行（合并单元格）",
        "traffic_row": "同一篇的分来源行",
        "unrecognised": "没有认出的表",
        "summary": "汇总表，不是清单",
        "not_a_ledger": "按设置不是台账",
        "missing_column": "缺少必需的列",
        "unclear_table": "不能确定是哪种台账或哪一列",
        "unclear_channel": "不能确定渠道",
        "unknown_channel": "不认识的渠道",
        "no_title": "没有标题",
        "no_date": "没有日期",
        "bad_date": "日期无法识别",
        "broken_cell": "公式错误或没有结果",
        "outside_year": "不属于本年度",
        "not_published": "未发布",
        "duplicate": "与另一行是同一条",
        "duplicate_number": "编号重复",
        "contradictory": "日期或结果互相矛盾",
        "no_outcome": "没有办理结果",
        "no_closing_date": "有结果没有日期",
        "unknown_outcome": "办理结果不明",
        "unknown_applicant": "申请人类别不明",
        "unknown_kind": "类别不明",
        "unknown_status": "状态不明",
        "not_counted": "按口径不计",
        "undecided": "没有作出决定",
        "earlier_instance": "同一案件的前一审",
        "other_document": "不是规章或规范性文件",
        "co_defendant": "复议机关作共同被告，由原机关统计",
        "bad_amount": "金额无法识别",
        "no_unit": "金额没有单位",
        "unknown_item": "不认识的项目",
        "not_a_number": "不是数字",
        "figure_conflict": "与台账或另一个数不一致",
    }
)
"""Why a row does not count: the key that JSON carries, and the words that people read."""


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings worst first, then by code and place."""
    levels = list(Level)
    return tuple(
        sorted(
            found,
            key=lambda one: (
                levels.index(one.level),
                one.code,
                one.file or "",
                one.sheet or "",
                one.rows,
            ),
        )
    )
