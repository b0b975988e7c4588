"""Every format of the registry renders, the same twice, for both editions and for a report without anything in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePath

import pytest
import typer

from zbreport.cli.work import export_format
from zbreport.outputs import FORMATS, named, render


@pytest.mark.parametrize("key", FORMATS)
def test_same_outcome_same_bytes(outcome, key):
    first = render(outcome, key)
    assert isinstance(first, bytes)
    assert first == render(outcome, key)


@pytest.mark.parametrize("key", FORMATS)
def test_an_empty_report_renders(empty, key):
    assert render(empty, key)


@pytest.mark.parametrize("key", FORMATS)
def test_texts_are_utf8_with_a_line_break_at_the_end(outcome, key):
    data = render(outcome, key)
    if data.startswith(b"PK"):
        assert not FORMATS[key].is_printed
        return
    text = data.decode("utf-8-sig")
    assert text.endswith("\n")
    assert "3985758" in text


def test_extensions_lead_to_one_format_each():
    extensions = [extension for entry in FORMATS.values() for extension in entry.extensions]
    assert len(extensions) == len(set(extensions))
    assert named(PurePath("年报.XLSX").suffix) is FORMATS["xlsx"]
    assert named(PurePath("年报.txt").suffix) is None


def test_an_unknown_format_is_a_key_error(outcome):
    with pytest.raises(KeyError):
        render(outcome, "pdf")


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("zbreport.outputs", ("rich", "xlsxwriter", "pandas", "zbreport.forms.layout")),
        ("zbreport.outputs.terminal", ("xlsxwriter", "pandas", "rich.table")),
        ("zbreport.outputs.files", ("xlsxwriter", "pandas", "rich")),
        ("zbreport.outputs.xlsx", ("pandas", "rich")),
    ],
)
def test_imports_stay_light(module, heavy):
    code = f"import sys, {module}; print([name for name in {heavy!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_whoever_asks_for_pdf_is_told_the_way_to_it():
    assert export_format("XLSX", None) == "xlsx"
    with pytest.raises(typer.BadParameter, match="请写成 docx，再在 Word 或 WPS 中另存为 PDF"):
        export_format(None, Path("年报.PDF"))
