"""`zbreport check` as a user meets it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import sys
from decimal import Decimal

import pytest
from made_reports import TITLE, clean, figures, last_year, paragraphs
from openpyxl import load_workbook
from typer.testing import CliRunner

from zbreport import readback
from zbreport.checks.output import FORMATS
from zbreport.cli import app, shell
from zbreport.errors import ZbreportError
from zbreport.render.width import cell_width

BUREAU = clean(title="某市统计局2024年政府信息公开工作年度报告", file="局.html")
WRONG = clean(
    {"requests.granted.business": 22},
    text=paragraphs("（二）受理政府信息公开申请3120件。"),
    file="错.html",
)
REPORTS = {
    "good.html": clean(file="good.html"),
    "wrong.html": WRONG,
    "bureau.html": BUREAU,
    "last.html": last_year(file="last.html"),
    "old.html": clean(year=2018, title=TITLE.replace("2024", "2018")),
    "none.html": clean(cells={}, edition=None, expected=0),
    "blank.html": clean(dict.fromkeys(figures(), "")),
}


@pytest.fixture(autouse=True)
def readers(monkeypatch):
    """Stands in for the readers: a file's name says which report it is."""

    def read_published(path, label, password=None):  # noqa: ARG001
        if path.name not in REPORTS:
            raise ZbreportError(f"{label}：这是扫描件，没有文字层")
        return REPORTS[path.name]

    monkeypatch.setattr(readback, "read_published", read_published)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in REPORTS:
        (tmp_path / name).write_text("x", encoding="utf-8")
    return tmp_path


def run(*args):
    return CliRunner().invoke(app, ["check", *map(str, args)])


def ends(*args):
    """The exit status as the shell sees it."""
    sys.argv = ["zbreport", "check", *map(str, args)]
    return shell.run(app)


def test_a_clean_report_ends_with_0(folder):
    result = run(folder / "good.html")
    assert result.exit_code == 0
    assert "通过 " in result.stdout
    assert "不通过 0 项" in result.stdout
    assert "C06、C11、C12、C35、C36、C49：没有给出上年年报" in result.stdout


def test_faults_end_with_1_and_are_told_by_section_then_in_detail(folder):
    result = run(folder / "wrong.html")
    out = result.stdout
    assert result.exit_code == 1
    assert out.index("一、总体情况") < out.index("三、收到和处理") < out.index("明细")
    plain = "".join(out.split())
    assert "[错误C13]一、总体情况：文字说“3120件”" in plain
    assert "报告写3120，应为3119，相差1" in plain
    assert "由22改为21" in plain


def test_json_is_the_contract(folder):
    result = run(folder / "wrong.html", "--format", "json")
    data = json.loads(result.stdout)
    assert data["schema"] == "zbreport-check/1"
    assert (data["year"], data["edition"]) == (2024, "2021")
    assert data["cells"] == {"expected": 200, "read": 200, "blank": 0, "not_a_number": 0}
    assert data["report"]["requests"]["received"]["total"] == 3119
    assert data["report"]["disclosure"]["fees_wan_yuan"] == "96171.6"
    assert set(data["verdicts"]) == {"pass", "fail", "cannot_judge"}
    fault = next(entry for entry in data["findings"] if entry["rule"] == "C13")
    assert (
        fault["level"],
        fault["verdict"],
        fault["said"],
        fault["expected"],
        fault["difference"],
    ) == (
        "error",
        "fail",
        "3120",
        "3119",
        "1",
    )
    assert fault["cells"] == ["requests.received.total"]
    assert data["verdicts"]["fail"] == sum(entry["verdict"] == "fail" for entry in data["findings"])


def test_a_blank_cell_is_null_in_json(folder):
    data = json.loads(run(folder / "blank.html", "--format", "json").stdout)
    assert data["cells"]["blank"] == 200
    assert data["report"]["requests"]["received"]["total"] is None
    assert {entry["rule"] for entry in data["findings"] if entry["verdict"] == "fail"} >= {"C45"}


@pytest.mark.parametrize("form", [*FORMATS, "table"])
@pytest.mark.parametrize("name", ["wrong.html", "good.html", "."])
def test_every_format_can_be_written(folder, form, name):
    target = folder / f"out.{form}"
    result = run(folder / name, "--format", form, "-o", target)
    assert result.exit_code in {0, 1, 3}, result.output
    assert target.stat().st_size > 0


def test_the_workbook_is_a_list_to_send_back(folder):
    run(folder / "wrong.html", "-o", "问题.xlsx")
    sheet = load_workbook(folder / "问题.xlsx")["问题清单"]
    header = [cell.value for cell in sheet[1]]
    assert header[:9] == [
        "报告",
        "级别",
        "规则",
        "名称",
        "位置",
        "问题",
        "报告写的",
        "应为",
        "相差",
    ]
    rows = {row[2].value: row for row in sheet.iter_rows(min_row=2)}
    assert rows["C13"][6].value == "3120"


def test_columns_that_hold_nothing_take_no_room_in_the_workbook(folder):
    run(folder / "wrong.html", "-o", "问题.xlsx")
    (folder / "zbreport.toml").write_text('[dismissed]\n"C13" = "按全市口径"\n', encoding="utf-8")
    run(folder / "wrong.html", "-o", "保留.xlsx")
    plain, kept = (load_workbook(folder / name)["问题清单"] for name in ("问题.xlsx", "保留.xlsx"))
    assert [cell.value for cell in plain[1]][9:] == ["怎么办", "原文"]
    assert [cell.value for cell in kept[1]][9:] == ["怎么办", "原文", "保留理由"]


def test_what_did_not_run_in_any_report_is_told_once_in_the_workbook(folder):
    run(folder, "-o", "问题.xlsx")
    rows = list(
        load_workbook(folder / "问题.xlsx")["无法判断"].iter_rows(min_row=2, values_only=True)
    )
    assert [row[0] for row in rows if row[3] == "没有给出台账（--ledgers）"] == ["（各份报告）"]


def test_a_wide_matrix_keeps_to_80_columns_and_names_can_be_told_apart(folder, monkeypatch):
    for number in range(3):
        name = f"{number}_某某经济技术开发区管理委员会2024年政府信息公开工作年度报告（公开发布版，附数据表）.html"
        (folder / name).write_text("x", encoding="utf-8")
        monkeypatch.setitem(REPORTS, name, clean(file=name))
    lines = run(folder).stdout.splitlines()
    assert all(cell_width(line) <= 80 for line in lines)
    marks = [line for line in lines if line.startswith(("0_", "1_", "2_")) and "√" in line]
    assert len(marks) == 3


def test_rules_that_came_out_alike_are_told_once_below_the_matrix(folder):
    lines = run(folder).stdout.splitlines()
    head = next(at for at, line in enumerate(lines) if line.startswith("报告 "))
    assert any(line.startswith("各份相同 未运行：C06") for line in lines[head:])
    assert any(line.startswith("× C13 文字与表格的数不一致：") for line in lines[head:])


def test_a_folder_gives_a_matrix_and_the_unreadable_ones_do_not_stop_it(folder):
    (folder / "scan.pdf").write_text("x", encoding="utf-8")
    result = run(folder)
    assert result.exit_code == 3
    lines = result.stdout.splitlines()
    assert "scan.pdf：这是扫描件，没有文字层" in "".join(lines)
    assert any(line.startswith("错.html") and "×" in line for line in lines)
    assert "共 8 份报告，读出 5 份，无法读取 3 份。" in result.stdout


def test_a_folder_as_json_has_every_report(folder):
    data = json.loads(run(folder, "--format", "json").stdout)
    assert {entry["file"] for entry in data["reports"]} >= {"good.html", "错.html"}
    assert data["matrix"]["错.html"]["C13"] == "fail"
    assert data["matrix"]["good.html"]["C02"] == "pass"
    assert {entry["file"] for entry in data["unread"]} == {"old.html", "none.html"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("old.html", "2018 年度的年报，没有对应的全国统一表样"),
        ("none.html", "没有找到法定表格"),
        ("x.pdf", "扫描件"),
    ],
)
def test_what_cannot_be_read_ends_with_3(folder, capsys, name, words):
    (folder / name).write_text("x", encoding="utf-8")
    assert ends(folder / name) == 3
    assert words in capsys.readouterr().err


def test_last_years_report_is_compared(folder):
    data = json.loads(
        run(folder / "good.html", "--previous", folder / "last.html", "--format", "json").stdout
    )
    assert data["passed"]["C06"] == 7
    assert "C06" not in {entry["rule"] for entry in data["not_run"]}


def test_the_ledgers_are_tallied_and_every_cell_is_compared(folder):
    (folder / "依申请公开台账.csv").write_text(
        "登记编号,收到日期,申请人类别,办理结果,答复日期\n1,2024-03-01,自然人,予以公开,2024-03-20\n",
        encoding="utf-8",
    )
    (folder / "复议台账.csv").write_text(
        "案号,案件类型,受理日期,结案日期,结果\n1,行政复议,2024-03-01,2024-05-20,维持\n",
        encoding="utf-8",
    )
    result = run(
        folder / "good.html",
        "--ledgers",
        "依申请公开台账.csv",
        "复议台账.csv",
        "--only",
        "C46",
        "--format",
        "json",
    )
    data = json.loads(result.stdout)
    told = {
        entry["cells"][0]: entry["expected"]
        for entry in data["findings"]
        if entry["verdict"] == "fail"
    }
    assert told["requests.granted.natural_person"] == "1"
    assert told["proceedings.review.upheld"] == "1"


def test_dismissed_findings_do_not_change_the_status(folder):
    (folder / "zbreport.toml").write_text(
        '[dismissed]\n"C13" = "按全市口径"\n"C03" = "已核对"\n"C04" = "已核对"\n', encoding="utf-8"
    )
    result = run(folder / "wrong.html")
    assert result.exit_code == 0
    assert "已保留" in result.stdout
    assert "按全市口径" in result.stdout


def test_only_and_skip_choose_the_rules(folder):
    assert run(folder / "wrong.html", "--only", "C02").exit_code == 0
    assert (
        run(folder / "wrong.html", "--skip", "C13", "--skip", "C03", "--skip", "C04").exit_code == 0
    )


def test_strict_counts_warnings_and_writes_nothing(folder):
    assert run(folder / "bureau.html").exit_code == 0
    assert run(folder / "bureau.html", "--strict", "-o", "x.json").exit_code == 1
    assert not (folder / "x.json").exists()


def test_strict_tells_the_findings_of_several_reports_instead_of_writing_them(folder):
    result = run(folder / "wrong.html", folder / "good.html", "--strict", "-o", "x.json")
    assert result.exit_code == 1
    assert "[错误 C13] 一、总体情况：文字说“3120件”" in result.stdout
    assert not (folder / "x.json").exists()


def test_quiet_leaves_out_details(folder):
    result = run(folder / "wrong.html", "-q")
    assert "明细" not in result.stdout
    assert "没有运行的规则" not in result.stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("good.html", "--only", "C99"), "没有 C99 这条规则"),
        (
            ("good.html", "wrong.html", "--previous", "last.html"),
            "--previous 要给放上年年报的文件夹",
        ),
        (("good.html", "--format", "docx"), "不能写成 docx 格式"),
        (("good.html", "--format", "xlsx"), "-o"),
        ((), "缺少 FILE"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_wrong_usage_ends_with_2(capsys, args, words):
    assert ends(*args) == 2
    assert words in capsys.readouterr().err


def test_an_empty_folder_ends_with_3(tmp_path, capsys):
    assert ends(tmp_path) == 3
    assert "没有找到可以核对的年报" in capsys.readouterr().err


def test_rules_are_listed_with_formula_level_and_source():
    data = json.loads(CliRunner().invoke(app, ["rules", "--format", "json"]).stdout)
    known = {entry["code"]: entry for entry in data}
    assert known["C02"]["level"] == "error"
    assert "第一项 + 第二项 = 第三项（七）总计 + 第四项" in known["C02"]["message"]
    assert all(known[code]["source"] for code in known if code.startswith("C"))
    assert "L101" in known
    assert (known["C01"]["needs"], known["C06"]["needs"]) == ([], ["tables", "previous"])
    assert all("ledgers" in known[code]["needs"] for code in ("C22", "C34", "C46"))


def test_rules_say_what_they_need():
    lines = CliRunner().invoke(app, ["rules"]).stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("C25 "))
    assert "      需要：年报的正文、台账（--ledgers）" in lines[at : at + 6]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ("r.html --ledgers a b -q", "r.html --ledgers a --ledgers b -q"),
        ("--ledgers a r.html", "--ledgers a r.html"),
        ("-o out r.html --ledgers a b c", "-o out r.html --ledgers a --ledgers b --ledgers c"),
        ("r.html --ledgers a b --previous p q", "r.html --ledgers a --ledgers b --previous p q"),
    ],
)
def test_ledgers_take_several_values(args, expected):
    from zbreport.cli.arguments import spread

    assert spread(args.split(), "--ledgers", {"-o", "--previous", "--ledgers"}) == expected.split()


def test_a_folder_tells_what_has_no_reader_and_passes_by_the_parts_of_saved_pages(folder):
    (folder / "good.doc").write_text("x", encoding="utf-8")
    (folder / "good_files").mkdir()
    (folder / "good_files" / "frame.html").write_text("x", encoding="utf-8")
    told = json.loads(run(folder, "--format", "json").stdout)
    assert "good.doc" in [entry["file"] for entry in told["unread"]]
    assert len(told["reports"]) + len(told["unread"]) == len(REPORTS) + 1


def test_a_fraction_where_a_whole_number_belongs_is_told_and_written(folder, monkeypatch):
    monkeypatch.setitem(
        REPORTS, "good.html", clean({"requests.granted.business": Decimal("2.5")}, file="good.html")
    )
    one = json.loads(run(folder / "good.html", "--format", "json").stdout)
    (folder / "only").mkdir()
    (folder / "only" / "good.html").write_text("x", encoding="utf-8")
    many = json.loads(run(folder / "only", "--format", "json").stdout)
    assert one["report"]["requests"]["granted"]["business"] == "2.5"
    assert "C08" in {entry["rule"] for entry in one["findings"]}
    assert many["reports"] == [one]


def test_an_empty_list_of_reports_is_json_as_well(folder):
    for name in REPORTS:
        (folder / name).unlink()
    (folder / "x.pdf").write_text("x", encoding="utf-8")
    told = json.loads(run(folder, "--format", "json").stdout)
    assert (told["reports"], told["matrix"], len(told["unread"])) == ([], {}, 1)
