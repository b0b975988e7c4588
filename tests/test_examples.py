"""Every example runs through the command line as a clerk would run it, and gives the numbers that were counted by hand.

The hand-counted numbers stand here and in examples/README.md; the golden files beside the examples
hold the whole output, for review. `python tests/test_examples.py --regenerate` (or
ZBREPORT_REGENERATE=1) writes the golden files anew; look at the difference before you commit it.
The hand-counted numbers are changed by hand only.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from zbreport import tally
from zbreport.forms import form_for
from zbreport.forms.layout import number_text
from zbreport.outputs import render
from zbreport.tabulation.trace import explain

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
STATUS = {"2021-clean": 0, "2020-clean": 0, "2024-messy": 1}
YEARS = {"2021-clean": 2021, "2020-clean": 2020, "2024-messy": 2024}
GOLDEN = {
    "expected.json": ("tally", "--format", "json"),
    "expected.txt": ("tally",),
    "inspect.txt": ("inspect",),
}
"""Golden file of an example → the command whose output it holds."""

COLUMNS = ("natural_person", "business", "research", "public_interest", "legal_service", "other")

# ------------------------------------------------------------------------------------ counted by
# hand from examples/make_examples.py

REQUESTS = {  # row → 自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他; every row that is not named is all zero
    "2021-clean": {
        "received": (6, 2, 1, 1, 1, 1),
        "carried_in": (1, 1, 0, 0, 0, 0),
        "granted": (3, 1, 0, 0, 0, 1),
        "partially_granted": (0, 0, 0, 0, 1, 0),
        "third_party_rights": (0, 1, 0, 0, 0, 0),
        "enforcement_file": (0, 0, 0, 1, 0, 0),
        "not_held": (1, 0, 0, 0, 0, 0),
        "requires_creation": (0, 0, 1, 0, 0, 0),
        "petition": (1, 0, 0, 0, 0, 0),
        "not_corrected_in_time": (1, 0, 0, 0, 0, 0),
        "total": (6, 2, 1, 1, 1, 1),
        "carried_forward": (1, 1, 0, 0, 0, 0),
    },
    "2020-clean": {
        "received": (3, 1, 0, 0, 1, 1),
        "carried_in": (1, 0, 0, 0, 0, 0),
        "granted": (2, 0, 0, 0, 0, 0),
        "state_secret": (0, 1, 0, 0, 0, 0),
        "repeated": (0, 0, 0, 0, 1, 0),
        "other": (2, 0, 0, 0, 0, 0),
        "total": (4, 1, 0, 0, 1, 0),
        "carried_forward": (0, 0, 0, 0, 0, 1),
    },
    "2024-messy": {
        "received": (9, 2, 0, 1, 1, 1),
        "carried_in": (1, 0, 0, 0, 0, 0),
        "granted": (3, 0, 0, 1, 0, 1),
        "partially_granted": (1, 1, 0, 0, 0, 0),
        "deliberative_process": (0, 0, 0, 0, 1, 0),
        "not_held": (2, 0, 0, 0, 0, 0),
        "other": (2, 0, 0, 0, 0, 0),
        "total": (8, 1, 0, 1, 1, 1),
        "carried_forward": (2, 1, 0, 0, 0, 0),
    },
}
PROCEEDINGS = {  # 结果维持, 结果纠正, 其他结果, 尚未审结
    "2021-clean": {
        "review": (1, 1, 1, 1),
        "litigation_direct": (1, 0, 0, 0),
        "litigation_after_review": (0, 0, 0, 1),
    },
    "2020-clean": {
        "review": (0, 0, 0, 0),
        "litigation_direct": (0, 0, 0, 0),
        "litigation_after_review": (0, 0, 0, 0),
    },
    "2024-messy": {
        "review": (1, 1, 0, 1),
        "litigation_direct": (0, 0, 1, 0),
        "litigation_after_review": (1, 1, 0, 0),
    },
}
DISCLOSURE = {
    "2021-clean": {
        "rules": {"issued": 0, "repealed": 0, "in_force": 0},
        "normative_documents": {"issued": 2, "repealed": 1, "in_force": 5},
        "licences": 4,
        "penalties": 3,
        "coercive_measures": 2,
        "fees_wan_yuan": "0.5",  # 1200.50 + 3000 + 799.50 元
    },
    "2020-clean": {
        "rules": {"newly_made": 0, "newly_disclosed": 0, "total_disclosed": 0},
        "normative_documents": {"newly_made": 3, "newly_disclosed": 4, "total_disclosed": 5},
        "licences": {"previous_items": 12, "change": -2, "decisions": 5},
        "other_services": {"previous_items": 6, "change": 1, "decisions": 2},
        "penalties": {"previous_items": 15, "change": 0, "decisions": 2},
        "coercive_measures": {"previous_items": 1, "change": -1, "decisions": 0},
        "fees": {"previous_items": 2, "change": 0},
        "procurement": {"projects": 3, "amount_yuan": "251000.5"},
    },
    "2024-messy": {
        "rules": {"issued": 0, "repealed": 0, "in_force": 0},
        "normative_documents": {"issued": 2, "repealed": 2, "in_force": 3},
        "licences": 3,
        "penalties": 3,
        "coercive_measures": 1,
        "fees_wan_yuan": "0.3",  # 0.03 万元 + 1500 元 + 0.12 万元
    },
}
CHANNELS = {
    "2021-clean": {"website": 14, "weibo": 6, "wechat": 8, "press": 5},
    "2020-clean": {"website": 12, "wechat": 4},
    "2024-messy": {
        "website": 13,
        "weibo": 6,
        "wechat": 9,
        "douyin": 18,
        "press": 5,
        "other:shipinhao": 3,
    },
}
METHODS = {
    "2021-clean": {"网络": 6, "信函": 4, "当面": 1, "电子邮件": 1},
    "2020-clean": {"网络": 3, "信函": 2, "当面": 1},
    "2024-messy": {"网络": 8, "信函": 4, "当面": 2},
}
SET_ASIDE = {  # of the messy example, by file; the copy of the website list is not read a second time
    "网站/": {
        "total_row": 4,
        "not_published": 2,
        "outside_year": 2,
        "repeated_header": 1,
        "bad_date": 1,
        "note_row": 1,
        "duplicate": 1,
        "unrecognised": 3,
        "summary": 2,
    },
    "新媒体/微信": {"duplicate": 1},
    "新媒体/新闻媒体刊发.xlsx": {},
    "新媒体/微博.csv": {"repeated_header": 1, "outside_year": 1},
    "依申请公开/2024年依申请公开台账.xlsx": {
        "total_row": 3,
        "note_row": 1,
        "unknown_applicant": 1,
        "unknown_outcome": 2,
        "duplicate_number": 1,
        "contradictory": 1,
        "bad_date": 1,
        "no_closing_date": 1,
        "outside_year": 1,
    },
    "依申请公开/行政诉讼台账.xlsx": {"co_defendant": 1, "unknown_kind": 1},
    "其他/规范性文件清理目录.xlsx": {
        "other_document": 1,
        "unknown_kind": 1,
        "outside_year": 1,
        "contradictory": 1,
    },
    "其他/行政许可处罚强制台账.xlsx": {"duplicate": 1, "total_row": 1},
    "其他/收费台账.xlsx": {"outside_year": 1, "bad_amount": 1, "total_row": 1},
    "其他/数据表.csv": {"figure_conflict": 1, "unknown_item": 1},
    "其他/建议提案办理情况.xlsx": {"outside_year": 1},
    "其他/考勤表.xlsx": {"unrecognised": 2},
}

# ------------------------------------------------------------------------------------------------------------------------ the tests


def run(*arguments, status=None, encoding="utf-8", cwd=ROOT):
    """Runs the command line and gives its standard output."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in {"COLUMNS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"}
    }
    environment = {**kept, "PYTHONIOENCODING": encoding, "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-m", "zbreport", *map(str, arguments)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        check=False,
    )
    complaint = done.stderr.decode(encoding, "replace")
    assert "Traceback" not in complaint, complaint
    if status is not None:
        assert done.returncode == status, complaint
    return done.stdout.decode(encoding).replace("\r\n", "\n")


@cache
def output(example, *command):
    return run(command[0], f"examples/{example}", *command[1:], status=STATUS[example])


@cache
def report(example):
    return json.loads(output(example, "tally", "--format", "json"))


@cache
def builder():
    spec = importlib.util.spec_from_file_location("make_examples", EXAMPLES / "make_examples.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def total_too(counts, *names):
    return {**dict(zip(names, counts, strict=True)), "total": sum(counts)}


def every(name):
    return pytest.mark.parametrize(name, STATUS)


@every("example")
@pytest.mark.parametrize("kind", GOLDEN)
def test_output_is_the_golden_file(example, kind):
    golden = EXAMPLES / f"{example}.{kind}"
    printed = output(example, *GOLDEN[kind])
    if os.environ.get("ZBREPORT_REGENERATE"):
        golden.write_text(printed, encoding="utf-8", newline="\n")
    assert printed == golden.read_text(encoding="utf-8"), (
        "python tests/test_examples.py --regenerate"
    )


@every("example")
def test_every_figure_is_the_one_counted_by_hand(example):
    found = report(example)
    assert found["year"] == YEARS[example]
    assert found["disclosure"] == DISCLOSURE[example]
    zero = (0,) * 6
    assert found["requests"] == {
        row: total_too(REQUESTS[example].get(row, zero), *COLUMNS) for row in found["requests"]
    }
    assert set(REQUESTS[example]) <= set(found["requests"])
    assert found["proceedings"] == {
        kind: total_too(counts, "upheld", "corrected", "other", "pending")
        for kind, counts in PROCEEDINGS[example].items()
    }
    assert {channel["key"]: channel["count"] for channel in found["channels"]} == CHANNELS[example]
    assert found["request_methods"] == METHODS[example]


@every("example")
def test_printed_relation_holds_in_every_column(example):
    rows = report(example)["requests"]
    for column in (*COLUMNS, "total"):
        left = rows["received"][column] + rows["carried_in"][column]
        assert left == rows["total"][column] + rows["carried_forward"][column]


@every("example")
def test_months_add_up_to_the_channel(example):
    for channel in report(example)["channels"]:
        assert channel["by_month"] is None or sum(channel["by_month"]) == channel["count"]


@every("example")
def test_rows_are_counted_or_set_aside(example):
    for source in report(example)["sources"]:
        assert source["rows"] == source["counted"] + sum(source["set_aside"].values())


@pytest.mark.parametrize("start", SET_ASIDE)
def test_rows_set_aside_are_the_ones_counted_by_hand(start):
    found = {}
    for source in report("2024-messy")["sources"]:
        if source["file"].startswith(start):
            for reason, count in source["set_aside"].items():
                found[reason] = found.get(reason, 0) + count
    assert found == SET_ASIDE[start]


@pytest.mark.parametrize("example", [name for name, status in STATUS.items() if status == 0])
def test_clean_examples_leave_no_row_out_and_ask_nothing(example):
    found = report(example)
    assert all(not source["set_aside"] for source in found["sources"])
    assert {one["level"] for one in found["diagnostics"]} <= {"info"}


@every("example")
def test_every_row_set_aside_can_be_listed(example):
    listed = json.loads(run("inspect", f"examples/{example}", "--set-aside", "--format", "json"))
    assert len(listed["set_aside"]) == sum(
        sum(source["set_aside"].values()) for source in report(example)["sources"]
    )


@every("example")
def test_every_number_has_as_many_rows(example):
    outcome = tally([EXAMPLES / example])
    form = form_for(outcome.report.year)
    cells = {key: number for key, number in outcome.report.cells.items() if number}
    assert cells
    for key, number in cells.items():
        rows = explain(outcome, key).rows
        if form.cells[key].is_money or any(row.amount is not None for row in rows):
            assert rows
            continue
        assert len(rows) == len({(row.file, row.sheet, row.row) for row in rows}) == number
    for channel in outcome.report.channels:
        rows = explain(outcome, f"channels.{channel.key}").rows
        assert len(rows) == (channel.count if channel.by_month else 1)


@every("example")
def test_every_key_of_the_csv_is_explained(example):
    outcome = tally([EXAMPLES / example])
    table = list(csv.DictReader(render(outcome, "csv").decode("utf-8-sig").splitlines()))
    assert len(table) > 200
    for line in table:
        found = explain(outcome, line["键"])
        assert number_text(found.number) == line["数值"], line["键"]
        if line["键"].startswith("channels.") and line["键"][-1].isdigit():
            assert len(found.rows) == (found.number or 0)


@pytest.mark.parametrize(
    ("example", "cell", "rows"),
    [
        ("2021-clean", "requests.granted.natural_person", [3, 5, 11]),
        ("2021-clean", "三/予以公开/自然人", [3, 5, 11]),
        ("2021-clean", "proceedings.review.pending", [5]),
        ("2021-clean", "channels.press", [2, 3, 4, 5, 6]),
        ("2020-clean", "二/行政许可/本年增/减", [3]),
        ("2024-messy", "requests.carried_forward.total", [24, 25, 26]),
        ("2024-messy", "proceedings.review.corrected", [10]),
        ("2024-messy", "channels.other:shipinhao", [2, 3, 4]),
        ("2024-messy", "disclosure.fees_wan_yuan", [2, 3, 4]),
    ],
)
def test_explain_lists_the_rows_that_excel_shows(example, cell, rows):
    listed = json.loads(run("explain", cell, f"examples/{example}", "--format", "json", status=0))
    assert [row["row"] for row in listed] == rows
    assert all((EXAMPLES / example / row["file"]).is_file() for row in listed)


@every("example")
def test_csv_holds_every_cell_of_the_json(example):
    found = report(example)
    written = {
        row[3]: row[4]
        for row in csv.reader(io.StringIO(output(example, "tally", "--format", "csv")))
    }
    for table in ("disclosure", "requests", "proceedings"):
        for key, number in flat(found[table], table):
            assert Decimal(written[key]) == Decimal(number), key
    for channel in found["channels"]:
        assert written[f"channels.{channel['key']}"] == str(channel["count"])


@every("example")
def test_markdown_holds_the_tables(example):
    printed = output(example, "tally", "--format", "markdown")
    granted = REQUESTS[example]["granted"]
    line = next(line for line in printed.splitlines() if "予以公开" in line)
    assert [int(number) for number in re.findall(r"(?<=\| )\d+(?= \|)", line)] == [
        *granted,
        sum(granted),
    ]


@every("example")
def test_workbook_is_written_and_the_same_twice(example, tmp_path):
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    for path in (one, two):
        run("export", f"examples/{example}", "-o", path, status=STATUS[example])
    assert one.read_bytes() == two.read_bytes()
    openpyxl = pytest.importorskip("openpyxl")
    texts = "\n".join(
        str(cell)
        for sheet in openpyxl.load_workbook(one)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    )
    assert form_for(YEARS[example]).tables[1].title in texts
    assert not [name for name in persons() if name in texts]


@every("example")
@pytest.mark.parametrize(
    "command",
    [("tally",), ("tally", "--format", "json"), ("tally", "--format", "csv"), ("inspect",)],
)
def test_nobody_is_named(example, command):
    printed = output(example, *command)
    assert not [name for name in persons() if name in printed]


@every("example")
def test_output_fits_a_gbk_console(example):
    assert run("tally", f"examples/{example}", encoding="gbk", status=STATUS[example])


@every("example")
def test_ledgers_in_reverse_or_by_name_give_the_same_report(example):
    files = sorted(
        (
            path
            for path in (EXAMPLES / example).rglob("*")
            if path.is_file() and path.suffix != ".toml"
        ),
        reverse=True,
    )
    found = json.loads(
        run("tally", *files, "--format", "json", "--config", EXAMPLES / example / "zbreport.toml")
    )
    same = ("year", "channels", "disclosure", "requests", "proceedings", "request_methods")
    assert {key: found[key] for key in same} == {key: report(example)[key] for key in same}


def test_committed_ledgers_are_what_the_tables_say(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    builder().main(tmp_path)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    kept = sorted(
        path.relative_to(EXAMPLES)
        for name in STATUS
        for path in (EXAMPLES / name).rglob("*")
        if path.is_file() and path.name != "zbreport.toml"
    )
    assert made == kept
    for name in made:
        if name.suffix != ".xlsx":
            assert (tmp_path / name).read_bytes() == (EXAMPLES / name).read_bytes()
            continue
        new, old = (openpyxl.load_workbook(folder / name) for folder in (tmp_path, EXAMPLES))
        assert cells_of(new) == cells_of(old), name


def test_making_them_twice_gives_the_same_bytes():
    assert builder().ledgers() == builder().ledgers()


@pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(("example", "status"), [*STATUS.items(), ("none", 3)])
def test_unattended_script_logs_and_tells(example, status, tmp_path):
    if example != "none":
        shutil.copytree(EXAMPLES / example, tmp_path / "inputs")
    shutil.copy(EXAMPLES / "annual_report.sh", tmp_path)
    environment = {
        **os.environ,
        "ZBREPORT": f"{sys.executable} -m zbreport",
        "PYTHONPATH": python_path(),
    }
    done = subprocess.run(
        ["bash", "annual_report.sh"],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    log = (tmp_path / "annual_report.log").read_text(encoding="utf-8")
    assert done.returncode == status, log
    assert f"退出码 {status}" in log
    assert "Traceback" not in log
    if status != 3:
        assert (tmp_path / f"政府信息公开年报统计表_{YEARS[example]}.xlsx").is_file()
        assert "三、收到和处理政府信息公开申请情况" in log


def script(folder, *arguments, **environment):
    shutil.copy(EXAMPLES / "annual_report.sh", folder)
    return subprocess.run(
        ["bash", "annual_report.sh", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": python_path(), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    "program", ["zbreport-is-not-here", "false", f"{sys.executable} -m no_such"]
)
def test_the_script_says_that_the_program_is_missing(program, tmp_path):
    done = script(tmp_path, ZBREPORT=program)
    assert (done.returncode, done.stdout) == (3, "")
    assert "zbreport 无法启动" in done.stderr


@pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash")
def test_the_script_says_that_it_cannot_write(tmp_path):
    (tmp_path / "annual_report.log").mkdir()
    done = script(tmp_path, ZBREPORT="true")
    assert done.returncode == 3
    assert done.stderr.startswith("没有完成：不能写日志")
    (tmp_path / "占用").write_bytes(b"")
    done = script(tmp_path, tmp_path, "2021", tmp_path / "占用" / "结果", ZBREPORT="true")
    assert done.returncode == 3
    assert "打不开" in done.stderr


@pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash")
def test_a_killed_program_leaves_a_documented_status(tmp_path):
    program = tmp_path / "program"
    program.write_text('#!/bin/sh\n[ "$1" = --version ] || kill -9 $$\n', encoding="utf-8")
    program.chmod(0o755)
    assert script(tmp_path, ZBREPORT=str(program)).returncode == 3


def test_batch_file_is_one_that_windows_reads():
    data = (EXAMPLES / "年报.bat").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    lines = data.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    logic, _, messages = data.decode().partition("\r\n:tell\r\n")
    assert logic.isascii(), "any code page reads it alike"
    assert "goto" not in messages, "labels are looked for in ASCII only"
    assert all(line.isascii() or " echo " in line for line in messages.splitlines())
    for status in (0, 1, 2, 3):
        assert f'"%WHY%%STATUS%"=="{status}" echo' in messages, status
    assert "PYTHONIOENCODING=utf-8" in logic
    assert re.search(r"exit /b %STATUS%\s*$", messages)
    assert "pause" not in logic.lower().split("if ")[0]
    assert logic.index(r"python\python.exe") < logic.index("zbreport.exe") < logic.index("(py.exe)")


def python_path():
    """An absolute PYTHONPATH, for children that run in another folder."""
    given = os.environ.get("PYTHONPATH", "")
    return os.pathsep.join(str(Path(entry).resolve()) for entry in given.split(os.pathsep) if entry)


def flat(value, key):
    if isinstance(value, dict):
        for name, below in value.items():
            yield from flat(below, f"{key}.{name}")
    else:
        yield key, value


def cells_of(book):
    return [
        (
            sheet.title,
            sorted(map(str, sheet.merged_cells.ranges)),
            [list(row) for row in sheet.iter_rows(values_only=True)],
        )
        for sheet in book
    ]


@cache
def persons():
    """Everything that the ledgers hold about people: applicants, parties, those who signed."""
    headers = {"申请人", "行政相对人名称", "当事人名称", "姓名"}
    found = set()
    for name, table in vars(builder()).items():
        if not (name.isupper() and isinstance(table, str)):
            continue
        rows = builder().rows_of(table)
        places = {column for row in rows for column, text in enumerate(row) if text in headers}
        found |= {
            row[column]
            for row in rows
            for column in places
            if len(row) > column and "某" in row[column]
        }
    assert len(found) > 30
    return found


if __name__ == "__main__":
    if "--regenerate" in sys.argv:
        os.environ["ZBREPORT_REGENERATE"] = "1"
    sys.exit(pytest.main([__file__]))
