"""Pipe tables stay tables, whatever an office writes into its names."""

from __future__ import annotations

import re

from handmade import outcome_for

from zbreport.outputs.markdown import render
from zbreport.render.markdown import escaped


def tables(text):
    return [block.splitlines() for block in text.split("\n\n") if block.startswith("|")]


def test_every_line_of_a_table_has_as_many_cells_as_its_header(outcome):
    found = tables(render(outcome).decode())
    assert len(found) >= 8
    for table in found:
        assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {
            len(re.findall(r"(?<!\\)\|", table[0]))
        }


def test_figures_stand_beside_their_labels(outcome):
    text = render(outcome).decode()
    assert "| 一、本年新收政府信息公开申请数量 | 3001 |" in text
    assert "| 行政诉讼 / 复议后起诉 | 12 | 12 | 12 | 12 | 48 |" in text
    assert "96171.6 |" in text
    assert "| — |" in text


def test_findings_and_notes_are_there():
    text = render(outcome_for(2024)).decode()
    assert "**错误 L101 缺少日期**" in text
    assert "申请人撤回的申请计入“其他处理”" in text
    assert "共读入 3 个文件 452 行：计入 449 行，未计入 3 行" in text


def test_marks_of_markdown_are_escaped():
    assert escaped("a|b\n*c* <d>") == r"a\|b \*c\* \<d\>"
    assert r"=某市\|投资促进局2024年" in render(outcome_for(2024)).decode()
