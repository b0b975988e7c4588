"""Files with a password: Excel's silent one is tried, another is asked for once, and nothing is said that would give one away."""

from __future__ import annotations

import io
import struct
from hashlib import md5
from pathlib import Path

import pytest
import xlsxwriter
from makers import biff, compound_file, record
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.rc4 import DocumentRC4

from zbreport.cli.password import VARIABLE, password_source
from zbreport.errors import ZbreportError
from zbreport.ledgers.extract_all import extracted
from zbreport.model import InputFile
from zbreport.readback import read_published
from zbreport.settings import Settings
from zbreport.sources import read
from zbreport.sources.locked import SILENT


def book(title):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        workbook.add_worksheet(title).write_row(0, 0, ["标题", "发布时间", title])
    return buffer.getvalue()


def encrypted(data, password):
    secret = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, secret)
    return secret.getvalue()


def encrypted_xls(rows, password):
    """A workbook in the RC4 encryption of Excel 97 ([MS-XLS] 2.2.10): all but the heads of records, and a few records, is encrypted."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    checked = io.BytesIO(verifier + md5(verifier).digest())  # noqa: S324  (the format's)
    secret = DocumentRC4.decrypt(password, salt, checked, 1024).read()
    filepass = record(0x2F, struct.pack("<HHH", 1, 1, 1) + salt + secret)
    plain = biff(rows)
    begin = 4 + int.from_bytes(plain[2:4], "little")
    stream = bytearray(plain[:begin] + filepass + plain[begin:])
    coded = DocumentRC4.decrypt(password, salt, io.BytesIO(bytes(stream)), 1024).read()
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        start, end = at + 4, at + 4 + size
        if kind == 0x85:
            stream[start : start + 4] = (
                int.from_bytes(stream[start : start + 4], "little") + len(filepass)
            ).to_bytes(4, "little")
            start += 4
        if kind not in {0x809, 0x2F}:
            stream[start:end] = coded[start:end]
        at = end
    return compound_file(bytes(stream))


def codes(told):
    return [entry.code for entry in told]


def test_the_silent_password_is_tried(reading):
    sheets, told = reading("只读.xlsx", encrypted(book("甲"), SILENT))
    assert told == ()
    assert sheets[0].rows == [["标题", "发布时间", "甲"]]


def test_a_password_opens_and_a_wrong_one_is_told(reading, tmp_path):
    assert codes(reading("锁.xlsx", encrypted(book("甲"), "某局2021"))[1]) == ["F102"]
    file = InputFile(tmp_path / "锁.xlsx", "锁.xlsx")
    sheets, told = read(file, "某局2021")
    assert (told, sheets[0].rows[0][2]) == ((), "甲")
    _, told = read(file, "秘密12345")
    assert codes(told) == ["F121"]
    assert "秘密12345" not in f"{told}"


def test_old_workbooks_with_a_password(reading, tmp_path):
    rows = [["标题", "发布时间"], *[[f"甲{number}", number] for number in range(200)]]
    assert codes(reading("旧.xls", encrypted_xls(rows, "pw"))[1]) == ["F102"]
    file = InputFile(tmp_path / "旧.xls", "旧.xls")
    assert codes(read(file, "other")[1]) == ["F121"]
    sheets, told = read(file, "pw")
    assert told == ()
    assert [list(row) for row in sheets[0].rows] == rows
    assert reading("旧.xls", encrypted_xls(rows, SILENT))[0][0].rows[0] == rows[0]


def test_what_comes_out_is_looked_at_like_any_other_file(reading, workbook, sheet_xml):
    many = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * n}</v></c></row>' for n in range(1, 2000))
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert codes(
        reading("锁.xlsx", encrypted(workbook(台账=sheet_xml(many + far)), SILENT))[1]
    ) == ["F109"]


def test_damaged_locked_file_is_one_error(reading):
    data = encrypted(book("甲"), SILENT)
    assert codes(reading("锁.xlsx", data[:3000])[1]) == ["F101"]


def test_open_document_with_a_password_cannot_be_opened(reading, package):
    manifest = "<manifest:encryption-data/>"
    data = package(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
        }
    )
    _, told = reading("锁.ods", data)
    assert codes(told) == ["F122"]
    assert ".ods" in told[0].message


def test_missing_library_is_told(reading, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "msoffcrypto.exceptions", None)
    _, told = reading("锁.xlsx", encrypted(book("甲"), SILENT))
    assert codes(told) == ["F122"]
    assert "msoffcrypto-tool" in told[0].message


@pytest.fixture
def three(tmp_path):
    """Two files with one password and one without."""
    for name, content in {
        "1.xlsx": encrypted(book("一"), "pw"),
        "2.xlsx": book("二"),
        "3.xlsx": encrypted(book("三"), "pw"),
    }.items():
        (tmp_path / name).write_bytes(content)
    return [InputFile(tmp_path / name, name) for name in ("1.xlsx", "2.xlsx", "3.xlsx")]


def taken(files, ask):
    with extracted(files, Settings(), ask, None) as found:
        return list(found)


def test_the_password_is_asked_for_once_and_tried_on_every_locked_file(three):
    asked = []

    def ask(label):
        asked.append(label)
        return "pw"

    found = taken(three, ask)
    assert asked == ["1.xlsx"]
    assert [file.tables[0].sheet.name for file in found] == ["一", "二", "三"]


@pytest.mark.parametrize("ask", [None, lambda _label: ""])
def test_without_a_password_the_others_are_read(three, ask):
    found = [(bool(file.tables), codes(file.said)[:1]) for file in taken(three, ask)]
    assert found == [(False, ["F102"]), (True, ["R207"]), (False, ["F102"])]


def test_environment_comes_first(monkeypatch):
    monkeypatch.setenv(VARIABLE, "pw")
    assert password_source(quiet=True)("a.xlsx") == "pw"


@pytest.mark.parametrize(
    ("quiet", "terminal", "expected"),
    [(False, True, "typed"), (True, True, ""), (False, False, "")],
)
def test_only_a_person_at_a_terminal_is_asked(monkeypatch, quiet, terminal, expected):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: terminal, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal, raising=False)
    prompts = []
    monkeypatch.setattr("getpass.getpass", lambda prompt: prompts.append(prompt) or "typed")
    assert password_source(quiet=quiet)("锁.xlsx") == expected
    assert all("锁.xlsx" in prompt for prompt in prompts)


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_check_opens_locked_reports_too(tmp_path, kind):
    from zbreport import tally
    from zbreport.outputs import render

    examples = Path(__file__).resolve().parents[2] / "examples"
    path = tmp_path / f"年报.{kind}"
    path.write_bytes(encrypted(render(tally([examples / "2021-clean"]), kind), "pw"))
    with pytest.raises(ZbreportError, match="打开密码"):
        read_published(path)
    assert read_published(path, password=lambda _label: "pw").year == 2021
