"""Speed and memory of `check` on many web pages, as ratios against `pandas.read_html` reading the tables of the same files.

    python benchmarks/check.py [--reports 1000] [--sites 20] [--blanks 0.1] [--pairs 5]

Makes its own pages in a temporary folder: saved pages of invented offices, each report with figures
of its own that agree with its text, in one of several wordings. A site (`--sites` of them) has its
own frame around the article, its own markup in the cells and its own way to type labels; the share
`--blanks` of the reports leaves some zeros blank, each in places of its own, so that its tables
have a shape that no
other report has.

How it is measured:

* whole processes: `zbreport check FOLDER --format json -q` beside a Python process that imports
pandas and calls `read_html` on every file
  (with the parser that pandas itself prefers, lxml), both from the start of the interpreter to its
  end, the modules of both compiled;
* in process: the same work on the same files, timed inside a fresh process once everything is
imported and one file is read, so that nothing
  is known of the other files beforehand; `no two alike` are pages whose markup and shape no other
  page has (a third as many);
* each pair is run in turn (A B A B …) after a warm-up of each; a line shows the median of the
pairs' ratios, and the median seconds of each;
* memory is the largest resident size of a whole process, for a thirtieth, a third and all of the
reports.
"""

from __future__ import annotations

import argparse
import html
import os
import random
import statistics
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from speed import run
from zbreport.checks import check
from zbreport.forms import form_for
from zbreport.forms.layout import Grid, layout
from zbreport.model import Report
from zbreport.readback import read_published

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zbreport.model import Number

YEAR = 2024
FORM = form_for(YEAR)
CITIES = "长清 平湖 安远 新河 北川 东林 西江 南浦 高岭 临溪".split()  # noqa: SIM905
OFFICES = "统计局 教育局 财政局 水务局 民政局 交通运输局 农业农村局 生态环境局 人民政府 卫生健康委员会".split()  # noqa: SIM905
READ_TABLES = "import sys, pathlib, pandas\nfor path in sorted(pathlib.Path(sys.argv[1]).iterdir()): pandas.read_html(path, flavor='lxml')"
TIMED = """import sys, pathlib, time
{}
paths = sorted(pathlib.Path(sys.argv[1]).iterdir())
work(paths[0])
start = time.perf_counter()
for path in paths: work(path)
print(time.perf_counter() - start)"""
OURS = "from zbreport.readback import read_published\nfrom zbreport.checks import check\nwork = lambda path: check(read_published(path))"
READING = "from zbreport.readback import read_published as work"
THEIRS = "import pandas\nwork = lambda path: pandas.read_html(path, flavor='lxml')"
LABELS = (
    {},
    {"（": "(", "）": ")", "：": ":"},
    {f"{number}.": f"{number}、" for number in range(1, 9)},
    {"商业企业": "商业 企业", "科研机构": "科研 机构", "第二十条第": "第二十条 第"},
)
"""How sites type the labels of the tables."""


def made_figures(dice: random.Random) -> dict[str, Number]:
    """Figures of a whole report: every total is the sum of its addends and both identities hold."""
    found: dict[str, Number] = {}
    for key, cell in FORM.cells.items():
        small = dice.choice((0, 0, 0, dice.randrange(9), dice.randrange(400)))
        found[key] = (
            Decimal(f"{dice.randrange(9000)}.{dice.randrange(99):02d}") if cell.is_money else small
        )
    for kind in ("rules.issued", "rules.repealed", "rules.in_force"):
        found[f"disclosure.{kind}"] = 0
    rows = [row.key for row in FORM.table("requests").blocks[0].rows]
    people = [
        column.key for column in FORM.table("requests").blocks[0].columns if column.key != "total"
    ]
    for one in people:
        found[f"requests.total.{one}"] = sum(
            found[key] for key in FORM.cells[f"requests.total.{one}"].addends
        )
        carried = min(dice.randrange(5), found[f"requests.total.{one}"])
        found[f"requests.carried_in.{one}"], found[f"requests.carried_forward.{one}"] = (
            carried,
            dice.randrange(9),
        )
        found[f"requests.received.{one}"] = (
            found[f"requests.total.{one}"] + found[f"requests.carried_forward.{one}"] - carried
        )
    for row in rows:
        found[f"requests.{row}.total"] = sum(found[f"requests.{row}.{one}"] for one in people)
    for key, cell in FORM.cells.items():
        if cell.addends and key.startswith("proceedings."):
            found[key] = sum(found[part] for part in cell.addends)
    return found


def texts(dice: random.Random, office: str, figures: dict[str, Number]) -> dict[str, list[str]]:
    """Section → paragraphs, with figures that the tables bear out and others that they do not hold."""
    total = {
        row.key: figures[f"requests.{row.key}.total"]
        for row in FORM.table("requests").blocks[0].rows
    }
    review = {
        name: figures[f"proceedings.review.{name}"] for name in ("upheld", "corrected", "total")
    }
    suits = ("proceedings.litigation_direct", "proceedings.litigation_after_review")
    suit = {name: sum(figures[f"{kind}.{name}"] for kind in suits) for name in review}
    some = [dice.randrange(20, 9000) for _ in range(12)]
    preface = (
        f"根据《中华人民共和国政府信息公开条例》和国务院办公厅有关要求，编制本报告。统计期限自{YEAR}年1月1日起至{YEAR}年12月31日止。",
        f"如有疑问，请与{office}办公室联系（地址：人民路{some[0]}号，邮编：2230{some[1] % 100:02d}，电话：0517-8360{some[2]:04d}）。",
    )
    published = (
        f"（一）主动公开情况。全年通过门户网站主动公开政府信息{some[3]}条，政务微博发布信息{some[4]}条，微信公众号发布信息{some[5]}条，",
        f"召开新闻发布会{some[6] % 30 + 1}场，发布解读材料{some[7] % 200}篇，办理人大建议{some[8] % 90}件、政协提案{some[9] % 90}件。",
    )
    requests = (
        f"（二）依申请公开情况。全年{dice.choice(('共收到', '新收', '共受理'))}政府信息公开申请{total['received']}件，"
        f"{dice.choice(('上年结转', '上年度结转'))}{total['carried_in']}件。",
        f"{dice.choice(('答复', '作出答复', '依法答复'))}{total['total']}件，其中{dice.choice(('予以公开', '同意公开'))}{total['granted']}件，",
        f"部分公开{total['partially_granted']}件。{dice.choice(('结转下年度继续办理', '尚在办理'))}{total['carried_forward']}件。",
    )
    cases = (
        f"{dice.choice(('政府信息公开行政复议', '因政府信息公开被申请行政复议'))}{review['total']}件，其中结果维持{review['upheld']}件，",
        f"结果纠正{review['corrected']}件；{dice.choice(('行政诉讼', '被提起行政诉讼'))}{suit['total']}件，",
        f"其中结果维持{suit['upheld']}件，结果纠正{suit['corrected']}件。",
    )
    issued = figures["disclosure.normative_documents.issued"]
    five = f"存在的问题：一是解读形式还不够丰富；二是第{some[4] % 20}类目录更新不够及时。下一步将加强培训，提高公开质量和实效。"
    one = [
        f"{YEAR}年，{office}坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻党的二十大精神，扎实推进政府信息公开工作。",
        "".join(published),
        "".join(requests),
        "".join(cases),
        f"（三）政府信息管理情况。全年制发行政规范性文件{issued}件，动态更新公开指南{some[10] % 9 + 2}次。",
        f"（四）平台建设情况。网站设专栏{some[11] % 50}个，全年访问量{some[10]}万次，解答咨询{some[9]}条，{some[1] % 28 + 1}日前完成改版。",
        f"（五）监督保障情况。组织培训{some[2] % 9 + 1}次，参训{some[3] % 500}人次，将政务公开纳入年度考核，占比4%。",
    ]
    six = [
        f"{YEAR}年，{office}全年收取政府信息公开信息处理费{some[5]}元。第三部分“其他”为申请人撤回的申请等。"
    ]
    return {"": list(preface), "一": one, "五": [five * 2], "六": six}


def typed(text: str, site: int) -> str:
    """A label as a site types it."""
    for official, own in LABELS[site // 3 % len(LABELS)].items():
        text = text.replace(official, own)
    return text


def grid_html(grid: Grid, site: int, blank: Callable[[], bool]) -> str:
    """One table as a site of this number writes it: bare cells, or the styles that pasting from Word leaves in every cell."""
    style = f'style="padding: 0px {site % 7 + 1}px; border: 1px solid windowtext; word-break: break-all;"'
    wraps = (
        "{}",
        '<p style="text-align: center; line-height: 150%;">{}</p>',
        '<p class="MsoNormal" style="text-align:center"><span style="font-size: 14px; font-family: 宋体;">{}</span></p>',
    )
    lines: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        spans = (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "") + (
            f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        )
        said = (
            typed(cell.text, site)
            if cell.role != "number"
            else ""
            if cell.value == 0 and blank()
            else cell.text
        )
        text = wraps[site % 3].format(html.escape(said).replace("\n", "<br>" if site % 2 else ""))
        lines[cell.row].append(f"<td{spans} {style if site % 3 else ''}>{text}</td>")
    rows = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in lines)
    return f'<table border="1" cellspacing="0" class="t{site}"><tbody>{rows}</tbody></table>'


def page(number: int, sites: int, blanks: float) -> str:
    """One saved page: head, scripts, menus, the article, footer."""
    dice, site = random.Random(number), number % sites  # noqa: S311  (data to measure with)
    office = f"{CITIES[number % 10]}市{OFFICES[number // 10 % 10]}"
    figures = made_figures(dice)
    parts = texts(dice, office, figures)
    leaves_blanks = dice.random() < blanks
    drawn = layout(FORM, Report(YEAR, FORM.edition, office, figures))
    grids = {
        grid.key: grid_html(grid, site, lambda: leaves_blanks and dice.random() < 0.1)
        for grid in drawn
    }
    tables = dict(zip("二三四", (grids[table.key] for table in FORM.tables), strict=True))
    title = f"{office}{YEAR}年政府信息公开工作年度报告"
    shown = [f"<p>{text}</p>" for text in parts[""]]
    for heading in FORM.sections:
        paragraphs = (
            f'<p style="text-indent: 2em;">{text}</p>' for text in parts.get(heading[0], ())
        )
        shown += [f"<p><strong>{heading}</strong></p>", *paragraphs, tables.get(heading[0], "")]
    menu = "".join(
        f'<li class="m{i}"><a href="/col/c{i}/index.html" target="_blank">栏目{i}</a></li>'
        for i in range(40 + site)
    )
    script = f"<script>var site={site};{'function f(){return document.title;}' * 60}</script>"
    css = f"<style>{''.join(f'.c{i} {{ color: #{i:06x}; margin: 0 auto; }}' for i in range(90))}</style>"
    head = f'<meta charset="utf-8"><meta name="ArticleTitle" content="{title}"><title>{title}</title>{css}{script}'
    crumb = f'<div class="nav"><ul>{menu}</ul></div><div class="crumb">当前位置：首页 &gt; 政府信息公开年报</div>'
    article = f'<div class="w{site}"><div id="zoom"><h1>{title}</h1>{"".join(shown)}</div></div>'
    foot = f'<div class="foot"><ul>{menu}</ul><p>版权所有</p></div>{script}'
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body>{crumb}{article}{foot}</body></html>"


def pairs_of(
    ours: Callable[[], float], theirs: Callable[[], float], pairs: int
) -> tuple[float, float, float]:
    """The median ratio of two ways to spend seconds, and the median of each."""
    ours(), theirs()
    measured = [(ours(), theirs()) for _ in range(pairs)]
    mine, other = (statistics.median(pair[side] for pair in measured) for side in (0, 1))
    return statistics.median(mine / other for mine, other in measured), mine, other


def timed(work: str, place: Path) -> Callable[[], float]:
    """Seconds that some work on every file of a folder takes inside a process of its own."""
    command = [sys.executable, "-c", TIMED.format(work), str(place)]
    return lambda: float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def tell(name: str, ratio: float, mine: float, other: float) -> None:
    """Prints one comparison."""
    print(f"{name:<75} {ratio:5.3f}x  ({mine:.2f} s / {other:.2f} s)", flush=True)


def main() -> None:
    """Makes the pages and prints one line per comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--sites", type=int, default=20)
    parser.add_argument("--blanks", type=float, default=0.1)
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    os.environ.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # else a checkout is compiled at every start, which what is installed never is
    with tempfile.TemporaryDirectory() as folder:
        root, reports = Path(folder), options.reports
        many, some, few = (
            write_pages(
                root / f"one of {part}", range(0, reports, part), options.sites, options.blanks
            )
            for part in (1, 3, 30)
        )
        unlike = write_pages(root / "unlike", range(0, reports, 3), reports, 1.0)
        paths = sorted(many.iterdir())
        size = statistics.mean(path.stat().st_size for path in paths) / 1024
        findings = statistics.mean(len(check(read_published(path)).findings) for path in paths[:50])
        print(
            f"{len(paths)} pages of {options.sites} sites, {size:.0f} KB each; {findings:.1f} findings a report"
        )
        for place in (many, some, few):
            whole_processes(place, options.pairs)
        for name, work, place in (
            ("reading and checking", OURS, many),
            ("reading alone", READING, many),
            ("no two alike", OURS, unlike),
        ):
            tell(
                f"{name} / read_html, in process",
                *pairs_of(timed(work, place), timed(THEIRS, place), options.pairs),
            )


def write_pages(place: Path, numbers: Sequence[int], sites: int, blanks: float) -> Path:
    """A folder with the pages of these numbers."""
    place.mkdir()
    for number in numbers:
        (place / f"{number:04d}.html").write_text(page(number, sites, blanks), encoding="utf-8")
    return place


def whole_processes(place: Path, pairs: int) -> None:
    """One line on a folder: the seconds of both, and the peak memory of both."""
    ours = [sys.executable, "-m", "zbreport", "check", str(place), "--format", "json", "-q"]
    theirs = [sys.executable, "-c", READ_TABLES, str(place)]
    runs: dict[str, list[float]] = {"ours": [], "theirs": []}

    def seconds(who: str, command: Sequence[str]) -> float:
        done = run(command)
        runs[who].append(done.megabytes)
        return done.seconds

    found = pairs_of(lambda: seconds("ours", ours), lambda: seconds("theirs", theirs), pairs)
    tell(
        f"check FOLDER --format json / read_html, {len(list(place.iterdir()))} reports, whole processes",
        *found,
    )
    print(f"    peak memory {max(runs['ours']):.0f} MB / {max(runs['theirs']):.0f} MB")


if __name__ == "__main__":
    main()
