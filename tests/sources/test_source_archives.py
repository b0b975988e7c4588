"""Zip archives: a folder that was sent by mail is read like a folder."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest

from zbreport.errors import NoInputError
from zbreport.settings import Settings
from zbreport.sources import archives, copies, discover, read
from zbreport.sources.zips import name_of

LIST = "标题,发布时间\n甲,2021-03-05\n".encode()


def zipped(entries, **more):
    """An archive of the entries given: name → content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content, **more)
    return buffer.getvalue()


def named_in_bytes(names):
    """An archive whose names are bytes in no declared encoding, as Windows writes them."""
    placeholders = {bytes([97 + index]) * len(name): name for index, name in enumerate(names)}
    data = zipped(
        {
            placeholder.decode(): LIST + bytes([65, index])
            for index, placeholder in enumerate(placeholders)
        }
    )
    for placeholder, name in placeholders.items():
        data = data.replace(placeholder, name)
    return data


@pytest.fixture
def found(tmp_path):
    """Writes files below a folder and discovers it: → labels of the files, and (code, file) of what is told."""

    def discover_them(files, **settings):
        for name, content in files.items():
            path = tmp_path / "材料" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        files, told = discover([tmp_path / "材料"], Settings(**settings))
        return files, [(entry.code, entry.file) for entry in told]

    return discover_them


def labels(files):
    return [file.label for file in files]


def test_files_in_an_archive_are_labelled_like_files_in_a_folder_and_read(found):
    files, told = found(
        {
            "收到的/材料.zip": zipped(
                {"乙.csv": LIST, "子目录/甲.csv": LIST + b"\n", "子目录/": b""}
            ),
            "丙.csv": LIST + b"2",
        }
    )
    assert labels(files) == ["丙.csv", "收到的/材料.zip/乙.csv", "收到的/材料.zip/子目录/甲.csv"]
    assert told == []
    sheets, said = read(files[2])
    assert said == ()
    assert sheets[0].file == "收到的/材料.zip/子目录/甲.csv"
    assert sheets[0].rows[1] == ["甲", "2021-03-05"]


def test_archive_named_by_itself(tmp_path):
    (tmp_path / "材料.zip").write_bytes(zipped({"甲.csv": LIST}))
    assert labels(discover([tmp_path / "材料.zip"])[0]) == ["材料.zip/甲.csv"]


def test_archives_in_archives_are_opened_down_to_the_fourth(found):
    inner = zipped({"最里.csv": LIST})
    for level in (4, 3, 2):
        inner = zipped({f"第{level}层.zip": inner, f"旁边{level}.csv": LIST + bytes([level])})
    files, told = found({"第1层.zip": inner})
    assert labels(files) == [
        "第1层.zip/旁边2.csv",
        "第1层.zip/第2层.zip/旁边3.csv",
        "第1层.zip/第2层.zip/第3层.zip/旁边4.csv",
        "第1层.zip/第2层.zip/第3层.zip/第4层.zip/最里.csv",
    ]
    assert told == []
    assert read(files[3])[0][0].rows[1] == ["甲", "2021-03-05"]
    files, told = found({"第1层.zip": zipped({"外.zip": inner})})
    assert told == [("F120", "第1层.zip/外.zip/第2层.zip/第3层.zip/第4层.zip")]


def test_workbook_in_an_archive_is_no_archive(found, workbook, sheet_xml):
    book = workbook(台账=sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    files, _ = found(
        {
            "材料.zip": zipped({"台账.xlsx": book}),
            "word.zip": zipped({"xl/word.zip": zipped({"word/甲.csv": LIST})}),
        }
    )
    assert labels(files) == ["word.zip/xl/word.zip/word/甲.csv", "材料.zip/台账.xlsx"]
    files = files[1:]
    assert list(read(files[0])[0][0].rows) == [[1.0]]


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_names_from_a_chinese_windows(found, codec):
    files, _ = found(
        {
            "材料.zip": named_in_bytes(
                ["网站\\通知.csv".encode(codec), "依申请公开台账.csv".encode(codec)]
            )
        }
    )
    assert labels(files) == ["材料.zip/依申请公开台账.csv", "材料.zip/网站/通知.csv"]


def test_names_that_lead_out_of_the_archive_lead_nowhere():
    for name in ("../../etc/甲.csv", "/甲.csv", "..\\甲.csv", "./甲.csv"):
        assert name_of(zipfile.ZipInfo(name)).endswith("甲.csv")
        assert ".." not in name_of(zipfile.ZipInfo(name))


def test_names_that_are_no_ledgers_are_told(found):
    names = ["~$甲.csv", "Thumbs.db", "__MACOSX/._甲.csv", "说明.md", "甲.csv"]
    files, told = found({"材料.zip": zipped(dict.fromkeys(names, LIST))})
    assert labels(files) == ["材料.zip/甲.csv"]
    assert sorted(told) == [
        ("F106", f"材料.zip/{name}")
        for name in ("Thumbs.db", "__MACOSX/._甲.csv", "~$甲.csv", "说明.md")
    ]


def test_two_entries_of_one_name_are_two_files(found):
    data = zipped({"a.csv": LIST, "b.csv": LIST + b"1"}).replace(b"b.csv", b"a.csv")
    files, _ = found({"材料.zip": data})
    assert len(files) == 2
    assert read(files[0]) != read(files[1])


def test_copy_in_an_archive_counts_once(found):
    files, _ = found({"材料.zip": zipped({"甲.csv": LIST}), "甲.csv": LIST})
    assert copies(files) == {"材料.zip/甲.csv": "甲.csv"}


def test_files_stay_where_they_are(found, tmp_path):
    files, _ = found({"材料.zip": zipped({"甲.csv": LIST})})
    read(files[0])
    assert [path.name for path in tmp_path.rglob("*")] == ["材料", "材料.zip"]


def test_empty_archive_and_other_archives(found, tmp_path):
    files, told = found({"空.zip": zipped({}), "甲.csv": LIST})
    assert labels(files) == ["甲.csv"]
    assert told == [("F103", "空.zip")]
    (tmp_path / "材料/甲.csv").write_bytes(b"Rar!\x1a\x07\x00\xff")
    _, said = read(files[0])
    assert said[0].code == "F105"
    assert ".zip" in said[0].remedy


def test_nothing_but_a_bad_archive_says_why(found):
    with pytest.raises(NoInputError) as caught:
        found({"空.zip": zipped({})})
    assert [entry.code for entry in caught.value.diagnostics] == ["F103"]


def test_damaged_archive_is_one_error(found):
    data = zipped({f"{number}.csv": LIST * 9 for number in range(50)})
    files, _ = found({"坏.zip": data[: len(data) // 2]})
    assert [entry.code for entry in read(files[0])[1]] == ["F101"]


def test_damaged_entry_is_one_error_and_the_others_are_read(found):
    data = zipped({"甲.csv": LIST * 50, "乙.csv": LIST})
    at = data.index("甲.csv".encode()) + 20
    files, _ = found(
        {"材料.zip": data[:at] + bytes([255 - byte for byte in data[at : at + 8]]) + data[at + 8 :]}
    )
    results = {file.name: [entry.code for entry in read(file)[1]] for file in files}
    assert results == {"甲.csv": ["F101"], "乙.csv": []}


def test_absurd_archives_are_not_opened_and_none_of_their_files_is_read(found, monkeypatch):
    files, told = found(
        {"炸弹.zip": zipped({"甲.csv": b" " * 300_000_000, "乙.csv": LIST}), "丙.csv": LIST}
    )
    assert labels(files) == ["丙.csv"]
    assert told == [("F120", "炸弹.zip")]
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    two = zipped({"1.csv": LIST, "2.csv": LIST})
    files, told = found({"炸弹.zip": zipped({"3.csv": LIST, "内.zip": two})})
    assert labels(files) == ["丙.csv"]
    assert told == [("F120", "炸弹.zip")]


def test_limit_of_what_an_archive_unpacks_to_can_be_set(found):
    from zbreport.model import Limits

    content = {"大.zip": zipped({"甲.csv": LIST * 100_000})}
    assert len(found(content)[0]) == 1
    with pytest.raises(NoInputError):
        found(content, limits=Limits(unpacked_mb=1))


def test_absurd_directory_is_not_taken_apart(found):
    data = bytearray(zipped({"甲.csv": LIST}))
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", 500_000_000)
    files, _ = found({"目录.zip": bytes(data)})
    assert [entry.code for entry in read(files[0])[1]] == ["F101"]


def test_link_in_an_archive_is_not_followed(found):
    entry = zipfile.ZipInfo("链接.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    files, _ = found({"材料.zip": buffer.getvalue()})
    assert "root" not in str(read(files[0]))


def locked_zip(name, content, password):
    """An archive with the old encryption of PKZIP (APPNOTE 6.1), which the standard library only reads."""
    import zlib

    table = [0] * 256
    for number in range(256):
        crc = number
        for _ in range(8):
            crc = (crc >> 1) ^ (0xEDB88320 if crc & 1 else 0)
        table[number] = crc
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte):
        keys[0] = (keys[0] >> 8) ^ table[(keys[0] ^ byte) & 0xFF]
        keys[1] = (134775813 * ((keys[1] + (keys[0] & 0xFF)) & 0xFFFFFFFF) + 1) & 0xFFFFFFFF
        keys[2] = (keys[2] >> 8) ^ table[(keys[2] ^ (keys[1] >> 24)) & 0xFF]

    for byte in password.encode():
        update(byte)
    crc = zlib.crc32(content)
    secret = bytearray()
    for byte in bytes(11) + bytes([crc >> 24]) + content:
        mask = keys[2] | 2
        secret.append(byte ^ ((mask * (mask ^ 1)) >> 8) & 0xFF)
        update(byte)
    raw = name.encode()
    sizes = struct.pack("<IIIHH", crc, len(secret), len(content), len(raw), 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0x801, 0, 0, 33) + sizes + raw + bytes(secret)
    entry = (
        b"PK\x01\x02"
        + struct.pack("<HHHHHH", 20, 20, 0x801, 0, 0, 33)
        + sizes
        + struct.pack("<HHHII", 0, 0, 0, 0, 0)
        + raw
    )
    return (
        local
        + entry
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)
    )


def test_locked_entry_needs_the_password(found):
    files, _ = found({"加密.zip": locked_zip("甲.csv", LIST, "Zb-2021")})
    assert labels(files) == ["加密.zip/甲.csv"]
    assert [entry.code for entry in read(files[0])[1]] == ["F102"]
    assert [entry.code for entry in read(files[0], "wrong")[1]] == ["F121"]
    assert read(files[0], "Zb-2021")[0][0].rows[1] == ["甲", "2021-03-05"]
