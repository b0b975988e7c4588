"""A file that is written while it is read is read again, and told where it does not come to rest."""

from __future__ import annotations

from pathlib import Path

from zbreport.model import InputFile
from zbreport.sources import read

TEXT = "标题,发布时间\n甲,2024-03-05\n"


def growing(monkeypatch, times):
    """Makes every reading of a file be followed by a further line, so many times."""
    original, left = Path.read_bytes, [times]

    def read_bytes(path):
        data = original(path)
        if left[0] and path.suffix == ".csv":
            left[0] -= 1
            with path.open("a", encoding="utf-8") as stream:
                stream.write("乙,2024-03-06\n")
        return data

    monkeypatch.setattr(Path, "read_bytes", read_bytes)


def test_a_file_that_grew_once_is_read_whole(tmp_path, monkeypatch):
    path = tmp_path / "网站.csv"
    path.write_text(TEXT, encoding="utf-8")
    growing(monkeypatch, 1)
    (sheet,), found = read(InputFile(path, path.name))
    assert len(sheet.rows) == 3
    assert found == ()


def test_a_file_that_goes_on_growing_is_told(tmp_path, monkeypatch):
    path = tmp_path / "网站.csv"
    path.write_text(TEXT, encoding="utf-8")
    growing(monkeypatch, 9)
    sheets, found = read(InputFile(path, path.name))
    assert sheets == ()
    assert [one.code for one in found] == ["F104"]
    assert "变化" in found[0].message
