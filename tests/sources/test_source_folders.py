"""Which files are found, what they are called, and which are passed over."""

from __future__ import annotations

import os
import sys

import pytest

from zbreport.errors import NoInputError
from zbreport.sources import discover


def labels(*paths):
    files, _ = discover(paths)
    return [file.label for file in files]


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "材料"
    for name in ("乙.xlsx", "甲.csv", "下级/甲.csv", "下级/更下/丙.xls"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("标题\n")
    return root


def test_folder_is_searched_with_subfolders_in_the_order_of_labels(folder):
    assert labels(folder) == sorted(["乙.xlsx", "甲.csv", "下级/甲.csv", "下级/更下/丙.xls"])


def test_file_is_called_by_its_name(folder):
    assert labels(folder / "下级" / "甲.csv") == ["甲.csv"]


def test_file_named_twice_is_read_once(folder):
    assert labels(folder, folder / "甲.csv", folder / ".." / "材料" / "乙.xlsx") == labels(folder)


def test_same_name_in_two_folders_gets_the_folder_in_front(tmp_path):
    for name in ("2020/网站.csv", "2021/网站.csv", "2021/微博.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("标题\n")
    assert labels(tmp_path / "2020", tmp_path / "2021") == [
        "2020/网站.csv",
        "2021/网站.csv",
        "微博.csv",
    ]
    assert labels(tmp_path / "2020/网站.csv", tmp_path / "2021/网站.csv") == [
        "2020/网站.csv",
        "2021/网站.csv",
    ]


def test_folders_of_the_same_name_still_give_different_labels(tmp_path):
    for name in ("a/x/网站.csv", "b/x/网站.csv"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("标题\n")
    found = labels(tmp_path / "a/x", tmp_path / "b/x")
    assert len(set(found)) == 2
    assert all(label.endswith("x/网站.csv") for label in found)


@pytest.mark.parametrize(
    "name",
    [
        "~$台账.xlsx",
        ".~台账.xlsx",
        ".~lock.台账.xlsx#",
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        "._台账.xlsx",
        ".隐藏.csv",
        "zbreport.toml",
        "运行.LOG",
        "一键.bat",
        "run.sh",
        "说明.md",
        "pyproject.toml",
        "合并.py",
        "台账.tmp",
        "stylesheet.css",
        "filelist.xml",
        "tabstrip.htm",
    ],
)
def test_names_that_are_no_ledgers_are_told_and_skipped(folder, name):
    (folder / name).write_text("x")
    files, told = discover([folder])
    assert len(files) == 4
    assert [(entry.code, entry.file) for entry in told] == [("F106", name)]


def test_hidden_folder_is_left_alone(folder):
    (folder / ".git").mkdir()
    (folder / ".git" / "甲.csv").write_text("标题\n")
    files, told = discover([folder])
    assert len(files) == 4
    assert [entry.file for entry in told] == [".git"]


def test_missing_path_is_named(tmp_path):
    with pytest.raises(NoInputError, match=r"不在\.xlsx"):
        discover([tmp_path / "不在.xlsx"])


def test_nothing_to_read_is_said_in_chinese(tmp_path):
    (tmp_path / "说明.md").write_text("x")
    with pytest.raises(NoInputError, match=r"没有找到可以读取的文件.*跳过了 1 个（不是台账）"):
        discover([tmp_path])
    with pytest.raises(NoInputError, match="没有给出路径"):
        discover([])


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_name_in_gbk_bytes_is_readable(tmp_path):
    name = os.fsencode(tmp_path) + b"/" + "依申请.csv".encode("gb18030")
    with open(name, "wb") as file:  # noqa: PTH123
        file.write(b"x")
    (tmp_path / "台账.csv").write_bytes(b"y")
    assert sorted(labels(tmp_path)) == ["依申请.csv", "台账.csv"]
    found = discover([tmp_path])[1]
    assert [(one.code, one.file) for one in found] == [("F128", "依申请.csv")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipe_is_not_waited_for(folder):
    os.mkfifo(folder / "管道")
    assert len(discover([folder])[0]) == 4


LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


@LINKS
def test_a_linked_folder_is_read_once(folder, tmp_path):
    other = tmp_path / "网盘"
    other.mkdir()
    (other / "丁.xlsx").write_text("标题")
    (folder / "链接一").symlink_to(other)
    (folder / "链接二").symlink_to(other)
    files, told = discover([folder])
    assert "链接一/丁.xlsx" in [file.label for file in files]
    assert [file.name for file in files].count("丁.xlsx") == 1
    assert [(one.code, one.file) for one in told] == [("F106", "链接二")]


@LINKS
def test_a_link_that_leads_back_is_named_and_not_followed(folder):
    before = labels(folder)
    (folder / "下级" / "回").symlink_to(folder)
    (folder / "下级" / "更回").symlink_to(folder.parent)
    files, told = discover([folder])
    assert [file.label for file in files] == before
    assert [(one.code, one.file) for one in told] == [("F106", "下级/回"), ("F106", "下级/更回")]
    assert "链接" in told[0].message


@LINKS
def test_a_folder_whose_subfolder_was_linked_before_is_read_whole(folder):
    (folder / "一链接").symlink_to(folder / "下级" / "更下")
    files, _ = discover([folder])
    assert sorted(file.name for file in files) == sorted(["乙.xlsx", "甲.csv", "甲.csv", "丙.xls"])
