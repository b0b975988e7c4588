"""Every export that an office may hand in, made from its description and read as a clerk would read it: with no settings at all.

`tests/exports/NAME.toml` describes the files of one export (see `export_files`),
`NAME.expected.txt` says what they are taken for and what is counted. After a wanted change `python
tests/test_exports.py --regenerate` writes the expected texts anew; read the difference.
"""

from __future__ import annotations

import os
import sys

import pytest

from export_files import EXPORTS, describe, make
from helpers import conserved
from zbreport import tally

NAMES = sorted(path.stem for path in EXPORTS.glob("*.toml"))
OTHER_TABLES = {
    "T301",
    "T303",
    "T304",
    "T305",
    "T306",
}  # what is said of the tables that an export has no part in


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """The outcome of an export, made and counted once."""
    made = {}

    def outcome(name):
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            make(name, folder)
            made[name] = tally([folder], year=describe(name)["year"])
        return made[name]

    return outcome


def dump(outcome):
    """What an outcome says of its sources and figures, as text."""
    lines = [line for source in outcome.sources for line in _source(source)]
    report = outcome.report
    figures = [f"channels.{entry.key} = {entry.count}" for entry in report.channels]
    figures += [f"{key} = {number}" for key, number in report.cells.items() if number]
    figures += [
        f"{key} = {number}" for key, number in report.extras.items() if key.startswith("proposals.")
    ]
    lines += ["", "figures", *(f"  {line}" for line in figures or ["none"]), "", "diagnostics"]
    said = [one for one in outcome.diagnostics if one.code not in OTHER_TABLES]
    lines += [line for one in said for line in _diagnostic(one)] or ["  none"]
    return "\n".join(lines) + "\n"


def _source(source):
    yield f"{source.file} / {source.sheet}" if source.sheet else source.file
    channels = source.channel or ", ".join(source.channels)
    yield f"  {source.ledger or 'not counted'}{f' ({channels})' if channels else ''}; header in row {source.header_row}"
    if source.columns:
        yield "  " + ", ".join(
            f"{field} = {source.letters[field]} {header}"
            for field, header in source.columns.items()
        )
    aside = "".join(f" + {count} {reason}" for reason, count in source.set_aside.items())
    yield f"  rows {source.rows} = counted {source.counted}{aside}"


def _diagnostic(one):
    place = " / ".join(filter(None, [one.file, one.sheet]))
    rows = f" row {', '.join(map(str, one.rows))}" if one.rows else ""
    yield f"  {one.code} {place}{rows}{f' column {one.column}' if one.column else ''}"
    yield f"    {one.message}"
    for line in one.remedy.splitlines():
        yield f"    > {line}"


@pytest.mark.parametrize("name", NAMES)
def test_what_an_export_is_taken_for(name, counted):
    expected = EXPORTS / f"{name}.expected.txt"
    found = dump(counted(name))
    if os.environ.get("ZBREPORT_REGENERATE"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8"), (
        "python tests/test_exports.py --regenerate"
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_row_of_an_export_is_lost(name, counted):
    conserved(counted(name))


@pytest.mark.parametrize("name", NAMES)
def test_an_export_counts_what_its_description_says(name, counted):
    wanted = describe(name)["counts"]
    outcome = counted(name)
    found = {f"channels.{entry.key}": entry.count for entry in outcome.report.channels} | dict(
        outcome.report.cells
    )
    assert {key: found.get(key) for key in wanted} == wanted
    if not wanted:
        assert not outcome.report.channels
        assert not any(source.counted for source in outcome.sources)


if __name__ == "__main__":
    if "--regenerate" in sys.argv:
        os.environ["ZBREPORT_REGENERATE"] = "1"
    sys.exit(pytest.main([__file__]))
