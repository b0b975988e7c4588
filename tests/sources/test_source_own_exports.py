"""What zbreport wrote is no ledger: an export that lies among the ledgers is told and passed by, whatever its format."""

from __future__ import annotations

from pathlib import Path

import pytest

from zbreport import tally
from zbreport.outputs import FORMATS, render
from zbreport.pipeline import inspect

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "2021-clean"
LIST = "标题,发布时间\n甲,2021-03-05\n"


@pytest.fixture(scope="module")
def outcome():
    return tally([EXAMPLE])


@pytest.mark.parametrize("key", FORMATS)
def test_own_outputs_are_told_and_not_read(outcome, tmp_path, key):
    name = f"年报{FORMATS[key].extensions[0]}"
    (tmp_path / "网站.csv").write_text(LIST)
    (tmp_path / name).write_bytes(render(outcome, key))
    found = inspect([tmp_path])
    assert [source.file for source in found.sources] == ["网站.csv"]
    assert [one.code for one in found.diagnostics if one.file == name] == ["F106"]
    assert sum(source.counted for source in found.sources) == 1


def test_files_of_others_that_look_alike_are_read(tmp_path):
    (tmp_path / "网站.csv").write_text("部分,标题,发布时间\n一,甲,2021-03-05\n")
    rows = "<tr><td>标题</td><td>发布时间</td></tr><tr><td>甲</td><td>2021-03-06</td></tr>"
    page = f'<html><meta name="generator" content="others"><table>{rows}</table></html>'
    (tmp_path / "网站.html").write_text(page)
    assert sum(source.counted for source in inspect([tmp_path]).sources) == 2
