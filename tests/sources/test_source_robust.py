"""Nothing that a file holds makes reading it raise; and every sample of a trap gives what it should."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zbreport.model import InputFile
from zbreport.sources import read

ODD = Path(__file__).resolve().parents[3] / "shared" / "data" / "odd"
REGISTER = "XX县XX局2025年政府信息依申请公开台账"
EXPECTED = {
    "a.ods": ("标题", []),
    "amp.xlsx": (None, ["F101"]),
    "baddim.xlsx": ("标题", []),
    "badxml.xlsx": ("a\x0bb", []),
    "brokenfill.xlsx": ("标题", []),
    "csv.xls": ("标题", []),
    "d1904.xls": ("2025-03-04", []),
    "d1904.xlsx": ("日期", []),
    "enc.xls": (None, ["F102"]),
    "enc.xlsx": (None, ["F102"]),
    "err.xls": ("", []),
    "frac.xlsx": ("2025-03-04", []),
    "html_bom.xls": ("用户增长", []),
    "html_frag.xls": ("用户增长", []),
    "html_gbk.xls": ("用户增长", []),
    "html_nometa_gbk.xls": ("用户增长", []),
    "html_utf8.xls": ("用户增长", []),
    "mht.xls": (None, ["F105"]),
    "noref.xlsx": ("标题", []),
    "nosheet.xlsx": (None, ["F101"]),
    "nosst.xlsx": (None, ["F101"]),
    "nostyles.xlsx": ("标题", []),
    "notxlsx.xlsx": (None, ["F105"]),
    "numfmt.xlsx": ("0.0", []),
    "office.et": (REGISTER, ["F110", "F110", "F111"]),
    "office.xlsx": (REGISTER, ["F110", "F110", "F111"]),
    "prot.xlsx": ("x", []),
    "really_xlsx.xls": (REGISTER, ["F110", "F110", "F111"]),
    "strict.xlsx": ("标题", []),
    "tail.xlsx": ("1.0", []),
    "tail2.xlsx": (None, ["F109"]),
    "tail_A1048576.xlsx": ("1.0", []),
    "tail_T1048576.xlsx": (None, ["F109"]),
    "tail_T200000.xlsx": ("1.0", []),
    "text.xlsx": ("标题", []),
    "trunc.xls": (None, ["F101"]),
    "trunc.xlsx": (None, ["F101"]),
    "tsv16.xls": ("标题", []),
    "types.xlsx": ("7.412345678901235e+18", []),
    "velvet.xlsx": ("x", []),
    "wechat.xls": ("", ["F110", "F111"]),
    "wechat_named.xlsx": ("", ["F110", "F111"]),
    "wps.et": ("", ["F110", "F111"]),
    "wpsguid.xlsx": ("标题", []),
    "xml2003.xls": ("标题行", []),
    "zero.xlsx": (None, ["F103"]),
    "zeros.xlsx": (None, ["F103"]),
    "~$lock.xlsx": (None, ["F105"]),
    "~$office.xlsx": (REGISTER, ["F110", "F110", "F111"]),
}
"""Name of a sample → its first cell, and the codes of what is told. (`discover` keeps the last two from being read.)"""

if ODD.is_dir():  # test_source_odd makes their kinds in code

    @pytest.mark.parametrize("name", EXPECTED)
    def test_sample(name):
        first, codes = EXPECTED[name]
        sheets, told = read(InputFile(ODD / name, name))
        assert sorted(entry.code for entry in told) == codes
        assert (str(sheets[0].rows[0][0]) if sheets else None) == first

    def test_no_sample_is_forgotten():
        assert {path.name for path in ODD.iterdir()} == set(EXPECTED)


def small_workbook():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["标题", "发布时间", "备注"])
        sheet.write_row(1, 0, ["甲", 44260, '=IF(1,"x",2)'])
        sheet.merge_range("A3:B3", "合计")
    return buffer.getvalue()


PAGE = "<html><meta charset=gb2312><table><tr><td rowspan=2>标题</td><td colspan=2>日期</td></tr><tr><td>甲<br>乙</td></tr></table></html>"
XML2003 = (
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:'
    b'spreadsheet"><Worksheet ss:Name="a"><Table><Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="Number">1</Data></Cell></Row>'
    b"</Table></Worksheet></Workbook>"
)
SEEDS = [
    small_workbook(),
    PAGE.encode("gb18030"),
    XML2003,
    '标题,发布时间\n"甲,乙",2021-03-05\n'.encode("gb18030"),
]


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400
)
@given(data=st.data())
def test_damaged_files_never_raise(reading, data):
    content = bytearray(data.draw(st.sampled_from(SEEDS)))
    for place, byte in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=6)
    ):
        content[place] = byte
    length = data.draw(st.just(len(content)) | st.integers(0, len(content)))
    sheets, told = reading("坏.xls", bytes(content[:length]))
    assert isinstance(sheets, tuple)
    assert sheets or told


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_the_user_can_still_interrupt(reading, monkeypatch, stop):
    def interrupted(_data):
        raise stop

    monkeypatch.setattr("zbreport.sources.sniff", interrupted)
    with pytest.raises(stop):
        reading("a.csv", "标题")


def test_panic_of_the_reader_is_one_error(reading, monkeypatch):
    class PanicException(BaseException):
        pass

    def panics(_data):
        raise PanicException

    monkeypatch.setattr("zbreport.sources.sniff", panics)
    sheets, told = reading("a.csv", "标题")
    assert sheets == ()
    assert "内部结构混乱" in told[0].message


def test_importing_sources_imports_no_reader():
    code = "import sys, zbreport.sources; print([m for m in ('lxml', 'python_calamine', 'pandas', 'numpy', 'csv') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
