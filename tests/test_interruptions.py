"""What stops a run from outside: Ctrl-C, a reader that goes, a disk that is full, a place that is read-only. Nothing half is left."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "2021-clean"
ENVIRONMENT = {**os.environ, "PYTHONIOENCODING": "utf-8"}
INTERRUPTED = "import signal, {module}\n{module}.{name} = lambda *_: signal.raise_signal(signal.SIGINT)\nfrom zbreport.cli import main\nmain()"


def run(*arguments, code=None, **more):
    """Runs zbreport in a process of its own."""
    command = [
        sys.executable,
        *(["-c", code] if code else ["-m", "zbreport"]),
        *map(str, arguments),
    ]
    return subprocess.run(
        command,
        capture_output="stdout" not in more,
        text=True,
        encoding="utf-8",
        env=ENVIRONMENT,
        check=False,
        **more,
    )


def mounted(path, *options):
    """A file system of 64 KB, or a skip where none may be mounted."""
    path.mkdir()
    if (
        shutil.which("mount") is None
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", ",".join(options), "none", path],
            check=False,
            capture_output=True,
        ).returncode
    ):
        pytest.skip("nothing may be mounted here")
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("zbreport.sources", "data_of"),
        ("os", "fsync"),
        ("zbreport.tabulation.tabulate", "tabulate"),
    ],
)
def test_ctrl_c_leaves_nothing_and_says_so(tmp_path, module, name):
    code = INTERRUPTED.format(module=module, name=name)
    done = run("export", EXAMPLE, "-o", tmp_path / "年报.xlsx", code=code)
    assert done.returncode == 130, done.stderr
    assert "已中断" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_keeps_the_file_that_was_there(tmp_path):
    path = tmp_path / "年报.json"
    path.write_text("旧")
    assert (
        run(
            "export",
            EXAMPLE,
            "-o",
            path,
            "--force",
            code=INTERRUPTED.format(module="os", name="fsync"),
        ).returncode
        == 130
    )
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [
        ("年报.json", "旧")
    ]


@pytest.mark.parametrize("command", [["tally", EXAMPLE], ["inspect", EXAMPLE], ["rules"]])
def test_a_reader_that_goes_is_no_error(command):
    with subprocess.Popen(
        [sys.executable, "-m", "zbreport", *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    ) as process:
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait() == 0
    assert said == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_output_that_cannot_be_written_is_told(form):
    with Path("/dev/full").open("w") as full:
        done = run("tally", EXAMPLE, "--format", form, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 3
    assert "磁盘空间" in done.stderr
    assert "Traceback" not in done.stderr


def limited():
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_file_that_may_not_grow_is_told_and_removed(tmp_path):
    done = run("export", EXAMPLE, "-o", tmp_path / "年报.xlsx", preexec_fn=limited)
    assert done.returncode == 3
    assert "磁盘空间不足" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_full_disk(tmp_path):
    disk = mounted(tmp_path / "盘", "size=64k")
    try:
        (disk / "照片").write_bytes(bytes(60_000))
        done = run("export", EXAMPLE, "-o", disk / "年报.xlsx")
        left = [path.name for path in disk.iterdir()]
    finally:
        subprocess.run(["umount", disk], check=True)
    assert done.returncode == 3
    assert "磁盘空间不足" in done.stderr
    assert left == ["照片"]


def test_read_only_place(tmp_path):
    disk = mounted(tmp_path / "盘", "ro")
    try:
        done = run("export", EXAMPLE, "-o", disk / "年报.xlsx")
    finally:
        subprocess.run(["umount", disk], check=True)
    assert done.returncode == 3
    assert "只读" in done.stderr


def test_ctrl_c_while_the_program_is_loaded():
    code = """
import builtins, signal
load = builtins.__import__
builtins.__import__ = lambda name, *rest: signal.raise_signal(signal.SIGINT) if name == "typer" else load(name, *rest)
from zbreport.__main__ import main
main()
"""
    done = run("tally", EXAMPLE, code=code)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
