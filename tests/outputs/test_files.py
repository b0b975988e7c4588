"""A result is written whole or not at all, and never over somebody's work."""

from __future__ import annotations

import errno
import os
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from handmade import outcome_for

from zbreport.errors import OutputError
from zbreport.outputs import files, render
from zbreport.outputs.files import is_untouched_output, write


@pytest.fixture(scope="module")
def workbook():
    outcome = outcome_for(2024)
    return render(type(outcome)(outcome.report, (), (), (), {}, outcome.settings), "xlsx")


@pytest.fixture(autouse=True)
def _empty_trace(trace, monkeypatch):
    monkeypatch.setattr(trace, "set_aside_rows", lambda _sources, _frames: ())


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_writes_and_leaves_nothing_else(tmp_path):
    write(tmp_path / "年报.json", b"{}", force=False)
    assert (tmp_path / "年报.json").read_bytes() == b"{}"
    assert names(tmp_path) == ["年报.json"]


def test_the_same_bytes_again_are_fine(tmp_path):
    path = tmp_path / "a.csv"
    write(path, b"1", force=False)
    write(path, b"1", force=False)


def test_somebody_elses_file_needs_force(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"mine")
    with pytest.raises(OutputError, match=r"已经存在.*--force"):
        write(path, b"2", force=False)
    assert path.read_bytes() == b"mine"
    write(path, b"2", force=True)
    assert path.read_bytes() == b"2"


def test_an_unedited_workbook_may_be_replaced(tmp_path, workbook):
    path = tmp_path / "a.xlsx"
    write(path, workbook, force=False)
    assert is_untouched_output(path)
    other = render(outcome_for(2020), "xlsx")
    write(path, other, force=False)
    assert path.read_bytes() == other


def test_a_workbook_saved_by_another_program_is_kept(tmp_path, workbook):
    path = tmp_path / "a.xlsx"
    write(path, workbook, force=False)
    book = openpyxl.load_workbook(path)
    book["三 依申请公开"]["D6"] = 7
    book.save(path)
    assert not is_untouched_output(path)
    with pytest.raises(OutputError, match="--force"):
        write(path, workbook, force=False)


def test_one_changed_part_breaks_the_seal(tmp_path, workbook):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(BytesIO(workbook)) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"3985758", b"3985759"))
    assert not is_untouched_output(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"text"])
def test_other_files_are_not_ours(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert not is_untouched_output(path)
    assert not is_untouched_output(tmp_path / "missing.xlsx")


def test_a_missing_folder_and_a_folder_are_told(tmp_path):
    with pytest.raises(OutputError, match="不存在"):
        write(tmp_path / "no" / "a.json", b"", force=True)
    with pytest.raises(OutputError, match="是文件夹"):
        write(tmp_path, b"", force=True)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            PermissionError(errno.EACCES, "denied"),
            "正被 Word、Excel 或 WPS 打开，或没有写权限，请先关闭该文件",
        ),
        (OSError(errno.ENOSPC, "full"), "磁盘空间不足"),
        (OSError(errno.EROFS, "read-only"), "只读"),
        (OSError(errno.EIO, "broken"), "磁盘或网络读写出错"),
    ],
)
def test_failures_are_told_and_leave_nothing(tmp_path, monkeypatch, error, words):
    path = tmp_path / "a.json"
    path.write_bytes(b"old")

    def fail(*_):
        raise error

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OutputError, match=words):
        write(path, b"new", force=True)
    assert names(tmp_path) == ["a.json"]
    assert path.read_bytes() == b"old"


def test_an_interrupt_leaves_nothing(tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "a.json", b"new", force=False)
    assert names(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="a link needs a right there that few accounts have")
def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.json").write_bytes(b"1")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    write(tmp_path / "link.json", b"2", force=True)
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"2"


def test_a_device_is_written_to_not_replaced():
    write(Path(os.devnull), b"x", force=False)
    assert not Path(os.devnull).is_file()


def test_a_file_without_write_permission_is_left(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OutputError, match="没有写权限"):
        write(path, b"new", force=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_overwriting_keeps_the_mode(tmp_path, mode):
    path = tmp_path / "年报.json"
    path.write_bytes(b"old")
    path.chmod(mode)
    write(path, b"new", force=True)
    assert path.stat().st_mode & 0o7777 == mode
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away"
)
def test_overwriting_keeps_the_owner(tmp_path):
    path = tmp_path / "年报.json"
    path.write_bytes(b"old")
    os.chown(path, 1234, 2345)
    write(path, b"new", force=True)
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


@pytest.mark.parametrize(("refusals", "written"), [(1, True), (4, True), (5, False)])
def test_a_file_held_for_a_moment_is_tried_again(tmp_path, monkeypatch, refusals, written):
    path = tmp_path / "年报.json"
    swap, tries = Path.replace, []

    def replace(self, target):
        tries.append(target)
        if len(tries) <= refusals:
            raise PermissionError(errno.EACCES, "held by a scanner")
        return swap(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(files.time, "sleep", lambda _: None)
    if written:
        write(path, b"{}", force=False)
        assert path.read_bytes() == b"{}"
    else:
        with pytest.raises(OutputError, match="被 Word、Excel 或 WPS 打开"):
            write(path, b"{}", force=False)
    assert names(tmp_path) == (["年报.json"] if written else [])
