"""What a title says of the office: its name, whether it is a government, whether it makes 规章."""

from __future__ import annotations

import re

_NAME = re.compile(r"^(?P<before>.*?)(?:20\d\d年度?)(?P<after>.*?)(?:政府信息公开|政务公开)")
_SMALL = re.compile(r"[县区旗镇乡]人民政府|街道|[县区旗镇乡](?:政府|人民政府)")
_DEPARTMENT = re.compile(
    r"(?:局|委|委员会|厅|院|中心|署|处|馆|会|站|所|队|公司|学校|大学|医院|街道办事处|研究室|管理办公室)$"
)
_GOVERNMENT = re.compile(r"(?:政府|人民政府办公[室厅]|政府办公[室厅])$")
_MINISTRY = re.compile(r"^(?:中华人民共和国|国务院|国家|中国)|部$|^海关总署$|总局$")


def office_of(title: str) -> str:
    """The office in a title: `某市统计局2023年政府信息公开工作年度报告` → `某市统计局`.

    Empty where the title names none.
    """
    found = _NAME.match(re.sub(r"\s+", "", title))
    return (found["before"] or found["after"]).strip("《“") if found else ""


def is_government(office: str) -> bool | None:
    """Whether an office is a government (or its office), not a department; None if unclear."""
    if _GOVERNMENT.search(office):
        return True
    return False if _DEPARTMENT.search(office) or _MINISTRY.search(office) else None


def makes_rules(office: str) -> bool:
    """Whether an office may make 规章: ministries, provinces, cities.

    A city at county level cannot be told apart, and passes.
    """
    if _MINISTRY.search(office):
        return True
    return is_government(office) is not False and not _SMALL.search(office)
