"""The sheet 说明.

Edition, period, version, the choices that were used, and the sources with their row counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport import __version__
from zbreport.forms.layout import number_text
from zbreport.outputs import wording
from zbreport.render.cells import SECTION, TEXT, CellWriter, fit_height

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.worksheet import Worksheet

    from zbreport.tabulation.tally import Tally

NAME = "说明"
_WIDTHS = (36, 24, 14, 14, 8, 7, 7, 30)


def write(writer: CellWriter, tally: Tally) -> None:
    """Writes the sheet, without time or absolute path: the same inputs give the same workbook."""
    sheet = writer.sheet(NAME, landscape=True)
    for col, width in enumerate(_WIDTHS):
        sheet.set_column(col, col, width)
    row = 0
    for name, text in _facts(tally):
        writer.text((sheet, row, 0), name, TEXT)
        writer.text((sheet, row, 1), text, TEXT, span=(1, 3))
        fit_height(sheet, row, [text], [sum(_WIDTHS[1:4])])
        row += 1
    _heading(writer, sheet, row + 1, "采用的口径（没有官方规定，可在 zbreport.toml 中设置）")
    row = writer.table(
        (sheet, row + 2),
        _WIDTHS,
        ("说明", "设置", "值", "依据", "涉及行数"),
        (
            (choice.text, choice.key, choice.value, choice.origin, choice.count)
            for choice in tally.choices
        ),
    )
    _heading(writer, sheet, row + 1, f"数据来源：{wording.rows_summary(tally.sources)}")
    writer.table(
        (sheet, row + 2),
        _WIDTHS,
        ("文件", "工作表", "台账", "渠道", "行数", "计入", "未计入", "未计入的原因"),
        _sources(tally),
    )


def _heading(writer: CellWriter, sheet: Worksheet, row: int, text: str) -> None:
    """A heading across all columns, folded: one that ran over them would shrink the print."""
    writer.text((sheet, row, 0), text, SECTION, span=(1, len(_WIDTHS)))
    fit_height(sheet, row, [text], [sum(_WIDTHS) * 0.9])


def _facts(tally: Tally) -> Iterator[tuple[str, str]]:
    report = tally.report
    yield "单位", report.unit or "（未填写，可在 zbreport.toml 的 [report] unit 中写明）"
    yield "年度", f"{report.year} 年"
    yield "表样", wording.edition(report)
    yield "统计期限", wording.period(report)
    yield "程序", f"zbreport {__version__}"
    for what, numbers in wording.extras(report):
        if numbers[0].extra.is_single:
            yield what, wording.counts(numbers)
        else:
            for one in numbers:
                yield f"{what}（{one.column}）", f"{number_text(one.number)} {one.figure.unit}"


def _sources(tally: Tally) -> Iterator[tuple[str | int, ...]]:
    labels = {channel.key: channel.label for channel in tally.report.channels}
    for source in tally.sources:
        channels = [source.channel] if source.channel else list(source.channels)
        yield (
            source.file,
            source.sheet,
            wording.taken_for(source),
            "、".join(labels.get(key, key) for key in channels),
            source.rows,
            source.counted,
            sum(source.set_aside.values()),
            wording.reasons_text(source.set_aside),
        )
