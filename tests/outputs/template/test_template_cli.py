"""`zbreport export --template` at the command line: what is written where, what is said, and the exit status."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from templates import (
    blank,
    blank_docx,
    office_docx,
    openpyxl_template,
    package,
    parts_of,
    run,
)
from typer.testing import CliRunner

import reference
from zbreport.cli import app, report_workers
from zbreport.cli.shell import run as run_app
from zbreport.pipeline import tally
from zbreport.readback import read_published
from zbreport.workers import Lost

ROOT = Path(__file__).parents[3]
LEDGERS = ROOT / "examples" / "2021-clean"


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A folder with ledgers and a template among them, as an office has it."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(LEDGERS, tmp_path / "inputs")
    (tmp_path / "inputs" / "模板.docx").write_bytes(office_docx(2021))
    return tmp_path


@pytest.fixture
def alone(office):
    """The same with nothing but ledgers in the folder of ledgers."""
    (office / "inputs" / "模板.docx").unlink()
    return office


def export(*arguments):
    return CliRunner().invoke(app, ["export", *map(str, arguments)])


def through(monkeypatch, capsys, *arguments):
    """The exit status and what is said, with errors caught as the entry point does."""
    monkeypatch.setattr("sys.argv", ["zbreport", "export", *map(str, arguments)])
    return run_app(app), capsys.readouterr().err


def figures(path):
    return {key: cell.value for key, cell in read_published(path).cells.items()}


def test_a_template_among_the_ledgers_is_filled_and_not_read_as_one(office):
    done = export("--template", "inputs/模板.docx")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "已写出：模板_2021.docx（填入 200 格，表样共 200 格）" in done.stderr
    assert figures(office / "模板_2021.docx") == dict(tally([LEDGERS]).report.cells)
    assert sorted(path.name for path in office.iterdir()) == ["inputs", "模板_2021.docx"]


@pytest.mark.usefixtures("office")
def test_the_result_among_the_ledgers_does_not_disturb_the_next_run():
    first = export("--template", "inputs/模板.docx", "-o", "inputs/成稿.docx")
    again = export("--template", "inputs/模板.docx", "-o", "inputs/成稿.docx")
    assert (first.exit_code, again.exit_code) == (0, 0), again.stderr


def test_filled_templates_of_earlier_years_among_the_ledgers_are_told_and_not_counted(alone):
    (alone / "模板.xlsx").write_bytes(openpyxl_template(2021))
    assert export("--template", "模板.xlsx", "-o", "inputs/旧.xlsx").exit_code == 0
    outcome = tally([alone / "inputs"])
    assert dict(outcome.report.cells) == dict(tally([LEDGERS]).report.cells)
    assert {one.code for one in outcome.diagnostics if one.file == "旧.xlsx"} >= {"R201"}
    assert all(source.counted == 0 for source in outcome.sources if source.file == "旧.xlsx")


def test_somebodys_file_is_not_overwritten_but_with_force(office):
    target = office / "年报.docx"
    target.write_bytes(b"work")
    assert "已经存在" in str(export("--template", "inputs/模板.docx", "-o", target).exception)
    assert target.read_bytes() == b"work"
    assert export("--template", "inputs/模板.docx", "-o", target, "--force").exit_code == 0
    assert target.read_bytes() != b"work"
    assert export("--template", "inputs/模板.docx", "-o", target).exit_code == 0, (
        "the same bytes once more"
    )


def test_a_filled_template_is_somebodys_file(office):
    assert export("--template", "inputs/模板.docx").exit_code == 0
    changed = export("--template", "inputs/模板.docx", "--missing", "zero", "--year", "2022")
    assert "模板_2022.docx" in changed.stderr
    (office / "模板_2022.docx").replace(office / "模板_2021.docx")
    before = (office / "模板_2021.docx").read_bytes()
    done = export("--template", "inputs/模板.docx")
    assert "已经存在" in str(done.exception)
    assert (office / "模板_2021.docx").read_bytes() == before


def test_the_template_itself_is_never_overwritten(office, monkeypatch, capsys):
    before = (office / "inputs" / "模板.docx").read_bytes()
    os.link(office / "inputs" / "模板.docx", office / "同一个.docx")
    for target in ("inputs/模板.docx", "./inputs/../inputs/模板.docx", "同一个.docx"):
        status, said = through(
            monkeypatch, capsys, "--template", "inputs/模板.docx", "-o", target, "--force"
        )
        assert (status, "不能写回模板本身" in said) == (3, True)
    assert (office / "inputs" / "模板.docx").read_bytes() == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "年报.xlsx"], "扩展名应是 .docx"),
        (["--format", "xlsx"], "格式由模板决定"),
        (["--format", "html"], "格式由模板决定"),
        (["-o", "年报"], "扩展名应是 .docx"),
    ],
)
def test_another_format_than_the_templates_is_wrong_usage(
    office, monkeypatch, capsys, options, said
):
    status, text = through(monkeypatch, capsys, "--template", "inputs/模板.docx", *options)
    assert (status, said in text) == (2, True)
    assert not list(office.glob("年报*"))


def test_what_is_missing_is_said_and_makes_the_status_1_and_strict_writes_nothing(alone):
    short = {**blank(2021), "proceedings": []}
    (alone / "短.docx").write_bytes(blank_docx(2021, found=short))
    done = export("--template", "短.docx", "-o", "出.docx")
    assert done.exit_code == 1
    assert (
        "[错误 M501] 没有找到“四、政府信息公开行政复议、行政诉讼情况”的表，15 格没有写入"
        in done.stderr
    )
    assert (alone / "出.docx").exists()
    strict = export("--template", "短.docx", "-o", "严.docx", "--strict")
    assert strict.exit_code == 1
    assert "M501" in strict.stderr
    assert not (alone / "严.docx").exists()
    wanted = export("--template", "短.docx", "-o", "可.docx", "--strict", "--skip", "M501")
    assert (wanted.exit_code, (alone / "可.docx").exists()) == (0, True)


def test_a_template_of_another_edition_cannot_go_on(office, monkeypatch, capsys):
    (office / "旧版.docx").write_bytes(office_docx(2020))
    status, said = through(monkeypatch, capsys, "--template", "旧版.docx", "-o", "出.docx")
    assert status == 3
    assert "模板是 2019 年版表样" in said
    assert not (office / "出.docx").exists()


@pytest.mark.usefixtures("office")
def test_no_template_is_said_before_the_ledgers_are_read(monkeypatch, capsys):
    status, said = through(monkeypatch, capsys, "没有的台账", "--template", "没有.docx")
    assert status == 3
    assert "没有这个文件，请核对 --template 后面的路径" in said


def test_quiet_says_nothing(alone):
    (alone / "占位.docx").write_bytes(office_docx(2021, body=f"<w:p>{run('{{ 甲 }}')}</w:p>"))
    done = export("--template", "占位.docx", "--quiet")
    assert (done.exit_code, done.stderr, done.stdout) == (0, "", "")


def test_a_template_is_filled_to_the_last_cell(tmp_path, monkeypatch):
    """200 cells of the city, read back equal, and `check` finds nothing wrong with them."""
    monkeypatch.chdir(tmp_path)
    template, ledgers = tmp_path / "模板.docx", reference.city()
    template.write_bytes(
        office_docx(2024, change=lambda xml: xml.replace("某市某局", "清溪市人民政府"))
    )
    done = export(ledgers, "--template", template, "-o", "年报.docx", "--strict")
    assert done.exit_code == 0, done.stderr
    assert figures(tmp_path / "年报.docx") == dict(tally([ledgers]).report.cells)
    checked = CliRunner().invoke(app, ["check", "年报.docx", "--ledgers", str(ledgers), "--strict"])
    assert checked.exit_code == 0, checked.stdout
    assert "读到 200 格（应有 200 格）" in checked.stdout.replace("\n", "")


def with_cell(path, address):
    """An Excel template in which somebody typed something into a cell far away."""
    book = load_workbook(path)
    book.worksheets[0][address] = 1
    book.save(path)


@pytest.mark.usefixtures("alone")
def test_a_template_with_a_cell_far_away_is_refused(monkeypatch, capsys):
    Path("模板.xlsx").write_bytes(openpyxl_template(2021))
    with_cell("模板.xlsx", "XFD1048576")
    status, said = through(monkeypatch, capsys, "--template", "模板.xlsx")
    assert status == 3
    assert "XFD1048576" in said
    assert not Path("模板_2021.xlsx").exists()


@pytest.mark.usefixtures("alone")
def test_a_template_that_ends_its_reader_ends_nothing_else(monkeypatch, capsys):
    Path("模板.docx").write_bytes(blank_docx(2021))
    monkeypatch.setattr(report_workers.WorkerPool, "call", lambda *_: Lost("用去的内存太多"))
    status, said = through(monkeypatch, capsys, "--template", "模板.docx")
    assert status == 3
    assert "模板.docx：读取模板的程序中途停止（用去的内存太多）" in said
    assert not Path("模板_2021.docx").exists()


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_template_with_a_broken_part_is_refused_in_chinese(monkeypatch, capsys, part):
    parts = parts_of(openpyxl_template(2021))
    Path("模板.xlsx").write_bytes(package({**parts, part: parts[part][:-40]}))
    status, said = through(monkeypatch, capsys, "--template", "模板.xlsx")
    assert status in {0, 1, 3}
    assert "Traceback" not in said
    assert (status == 3) == ("已损坏" in said or "无法读取" in said)
