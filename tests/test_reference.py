"""Two offices whose every figure is known, whatever way their ledgers are written.

Made from figures in code (`reference`); where the ledgers that they were modelled on lie beside the
repository, these are read too.
"""

from __future__ import annotations

import csv
import html
import json
import random
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

import reference
from helpers import conserved, figures
from zbreport import tally
from zbreport.forms import form_for
from zbreport.forms.extras import nested
from zbreport.model import InputFile
from zbreport.outputs.jsonfile import payload
from zbreport.pipeline import inspect
from zbreport.sources import read
from zbreport.tabulation.trace import explain

DATA = Path(__file__).parents[2] / "shared" / "data"
BUREAUS = {"made": reference.bureau(), "given": DATA / "zibo-2021"}
CITIES = {"made": reference.city(), "given": DATA / "huaian-2024"}
HERE = [origin for origin in BUREAUS if BUREAUS[origin].is_dir()]


@pytest.fixture(scope="module", params=HERE)
def origin(request):
    return request.param


@pytest.fixture(scope="module")
def bureau(origin):
    return tally([BUREAUS[origin]], year=2021)


@pytest.fixture(scope="module")
def city(origin):
    return tally([CITIES[origin]], year=2024)


def test_bureau_channels(bureau):
    counts = {entry.key: entry.count for entry in bureau.report.channels}
    assert counts == {"website": 447, "wechat": 288, "weibo": 231, "toutiao": 185, "press": 73}
    assert counts["wechat"] + counts["weibo"] + counts["toutiao"] == 704


def test_bureau_requests(bureau):
    cells = {
        key: number
        for key, number in bureau.report.cells.items()
        if key.startswith("requests.") and number
    }
    assert cells == {
        "requests.received.natural_person": 1,
        "requests.received.business": 1,
        "requests.received.total": 2,
        "requests.not_held.natural_person": 1,
        "requests.not_held.total": 1,
        "requests.granted.business": 1,
        "requests.granted.total": 1,
        "requests.total.natural_person": 1,
        "requests.total.business": 1,
        "requests.total.total": 2,
    }
    assert bureau.report.extras["request_methods.信函"] == 2


def test_bureau_proposals(bureau):
    five = {"total": 5, "answered": 5, "satisfied": 5, "published": 5}
    assert nested(bureau.report.extras)["proposals"] == {"npc": five, "cppcc": five}


def test_bureau_set_aside(bureau):
    aside = {
        (source.rows, source.counted): dict(source.set_aside)
        for source in bureau.sources
        if source.set_aside
    }
    assert aside == {
        (485, 447): {"outside_year": 32, "not_published": 5, "total_row": 1},
        (234, 231): {"outside_year": 2, "repeated_header": 1},
        (154, 141): {"duplicate": 13},
    }
    assert sum(source.rows for source in bureau.sources) == 1290
    conserved(bureau)


def test_bureau_has_no_errors_and_finds_its_year_itself(bureau, origin):
    assert not [finding for finding in bureau.diagnostics if finding.level == "error"]
    assert figures(tally([BUREAUS[origin]])) == figures(bureau)


def test_every_cell_of_the_city(city):
    cells = {key: str(number) for key, number in city.report.cells.items()}
    assert cells == {key: str(number) for key, number in reference.city_cells().items()}
    assert not [finding for finding in city.diagnostics if finding.level in {"error", "warning"}]


def test_known_figures_of_the_city(city):
    cells = city.report.cells
    assert [
        cells[f"requests.{row}.total"]
        for row in ("received", "carried_in", "total", "carried_forward")
    ] == [3119, 34, 3050, 103]
    assert [
        cells[f"proceedings.review.{name}"]
        for name in ("upheld", "corrected", "other", "pending", "total")
    ] == [72, 64, 178, 37, 351]
    assert str(cells["disclosure.fees_wan_yuan"]) == "96171.6"


@pytest.mark.parametrize("office", ["bureau", "city"])
def test_every_count_has_as_many_rows_as_it_says(office, origin, request):  # noqa: ARG001
    outcome = request.getfixturevalue(office)
    form = form_for(outcome.report.year)
    from_figures = {
        "disclosure.licences",
        "disclosure.penalties",
        "disclosure.coercive_measures",
        "disclosure.fees_wan_yuan",
    }
    for key, number in outcome.report.cells.items():
        rows = explain(outcome, key).rows
        if number is None:
            assert rows == ()
        elif key in from_figures:
            assert [row.amount for row in rows] == [str(number)]
        else:
            assert len({(row.file, row.sheet, row.row) for row in rows}) == len(rows) == number
    assert form.cells.keys() == outcome.report.cells.keys()
    for entry in outcome.report.channels:
        assert len(explain(outcome, f"channels.{entry.key}").rows) == entry.count


def test_explain_in_the_form_s_own_words(bureau):
    (row,) = explain(bureau, "三/（四）无法提供/1.本机关不掌握相关政府信息/自然人").rows
    assert (row.file, row.sheet, row.row) == ("依申请公开登记台账.xlsx", "2021", 3)


def text(value):
    """A cell as a system writes it into text."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%Y/%m/%d}"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def pages(folder):
    """Every sheet of an office, with the number of rows down to its header."""
    heads = {(source.file, source.sheet): source.header_row for source in tally([folder]).sources}
    for path in sorted(folder.iterdir()):
        for page in read(InputFile(path, path.name))[0]:
            yield path.stem, page.rows, heads[path.name, page.name]


def write_csv(path, rows, encoding):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([[text(value) for value in row] for row in rows])


def write_html(path, rows):
    lines = [
        "<tr>" + "".join(f"<td>{html.escape(text(value))}</td>" for value in row) + "</tr>"
        for row in rows
    ]
    path.write_bytes(
        f"<meta charset=gb2312>\n<table border=1>{''.join(lines)}</table>".encode("gb18030")
    )


def in_form(office, folder, write, suffix):
    for stem, rows, _ in pages(office):
        write(folder / f"{stem}{suffix}", rows)


def split(office, folder, seed):
    """Every list shuffled and dealt over two files."""
    chance = random.Random(seed)  # noqa: S311 -- no secret
    for stem, rows, head in pages(office):
        body = [list(row) for row in rows[head:]]
        chance.shuffle(body)
        cut = chance.randint(1, len(body))
        for part, half in enumerate((body[:cut], body[cut:])):
            (folder / f"第{part}部分").mkdir(exist_ok=True)
            write_csv(folder / f"第{part}部分" / f"{stem}.csv", [*rows[:head], *half], "gb18030")


@pytest.mark.parametrize("office", ["bureau", "city"])
@pytest.mark.parametrize(
    "way", ["csv-utf8", "csv-gb18030", "csv-utf16", "html", "xlsx-as-xls", "split-1", "split-2"]
)
def test_another_form_of_the_same_ledgers_gives_the_same_report(
    office, way, tmp_path, origin, request
):
    before = request.getfixturevalue(office)
    office = (BUREAUS if office == "bureau" else CITIES)[origin]
    kind, _, rest = way.partition("-")
    if kind == "csv":
        encoding = {"utf8": "utf-8-sig", "gb18030": "gb18030", "utf16": "utf-16"}[rest]
        in_form(office, tmp_path, lambda path, rows: write_csv(path, rows, encoding), ".csv")
    elif kind == "html":
        in_form(office, tmp_path, write_html, ".xls")
    elif kind == "xlsx":
        for path in office.iterdir():
            shutil.copyfile(
                path,
                tmp_path / f"{path.stem}.xls" if path.suffix == ".xlsx" else tmp_path / path.name,
            )
    else:
        split(office, tmp_path, rest)
    after = tally([tmp_path], year=before.report.year)
    assert figures(after) == figures(before)
    conserved(after)


def test_nobody_is_named(bureau, city, origin):
    for office, outcome in ((BUREAUS[origin], bureau), (CITIES[origin], city)):
        names = set()
        for _, rows, head in pages(office):
            column = next(
                (index for index, header in enumerate(rows[head - 1]) if header == "申请人"), None
            )
            names |= {str(row[column]) for row in rows[head:]} if column is not None else set()
        assert len(names) >= 2
        shown = (
            json.dumps(payload(outcome), ensure_ascii=False)
            + repr(inspect([office]))
            + repr(outcome.set_aside_rows())
        )
        shown += repr(
            [
                explain(outcome, key)
                for key in outcome.report.cells
                if key.startswith("requests.received")
            ]
        )
        assert not [name for name in names if name in shown]
