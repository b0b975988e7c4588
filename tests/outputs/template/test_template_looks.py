"""LibreOffice opens filled templates, and every word of the template stands on the page where it stood before."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from pages import figures
from templates import filled, office_docx, openpyxl_template, run

import reference
from zbreport.pipeline import tally

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def words(folder, path):
    """The words of a document as LibreOffice lays it out: page, place and text."""
    pdfplumber = pytest.importorskip("pdfplumber")
    command = [
        OFFICE,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
    ]
    subprocess.run([*command, str(folder), str(path)], check=True, capture_output=True, timeout=120)
    with pdfplumber.open(folder / f"{path.stem}.pdf") as pdf:
        return [
            (number, round(word["x0"]), round(word["top"]), word["text"])
            for number, page in enumerate(pdf.pages)
            for word in page.extract_words()
        ]


def test_a_filled_template_looks_as_before(tmp_path):
    made = tally([reference.city()])
    _, path = filled(tmp_path, office_docx(2024), made)
    before, after = words(tmp_path, tmp_path / "模板.docx"), words(tmp_path, path)
    assert set(before) <= set(after)
    shown = [text for *_, text in after]
    assert not [value for value in map(str, made.report.cells.values()) if value not in shown], (
        "a figure is broken over two lines"
    )


def test_a_template_with_header_and_placeholders(tmp_path):
    _, path = filled(tmp_path, office_docx(header=run("{{ unit }}")))
    assert {"某市某局", *map(str, figures(2024).values())} <= {
        text for *_, text in words(tmp_path, path)
    }


def test_a_workbook(tmp_path):
    _, path = filled(tmp_path, openpyxl_template(), name="模板.xlsx")
    assert set(map(str, figures(2024).values())) <= {text for *_, text in words(tmp_path, path)}
