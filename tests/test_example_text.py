"""The example with a text of its own: a whole report without a gap, which the check passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from zbreport.cli import app
from zbreport.readback import read_published

EXAMPLES = Path(__file__).parents[1] / "examples"
WHOLE = [
    "export",
    str(EXAMPLES / "2021-clean"),
    "-c",
    str(EXAMPLES / "2021-text" / "zbreport.toml"),
]


@pytest.mark.parametrize("name", ["年报.docx", "年报.html"])
def test_the_whole_report_has_no_gap_and_passes(tmp_path, name):
    target = tmp_path / name
    done = CliRunner().invoke(app, [*WHOLE, "-o", str(target)])
    assert (done.exit_code, done.stderr.splitlines()) == (0, [f"已写出：{target}"])
    checked = CliRunner().invoke(app, ["check", str(target), "--strict"])
    assert checked.exit_code == 0, checked.stdout
    text = "\n".join(part.text for part in read_published(target).paragraphs)
    assert "【" not in text
    assert "{{" not in text
    for said in (
        "坚持“公开为常态、不公开为例外”。2021年，通过网站发布信息14条",
        "政务新媒体中，微信发布 8 条。",
        "（二）依申请公开。2021年，共收到政府信息公开申请12件",
        "（五）监督保障。全年组织培训两次，情况如下：",
        "请与云岫市商务和投资促进局办公室联系（地址：云岫市青石路8号",
        "（四）落实上级政务公开工作要点情况。对照年度工作要点",
    ):
        assert said in text
