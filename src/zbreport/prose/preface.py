"""What stands before section 一: what the report is made by and for which time, and whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.forms.layout import form_of
from zbreport.text.gaps import gap
from zbreport.text.numerals import numeral

if TYPE_CHECKING:
    from zbreport.model import Report
    from zbreport.settings import Settings


def preface_text(report: Report, settings: Settings) -> str:
    """The preface; the office's name and how to reach it come from zbreport.toml."""
    parts = numeral(len(form_of(report).sections))
    unit, year = _line(report.unit or "") or gap("单位名称"), report.year
    reach = "，".join(
        f"{label}：{_line(value) or gap(label)}"
        for label, value in (
            ("地址", settings.address),
            ("邮编", settings.postcode),
            ("电话", settings.phone),
            ("电子邮箱", settings.email),
        )
    )
    return (
        f"根据《中华人民共和国政府信息公开条例》和国务院办公厅关于政府信息公开工作年度报告格式的规定，编制{unit}{year}年政府信息公开工作年度报告。"
        f"本报告共{parts}部分，所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
        f"如对本报告有疑问，请与{_line(settings.contact) or unit}联系（{reach}）。"
    )


def _line(text: str) -> str:
    return " ".join(text.split())
