"""`zbreport inspect --ask` on a real terminal (a pty): what is asked, what is written, and what is not."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tomllib

import pytest
from terminals import on_a_terminal

PROMPTS = ("q 结束）：", "n 放弃）：", "“视频号”，回车跳过）：", "数字，回车跳过）：")
SETTINGS = '# 请勿删除\n[report]\nunit = "某局"  # 全称\n'


@pytest.fixture
def office(tmp_path):
    """Three ledgers, each with a question: no channel, an unknown column, an unknown wording behind it; and a sheet that is no ledger."""
    tables = {
        "清单.csv": [
            ["标题", "发布时间", "链接"],
            ["甲", "2024-01-01", ""],
            ["乙", "2024-02-01", ""],
        ],
        "依申请公开台账.csv": [
            ["登记编号", "收文那天", "申请人类别", "办理结果", "答复日期"],
            ["1", "2024-03-01", "自然人", "按领导意见办", "2024-03-20"],
            ["2", "2024-04-01", "自然人", "予以公开", "2024-04-20"],
        ],
        "考勤.csv": [["姓名", "科室", "应出勤"], ["张三", "办公室", "22"]],
    }
    for name, rows in tables.items():
        with (tmp_path / name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    (tmp_path / "zbreport.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def settings(folder):
    return tomllib.loads((folder / "zbreport.toml").read_text(encoding="utf-8"))


def talk(folder, *lines):
    """Runs the command on a terminal, types a line at every prompt, and gives what was shown with the exit status."""
    return on_a_terminal(
        "inspect",
        str(folder),
        "--ask",
        "--year",
        "2024",
        lines=lines,
        prompts=PROMPTS,
        folder=folder,
    )


def test_answers_are_written_and_looked_at_again(office):
    shown, status = talk(office, "9\n", "1\n", "1\n", "\n", "23\n", "\n", "q\n")
    assert "有 3 个问题" in shown
    assert "问题 2/3（后面还有 1 个）" in shown
    assert shown.count("识别结果（") == 1  # only when all is answered
    assert "有 1 个问题" in shown  # the wording comes up when the column is known
    assert settings(office) == {
        "report": {"unit": "某局"},
        "ledgers": {"考勤.csv": "none"},
        "columns": {"依申请公开台账.csv": {"收文那天": "received_on"}},
        "channels": {"website": {"files": ["清单.csv"]}},
        "wordings": {"outcomes": {"按领导意见办": "open"}},
    }
    assert (office / "zbreport.toml").read_text(encoding="utf-8").startswith(SETTINGS)
    assert "共 3 张表，读到 5 行，计入 3 行，不计入 2 行。" in shown
    assert status == 1  # answered, and marked as still open: that is for the register to say
    assert "张三" not in shown


def test_back_asks_the_question_before_again(office):
    _, status = talk(office, "1\n", "1\n", "b\n", "b\n", "9\n", "s\n", "s\n", "\n")
    assert settings(office) == {"report": {"unit": "某局"}, "ledgers": {"考勤.csv": "none"}}
    assert status == 1


def test_a_column_that_is_not_there(office):
    talk(office, "s\n", "2\n", "s\n", "\n", "q\n")
    assert settings(office)["ledgers"] == {"依申请公开台账.csv": "none"}


def test_enter_takes_what_is_right_by_knowledge(office):
    (office / "汇总.csv").write_text("月份,网站发布数量\n1月,3\n2月,4\n", encoding="utf-8")
    for name in ("清单.csv", "依申请公开台账.csv", "考勤.csv"):
        (office / name).unlink()
    shown, _ = talk(office, "\n", "\n")
    assert "不是台账，不统计　（直接回车选这一项）" in shown
    assert settings(office)["ledgers"] == {"汇总.csv": "none"}


def test_single_cells_are_asked_one_by_one(office):
    for name in ("清单.csv", "考勤.csv"):
        (office / name).unlink()
    rows = [
        ["登记编号", "收到日期", "申请人类别", "办理结果", "答复日期"],
        ["1", "", "自然人", "予以公开", "2024-03-20"],
        ["2", "2024-03-01", "自然人", "不予公开", "2024-03-20"],
        ["3", "2024-03-01", "自然人", "不予公开", "2024-03-20"],
    ]
    with (office / "依申请公开台账.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    shown, status = talk(office, "1\n", "2024-03-02\n", "1\n", "8\n", "\n")
    assert "有 3 个问题" in shown
    assert "依申请公开台账.csv / D4" in shown
    assert settings(office)["cells"] == {
        "依申请公开台账.csv": {"B2": "2024-03-02", "D3": "属于国家秘密", "D4": "属于行政查询事项"}
    }
    assert "共 1 张表，读到 3 行，计入 3 行，不计入 0 行。" in shown
    assert status == 0


@pytest.mark.parametrize("wording", ["按\x1b[2J领导意见办", "按领导\\意见办", "按“领导”\t意见办"])
def test_wordings_with_control_characters_and_backslashes(office, wording):
    path = office / "依申请公开台账.csv"
    path.write_text(
        path.read_text(encoding="utf-8-sig")
        .replace("按领导意见办", wording)
        .replace("收文那天", "收到日期"),
        encoding="utf-8",
    )
    (office / "考勤.csv").unlink()
    shown, _ = talk(office, "1\n", "1\n", "\n", "q\n")
    assert "\x1b[2J" not in shown
    (answer,) = settings(office)["wordings"]["outcomes"].values()
    assert answer == "granted"
    assert "有 1 个问题" not in shown  # it is understood now


def test_a_number_that_is_not_offered_is_asked_again(office):
    shown, _ = talk(office, "0\n", "99\n", "abc\n", "\n", "q\n")
    assert shown.count("请输入 1 到 9 之间的序号。") == 3
    assert settings(office) == {"report": {"unit": "某局"}}


def test_a_channel_with_a_name_of_the_office(office):
    _, status = talk(office, "\n", "\n", "7\n", "视频号\n", "\n")
    assert settings(office)["channels"] == {"视频号": {"files": ["清单.csv"]}}
    assert status == 1


def test_an_encoding_that_is_not_sure(office):
    rows = "".join(
        f"關於第{number}次會議的報導與說明,2024-01-{number:02}\n" for number in range(1, 20)
    )
    (office / "網站.csv").write_bytes(f"標題,發布時間\n{rows}".encode("big5"))
    shown, _ = talk(office, "1\n", "q\n", "\n", "q\n")
    assert "像是繁体中文的 Big5 编码" in shown
    assert settings(office)["encodings"] == {"網站.csv": "big5"}


def test_nothing_is_written_that_is_not_confirmed(office):
    shown, _ = talk(office, "9\n", "q\n", "n\n")
    assert "没有写入。" in shown
    assert (office / "zbreport.toml").read_text(encoding="utf-8") == SETTINGS


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_and_end_of_input_write_nothing(office, key):
    shown, status = talk(office, "9\n", key)
    assert status == 130
    assert "已中断" in shown
    assert "Traceback" not in shown
    assert (office / "zbreport.toml").read_text(encoding="utf-8") == SETTINGS


@pytest.mark.parametrize("options", [(), ("--format", "json")])
def test_without_a_terminal_it_is_wrong_usage(office, options):
    command = [sys.executable, "-m", "zbreport", "inspect", str(office), "--ask", *options]
    done = subprocess.run(
        command,
        input="9\n",
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 2
    assert "--ask 要在终端里逐条提问" in done.stderr
    assert done.stdout == ""
    assert settings(office) == {"report": {"unit": "某局"}}
