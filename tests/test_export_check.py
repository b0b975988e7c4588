"""`zbreport export … && zbreport check …`: every format passes, and its sentences are those of a report that was published."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

import reference
from zbreport import tally
from zbreport.cli import app
from zbreport.outputs import FORMATS
from zbreport.prose import compose
from zbreport.readback import read_published

EXAMPLES = Path(__file__).parents[1] / "examples"
FOLDERS = [
    EXAMPLES / "2021-clean",
    EXAMPLES / "2020-clean",
    EXAMPLES / "2024-messy",
    reference.city(),
    reference.bureau(),
]
READ = ["xlsx", "docx", "html", "json"]


def run(*words):
    return CliRunner().invoke(app, [*map(str, words)])


@pytest.mark.parametrize("key", READ)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_exported_passes_the_check(tmp_path, folder, key):
    target = tmp_path / f"年报{FORMATS[key].extensions[0]}"
    errors = (
        folder.name == "2024-messy"
    )  # its ledgers hold rows that nobody can count; the report agrees with itself all the same
    assert run("export", folder, "-o", target, "-q").exit_code == int(errors)
    checked = run("check", target)
    assert checked.exit_code == 0, checked.stdout
    outcome = tally([folder])
    published = read_published(target)
    assert {cell: published.value(cell) for cell in outcome.report.cells} == dict(
        outcome.report.cells
    )


def test_the_sentences_say_what_the_bureau_published():
    prose = compose(tally([reference.bureau()], missing="zero"))
    one, six = (
        "".join(part.lead + part.text for part in prose.section(section)) for section in "一六"
    )
    assert "通过网站发布信息447条" in one
    assert "通过政务新媒体发布信息704条" in one
    assert "新闻媒体刊发信息73条" in one
    assert "共收到政府信息公开申请2件，均以信函方式提出。" in one
    assert "上述答复均在法定期限内作出。" in one
    assert "未收取政府信息公开信息处理费。" in six
    assert "办理人大代表建议5件" in six
    assert "办理政协提案5件" in six
    assert (
        re.findall(r"答复(\d+)件，反馈满意(\d+)件，公开办理结果(\d+)件", six)
        == [("5", "5", "5")] * 2
    )


def test_the_sentences_of_the_example_are_what_hands_count():
    prose = compose(tally([EXAMPLES / "2021-clean"]))
    one, six = (
        "".join(part.lead + part.text for part in prose.section(section)) for section in "一六"
    )
    for said in (
        "通过网站发布信息14条，通过政务新媒体发布信息14条（微博6条、微信8条），新闻媒体刊发信息5条。",
        "制发行政规范性文件2件，废止1件，现行有效5件。",
        "共收到政府信息公开申请12件，其中网络6件、信函4件、当面1件、电子邮件1件。上年结转2件，本年答复12件，结转下年度继续办理2件。",
        "予以公开5件，占41.7%；部分公开1件，占8.3%；不予公开2件，占16.7%；无法提供2件，占16.7%；不予处理1件，占8.3%；其他处理1件，占8.3%。",
        "政府信息公开行政复议4件，其中结果维持1件，结果纠正1件，其他结果1件，尚未审结1件。",
        "政府信息公开行政诉讼2件，其中结果维持1件，结果纠正0件，其他结果0件，尚未审结1件；未经复议直接起诉1件，复议后起诉1件。",
    ):
        assert said in one
    assert "收取政府信息公开信息处理费2000元。" in six
    assert (
        "办理人大代表建议2件，答复2件，反馈满意2件，公开办理结果2件；办理政协提案2件，答复2件，反馈满意1件，公开办理结果1件。"
        in six
    )


def test_several_files_are_written_in_one_run(tmp_path):
    names = ["年报.docx", "年报.html", "统计表.xlsx", "数据.json"]
    wanted = [word for name in names for word in ("-o", tmp_path / name)]
    done = run("export", EXAMPLES / "2021-clean", *wanted)
    assert done.exit_code == 0, done.stderr
    assert [line.rpartition("/")[2] for line in done.stderr.splitlines()] == names
    assert {path.name for path in tmp_path.iterdir()} == set(names)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "a.docx", "-o", "b.html", "--format", "docx"], "--format 只能配一个 -o"),
        (["-o", "a.docx", "-o", "./a.docx"], "同一个文件"),
    ],
)
def test_several_files_that_cannot_be_meant_are_refused(tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    done = run("export", EXAMPLES / "2021-clean", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["年报.docx", "年报.html", "年报.xlsx"])
def test_an_unedited_file_is_written_over_and_an_edited_one_is_not(tmp_path, name):
    target = tmp_path / name
    assert run("export", EXAMPLES / "2020-clean", "-q", "-o", target).exit_code == 0
    assert run("export", EXAMPLES / "2021-clean", "-q", "-o", target).exit_code == 0
    edit(target)
    edited = target.read_bytes()
    done = run("export", EXAMPLES / "2021-clean", "-q", "-o", target)
    assert "已经存在" in str(done.exception)
    assert target.read_bytes() == edited
    assert run("export", EXAMPLES / "2021-clean", "-q", "--force", "-o", target).exit_code == 0


def edit(path):
    """Changes a character, as a clerk would."""
    if path.suffix == ".html":
        path.write_text(path.read_text(encoding="utf-8").replace("网站", "官网"), encoding="utf-8")
        return
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace("总计".encode(), "合计".encode()))
