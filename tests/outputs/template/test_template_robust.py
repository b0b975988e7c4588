"""A damaged template is filled right or refused in Chinese; nothing else may happen."""

from __future__ import annotations

import random

import pytest
from pages import figures
from templates import (
    codes,
    filled,
    office_docx,
    openpyxl_template,
    outcome,
    package,
    parts_of,
    xlsxwriter_template,
)

from zbreport.errors import TemplateError
from zbreport.readback import read_published

TEMPLATES = {
    "模板.docx": office_docx(),
    "表.xlsx": openpyxl_template(one_sheet=True, protect=True),
    "网格.xlsx": xlsxwriter_template(written=True),
}
LEFT_OUT = {"M501", "M502", "M503", "M504", "M505"}


def damaged(dice, data):
    """Bytes of the file changed, or of one of its parts: cut, repeated, attributes lost or with values that mean nothing."""
    if dice.random() < 0.3:
        content = bytearray(data)
        for _ in range(dice.randrange(1, 6)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        return bytes(content)
    parts = parts_of(data)
    name = dice.choice([name for name in parts if name.endswith((".xml", ".rels")) and parts[name]])
    content = bytearray(parts[name])
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(max(len(content), 1))
        quote = content.find(b'"', at)
        if dice.random() < 0.5 or quote < 0:
            del content[at : at + dice.randrange(1, 30)]
        else:
            content[quote + 1 : quote + 1] = dice.choice([b"-1", b"99999999", b"x", b"<", b"&"])
    return package({**parts, name: bytes(content)})


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("seed", range(40))
def test_damage(tmp_path, name, seed):
    dice = random.Random(f"{seed} {name}")  # noqa: S311 -- damage that is the same in every run
    try:
        found, path = filled(tmp_path, damaged(dice, TEMPLATES[name]), outcome(), name)
    except TemplateError as error:
        said = str(error)
    else:
        said = ""
    if said:
        assert said.startswith(f"{name}：")
        return
    got = {
        key: cell.value
        for key, cell in read_published(path).cells.items()
        if cell.value is not None
    }
    assert {key: value for key, value in got.items() if value != figures(2024)[key]} == {}
    assert len(got) == 200 or LEFT_OUT & set(codes(found))
