"""Fills the office's own template.

A Word document or a workbook with the official tables somewhere in it.

The cells are found by their labels, with the code that `check` reads reports with, and the figures
written into the elements that were read. Nothing else changes: parts without a table or placeholder
stay as they are to the byte, and in the others every byte outside the cells that are filled. What
cannot be filled is said, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from zbreport.diagnostics import CATALOGUE, Diagnostic, Level, diagnose
from zbreport.errors import TemplateError, UnreadableFileError, ZbreportError
from zbreport.outputs import wording
from zbreport.outputs.template import placeholders, plan
from zbreport.outputs.template.package import DAMAGE, DOCX, Template, damaged, is_signed, load
from zbreport.readback import texts_of
from zbreport.readback.damage import is_damage
from zbreport.readback.locate import locate
from zbreport.readback.sections import paragraphs, title_of, year_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.model import Report
    from zbreport.outputs.template.plan import Task, Written
    from zbreport.readback.located import Located
    from zbreport.readback.raw import Document
    from zbreport.tabulation.tally import Tally

__all__ = ["Filled", "Template", "fill", "load"]


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled template.

    Attributes:
        data: the whole file.
        diagnostics: what there is to say, worst first.
        cells: how many cells of the form hold their figure.
        expected: how many the form has.
        placeholders: how many placeholders were filled.
    """

    data: bytes
    diagnostics: tuple[Diagnostic, ...]
    cells: int
    expected: int
    placeholders: int


class _Filler(Protocol):
    """A template of either format, opened: what was read of it, and what writes into it."""

    document: Document
    hint: str

    def write(self, tasks: Sequence[Task]) -> Written: ...


def fill(template: Template, tally: Tally) -> Filled:
    """Fills a template.

    Args:
        template: as `load` gives it.
        tally: whose figures and settings.

    Raises:
        TemplateError: protected, without the official tables, of another edition of the form, or
            damaged.
    """
    try:
        return _fill(template, tally)
    except UnreadableFileError as error:
        raise damaged(template.label, error) from error
    except TemplateError:
        raise
    except (
        ZbreportError
    ) as error:  # what the reader of workbooks says, which does not name the file
        raise TemplateError(f"{template.label}：{error}") from error
    except BaseException as error:
        if not is_damage(error) and not isinstance(error, DAMAGE):
            raise
        raise damaged(
            template.label,
            UnreadableFileError("F101", detail=f"内容无法解析 [{type(error).__name__}]"),
        ) from error


def _fill(template: Template, tally: Tally) -> Filled:
    file, report = template.label, tally.report
    account = placeholders.account(tally)
    filler = _opened(template, account)
    tables = filler.document.tables
    located = locate(tables, report.year)
    if located is None:
        message = (
            f"{file}：没有找到年度报告的表（二、三、四部分的表格都没有）{filler.hint}。"
            "请确认这是带有法定表格的模板"
        )
        raise TemplateError(message)
    _require_edition(file, located, report)
    written = filler.write(plan.tasks(tables, located, report))
    if written.locked and not written.cells:
        message = (
            f"{file}：要填的 {len(written.locked)} 格都被锁定（工作表保护或内容控件）。"
            f"{CATALOGUE['M505'].remedy}"
        )
        raise TemplateError(message)
    findings = (
        *plan.unwritten(file, located, report, filler.hint),
        *plan.contents(file, located.form, written),
        *written.findings,
        *account.findings(file),
        *_of_the_package(file, template.data),
        *_year(file, filler.document, located, report),
    )
    figures = sum(1 for task in written.cells if task.value is not None)
    return Filled(
        written.data,
        tuple(sorted(findings, key=_rank)),
        figures,
        len(located.form.cells),
        account.filled,
    )


def _opened(template: Template, account: placeholders.Account) -> _Filler:
    """Opens a template behind its reader, its placeholders already filled.

    They may stand in the title or in the cells of a table.
    """
    if template.kind == DOCX:
        from zbreport.outputs.template import docx

        docx.refuse_protected(template.label, template.data)
        return docx.Filler(template.label, docx.with_placeholders(template.data, account))
    from zbreport.outputs.template import strings, xlsx

    return xlsx.Filler(
        template.label, template.path, strings.with_placeholders(template.data, account)
    )


def _require_edition(file: str, located: Located, report: Report) -> None:
    if located.form.edition != report.edition:
        message = (
            f"{file}：模板是 {located.form.edition} 年版表样（{located.form.notice}），"
            f"{report.year} 年度要用 {wording.edition(report)}。"
            "请换用这一版的模板；年度不对时用 --year 指定"
        )
        raise TemplateError(message)


def _of_the_package(file: str, data: bytes) -> Iterator[Diagnostic]:
    """What there is to say of parts that are not filled.

    Placeholders in them, and signatures of what has changed now.
    """
    if places := placeholders.elsewhere(data):
        yield diagnose("M522", file=file, parts="、".join(places))
    if is_signed(data):
        yield diagnose("M523", file=file)


def _year(file: str, document: Document, located: Located, report: Report) -> Iterator[Diagnostic]:
    """Tells when the template's title or period is of another year, as last year's report is."""
    parts = paragraphs(list(texts_of(document, located)))
    year = year_of(title_of(parts, document.titles), parts)
    if year not in {None, report.year}:
        yield diagnose("M509", file=file, said=year, year=report.year)


def _rank(finding: Diagnostic) -> int:
    return list(Level).index(finding.level)
