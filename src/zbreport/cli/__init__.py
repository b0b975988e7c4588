"""The command line.

Options → one call → print → exit status. Nothing is counted here, and nothing heavy is imported
before it is needed.

Exit status: 0 done; 1 done, with findings of level error; 2 wrong usage; 3 could not go on.
"""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

from zbreport.cli import words  # noqa: F401  isort: skip  (before typer, which looks its words up when it is imported)
import typer

from zbreport.cli.arguments import SeveralValues
from zbreport.cli.paths import expanded
from zbreport.cli.shell import ChineseCommand, ChineseGroup, leave, run
from zbreport.outputs import FORMATS

app = typer.Typer(
    name="zbreport",
    cls=ChineseGroup,
    help="把各类台账汇总成政府信息公开工作年度报告的法定表格，并说明每个数字的来处。",
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


class Missing(StrEnum):
    """What a figure that nothing gives becomes."""

    BLANK = "blank"
    ZERO = "zero"


class ListFormat(StrEnum):
    """How `inspect`, `explain` and `rules` print."""

    TABLE = "table"
    JSON = "json"


Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATHS",
        help="台账文件或文件夹（文件夹会逐层读取）",
        show_default=False,
        callback=expanded,
    ),
]
OptionalPaths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATHS",
        help="台账文件或文件夹； 不写就读当前文件夹里的 inputs/",
        show_default=False,
        callback=expanded,
    ),
]
Year = Annotated[
    int | None,
    typer.Option(
        "--year",
        "-y",
        metavar="年度",
        min=2007,  # as in `settings`, which `--help` need not load
        max=2100,
        help="报告年度； 不写则取多数行所在的年份",
        show_default=False,
    ),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        metavar="文件",
        help="设置文件； 默认用台账文件夹或 当前文件夹里的 zbreport.toml",
        show_default=False,
    ),
]
MissingOption = Annotated[
    Missing | None,
    typer.Option("--missing", help="没有数据的格子： blank 留空， zero 写 0", show_default=False),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="代码",
        help="只报告这些代码的问题 （可重复，如 --only L113）",
        show_default=False,
    ),
]
Skip = Annotated[
    list[str] | None,
    typer.Option(
        "--skip", metavar="代码", help="不报告这些代码的问题 （可重复）", show_default=False
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="最后列出最慢的文件")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="只输出结果，不显示进度和说明")]
Strict = Annotated[bool, typer.Option("--strict", help="有错误或提醒就不写文件， 退出码为 1")]
Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件")]
Previous = Annotated[
    Path | None, typer.Option("--previous", metavar="文件", help="上年的年报", show_default=False)
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="文件", help="写到这个文件", show_default=False),
]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="文件",
        help="写到这个文件，按扩展名定格式 （可重复，一次写几种）",
        show_default=False,
    ),
]
ExportFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="格式",
        help=f"{' '.join(FORMATS)}； 默认看 -o 的扩展名",
        show_default=False,
    ),
]
PRINTED = ("table", *(key for key, entry in FORMATS.items() if entry.is_printed))
"""What `tally` can print: its tables, and the formats that are text."""

TallyFormat = Annotated[
    str,
    typer.Option("--format", "-f", metavar=f"<{'|'.join(PRINTED)}>", help="输出格式"),
]
Template = Annotated[
    Path | None,
    typer.Option(
        "--template",
        metavar="文件",
        help="填写这个 .docx 或 .xlsx 模板， 其余内容不动",
        show_default=False,
    ),
]


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本号", is_eager=True)] = False,
) -> None:
    """把各类台账汇总成政府信息公开工作年度报告的法定表格，并说明每个数字的来处。"""
    if version:
        from zbreport import __version__

        typer.echo(f"zbreport {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        context.get_help()
        raise typer.Exit(2)


@app.command(cls=ChineseCommand)
def tally(
    paths: Paths,
    year: Year = None,
    form: TallyFormat = "table",
    output: Output = None,
    config: Config = None,
    missing: MissingOption = None,
    only: Only = None,
    skip: Skip = None,
    strict: Strict = False,
    force: Force = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """读取台账，显示各渠道数量和第二、三、四部分的表格。"""
    from zbreport.cli import work

    work.require_format(form, PRINTED)
    found = work.tallied(
        paths,
        year=year,
        config=config,
        missing=missing,
        only=only,
        skip=skip,
        quiet=quiet,
        verbose=verbose,
    )
    work.stop_if_strict(found, strict=strict)
    work.show(found, form, output, force=force, quiet=quiet)
    raise typer.Exit(work.status(found, strict=strict))


@app.command(cls=ChineseCommand)
def export(
    paths: OptionalPaths = None,
    year: Year = None,
    output: Outputs = None,
    form: ExportFormat = None,
    previous: Previous = None,
    template: Template = None,
    config: Config = None,
    missing: MissingOption = None,
    only: Only = None,
    skip: Skip = None,
    strict: Strict = False,
    force: Force = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """把统计结果写成文件，默认是 Excel 工作簿。

    工作簿有三张法定表、渠道统计、核对、说明、待核实；docx 和 html 是六个部分的年报稿。
    """
    from zbreport.cli import work

    asked = work.Asked(previous, only or (), skip or (), strict, force, quiet)
    read = partial(
        work.tallied,
        paths or [Path("inputs")],
        year=year,
        config=config,
        missing=missing,
        only=only,
        skip=skip,
        quiet=quiet,
        verbose=verbose,
    )
    if template is None:
        status = work.export(read, work.targets(form, output), asked)
    else:
        from zbreport.cli import filling

        status = filling.export(read, template, form, work.single(output), asked)
    raise typer.Exit(status)


@app.command(cls=ChineseCommand)
def inspect(
    paths: Paths,
    year: Year = None,
    form: Annotated[ListFormat, typer.Option("--format", "-f", help="输出格式")] = ListFormat.TABLE,
    set_aside: Annotated[
        bool, typer.Option("--set-aside", help="逐行列出没有计入的行和原因")
    ] = False,
    ask: Annotated[
        bool, typer.Option("--ask", help="逐条询问没有认出的， 把回答写进 zbreport.toml")
    ] = False,
    config: Config = None,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """说明每个文件、每张表被当作什么。

    包括台账、渠道、表头、列的对应、覆盖的月份，以及读到、计入、没有计入的行数。
    """
    from zbreport.cli import asking, inspection, work

    if ask:
        asking.require_terminal(form.value)
    read = partial(work.inspected, paths, year=year, config=config, quiet=quiet, verbose=verbose)
    found = read()
    asked: set[tuple[asking.Option, ...]] = set()
    while ask and asking.ask(found, paths, asked):
        found = read()
    inspection.show(found, form.value, set_aside=set_aside)
    raise typer.Exit(work.status(found))


@app.command(cls=ChineseCommand)
def explain(
    cell: Annotated[
        str,
        typer.Argument(
            metavar="CELL", help="格子：requests.granted.natural_person 或 三/予以公开/自然人"
        ),
    ],
    paths: Paths,
    year: Year = None,
    form: Annotated[ListFormat, typer.Option("--format", "-f", help="输出格式")] = ListFormat.TABLE,
    config: Config = None,
    missing: MissingOption = None,
    quiet: Quiet = False,
) -> None:
    """列出一个数字背后的每一行：文件、工作表、行号。"""
    from zbreport.cli import inspection, work

    found = work.tallied(paths, year=year, config=config, missing=missing, quiet=quiet)
    inspection.show_explanation(found, cell, form.value)


@app.command(cls=SeveralValues)
def check(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="年报：网页、Word、Excel、PDF 或 tally 的 JSON； 也可以是文件夹",
            callback=expanded,
        ),
    ],
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous",
            metavar="路径",
            help="上年的年报； 核对文件夹时给文件夹， 按机关名称配对",
            show_default=False,
        ),
    ] = None,
    ledgers: Annotated[
        list[Path] | None,
        typer.Option(
            "--ledgers",
            metavar="PATHS",
            help="台账文件或文件夹： 重新统计并逐格核对",
            show_default=False,
            callback=expanded,
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="格式",
            help="table（默认）、json、markdown 或 xlsx",
            show_default=False,
        ),
    ] = None,
    output: Output = None,
    config: Config = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="代码",
            help="只用这些规则 （可重复，如 --only C02）",
            show_default=False,
        ),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option("--skip", metavar="代码", help="不用这些规则 （可重复）", show_default=False),
    ] = None,
    strict: Strict = False,
    force: Force = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """核对写好的年报：表内勾稽、文字与表格、与上年和台账是否一致。"""
    from zbreport.cli import checking
    from zbreport.cli.check_request import Request, format_of

    chosen = format_of(form, output)
    asked = Request(
        files,
        previous,
        ledgers or (),
        config,
        only or (),
        skip or (),
        quiet,
        verbose,
        chosen,
        output,
    )
    found = checking.run(asked)
    status = checking.status(found, strict=strict)
    if strict and status and output:
        checking.show(found, "table", None, force=force, quiet=quiet)
        typer.echo("有错误或提醒，按 --strict 没有写文件。", err=True)
    else:
        checking.show(found, chosen, output, force=force, quiet=quiet)
    raise typer.Exit(status)


@app.command(cls=ChineseCommand)
def rules(
    form: Annotated[ListFormat, typer.Option("--format", "-f", help="输出格式")] = ListFormat.TABLE,
) -> None:
    """列出所有提示的代码、级别、含义和处理办法。"""
    from zbreport.cli import inspection

    inspection.show_rules(form.value)


@app.command(cls=ChineseCommand, name="calendar")
def calendar_(
    year: Annotated[int, typer.Argument(metavar="YEAR", help="哪一年", show_default=False)],
    config: Config = None,
) -> None:
    """打印一年的工作日历：放假和调休的日子，以及依据。"""
    from zbreport import settings as office
    from zbreport.calendar import calendar_with
    from zbreport.calendar.page import page

    settings, _ = office.load(config or office.find([]))
    calendar = calendar_with(settings.calendar)
    if year not in calendar.years:
        years = f"{min(calendar.years)} 至 {max(calendar.years)}"
        typer.echo(
            f"工作日历只有 {years} 年。请按国务院办公厅的通知，在 zbreport.toml 里写：\n"
            f'[calendar.{year}]\noff = ["{year}-01-01"]\nwork = []',
            err=True,
        )
        raise typer.Exit(3)
    typer.echo(page(year, calendar))


@app.command(cls=ChineseCommand)
def fee(
    items: Annotated[
        int | None, typer.Option("--items", min=1, help="按件计收：同一申请人一个自然月里的件数")
    ] = None,
    pages: Annotated[
        int | None, typer.Option("--pages", min=1, help="按量计收：一件申请的页数")
    ] = None,
    form: Annotated[ListFormat, typer.Option("--format", "-f", help="输出格式")] = ListFormat.TABLE,
) -> None:
    """按国办函〔2020〕109号算信息处理费，列出每一档。"""
    from zbreport.cli import desk

    desk.show_fee(items, pages, form.value)


def main() -> None:
    """Entry point of the `zbreport` command."""
    leave(run(app))
