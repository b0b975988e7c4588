"""What the documents say is what the program does: commands, options, codes, the picture in the README, and every link."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
import typer.main

from zbreport import __version__
from zbreport.cli import app
from zbreport.diagnostics import CATALOGUE, REASONS
from zbreport.ledgers.typed import LEDGERS
from zbreport.settings import DECISIONS
from zbreport.vocabulary import ledger_columns

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
COMMAND_PAGES = ("docs/commands.md", "docs/commands.zh-CN.md")
SETTING_PAGES = ("docs/settings.md", "docs/settings.zh-CN.md")
PAGES = (
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "examples/README.md",
    *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))),
)
GROUP = typer.main.get_command(app)


@cache
def page(name):
    return (ROOT / name).read_text(encoding="utf-8")


def between(text, mark):
    """The parts of a page between `<!-- mark -->` and `<!-- /mark -->`."""
    return re.findall(rf"<!-- {mark} -->\n(.*?)<!-- /{mark} -->", text, re.DOTALL)


def fenced(text):
    return re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def run(*arguments):
    environment = {
        key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR"}
    }
    environment |= {"PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-m", "zbreport", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8").replace("\r\n", "\n")


COMMANDS = {"": GROUP, **GROUP.commands}
OPTIONS = sorted(
    {
        option
        for command in COMMANDS.values()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("-")
    }
)


@pytest.mark.parametrize("name", [*READMES, *COMMAND_PAGES])
@pytest.mark.parametrize("command", sorted(GROUP.commands))
def test_every_command_is_in_readmes_and_docs(name, command):
    (section,) = between(page(name), "commands")
    assert f"`zbreport {command}" in section


@pytest.mark.parametrize("name", COMMAND_PAGES)
@pytest.mark.parametrize("option", [*OPTIONS, "--help", "-h"])
def test_every_option_is_in_both_pages_of_commands(name, option):
    (section,) = between(page(name), "commands")
    assert f"`{option}`" in section


@pytest.mark.parametrize("name", [*READMES, *COMMAND_PAGES])
def test_no_page_has_a_command_that_is_not(name):
    (section,) = between(page(name), "commands")
    assert set(re.findall(r"`zbreport (\w+)", section)) == set(GROUP.commands)


@pytest.mark.parametrize("name", COMMAND_PAGES)
def test_no_page_has_an_option_that_is_not(name):
    (section,) = between(page(name), "commands")
    assert set(re.findall(r"`(--?[a-z][a-z-]*)`", section)) == {*OPTIONS, "--help", "-h"}


@pytest.mark.parametrize("name", COMMAND_PAGES)
def test_options_are_listed_for_the_commands_that_have_them(name):
    (section,) = between(page(name), "commands")
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        options = re.findall(r"`(--[a-z-]+)`", cells[0])
        named = set(re.findall(r"`(\w+)`", cells[1])) if len(cells) == 3 else set()
        if not options or not cells[1]:
            continue
        for option in options:
            having = {
                key
                for key, command in GROUP.commands.items()
                if any(option in parameter.opts for parameter in command.params)
            }
            assert having == (named if cells[1].startswith("`") else set(GROUP.commands) - named), (
                option
            )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name):
    command = COMMANDS[name]
    assert command.help
    for parameter in command.params:
        assert getattr(parameter, "help", None), parameter.name
    printed = run(*([name] if name else []), "--help")
    assert all(
        option in printed
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    )


def test_pictures_in_the_readme_are_the_output():
    printed = run("tally", "examples/2021-clean")
    start = 0
    pictures = [fenced(part)[0] for part in between(page("README.md"), "output:tally")]
    assert len(pictures) == 3
    for picture in pictures:
        place = printed.find(picture, start)
        assert place >= 0, "python tests/test_docs.py shows what the README must hold"
        start = place + len(picture)


def test_readmes_are_read_in_five_minutes():
    assert all(len(page(name).splitlines()) <= 160 for name in READMES)


@pytest.mark.parametrize("form", ["table", "json"])
def test_every_code_is_in_rules(form):
    printed = run("rules", "--format", form)
    for code, entry in CATALOGUE.items():
        assert code in printed
        assert entry.title in printed
    if form == "json":
        assert set(CATALOGUE) <= {entry["code"] for entry in json.loads(printed)}


def test_every_field_of_a_ledger_is_where_an_office_looks_for_it():
    pages = [page("docs/settings.zh-CN.md"), page("docs/settings.md")]
    printed = run("rules")
    for key, ledger in ledger_columns().items():
        fields = "，".join(f"`{name}` {field.label}" for name, field in ledger.fields.items())
        assert all(f"| `{key}` {ledger.name} | {fields} |" in text for text in pages)
        assert f"{key}  {ledger.name}" in printed
        assert fields.replace("`", "") in printed


@pytest.mark.parametrize("name", PAGES)
def test_every_code_that_a_page_names_exists(name):
    assert set(re.findall(r"\b[FRLTMPS]\d{3}\b", page(name))) <= set(CATALOGUE)


def test_the_clerks_page_speaks_of_every_kind_of_code():
    rows = [
        line.split("|")[1]
        for line in page("docs/counting.zh-CN.md").splitlines()
        if re.match(r"\| [A-Z]", line)
    ]
    covered = set()
    for row in rows:
        codes = re.findall(r"[A-Z]\d{3}", row)
        if "开头" in row:
            covered |= {code for code in CATALOGUE if code.startswith(row.strip()[0])}
        elif "—" in row:
            covered |= {code for code in CATALOGUE if codes[0] <= code <= codes[1]}
        covered |= set(codes)
    assert set(CATALOGUE) <= covered, sorted(set(CATALOGUE) - covered)


@pytest.mark.parametrize("name", SETTING_PAGES)
def test_settings_in_the_docs_load_and_name_every_decision(name, tmp_path):
    from zbreport.settings import load

    blocks = [
        block
        for block in re.findall(r"^```toml\n(.*?)^```$", page(name), re.DOTALL | re.MULTILINE)
        if "[report]" in block
    ]
    assert blocks
    for block in blocks:
        path = tmp_path / "zbreport.toml"
        path.write_text(block, encoding="utf-8")
        settings, unknown = load(path)
        assert not unknown
        assert set(settings.decisions) == set(DECISIONS)


def test_clerks_are_told_every_ledger_row_and_column():
    from zbreport.vocabulary import vocabulary

    words = {*LEDGERS, *vocabulary("outcomes").labels(), *vocabulary("applicants").labels()}
    assert not [word for word in words if f"`{word}`" not in page("docs/settings.zh-CN.md")]


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("docs/report.md", "## Filling the office's own template"),
        ("docs/report.zh-CN.md", "## 填上级发的模板"),
    ],
)
def test_every_placeholder_for_templates_in_the_docs_is_known(name, heading):
    from zbreport.forms import form_for
    from zbreport.model import Channel, Report
    from zbreport.outputs.template.placeholders import account
    from zbreport.settings import Settings
    from zbreport.tabulation.tally import Tally

    report = Report(
        2024,
        "2021",
        None,
        dict.fromkeys(form_for(2024).cells),
        (Channel("wechat", "微信", 12, (1,) * 12),),
    )
    found = account(Tally(report, (), (), (), {}, Settings()))
    written = re.findall(
        r"`\{\{ ([^`]+) \}\}`", page(name).partition(heading)[2].partition("\n## ")[0]
    )
    assert len(written) > 10
    for placeholder in written:
        found.value(placeholder)
    assert not found.unknown


@pytest.mark.parametrize("name", COMMAND_PAGES)
def test_every_exit_status_is_in_both_pages(name):
    (section,) = between(page(name), "commands")
    assert [int(status) for status in re.findall(r"^\| (\d) \|", section, re.MULTILINE)] == [
        0,
        1,
        2,
        3,
    ]


def test_setup_is_two_commands():
    (setup,) = between(page("README.md"), "ci:setup")
    (block,) = fenced(setup)
    assert len(block.splitlines()) == 2
    assert block in page("README.zh-CN.md")


def test_every_dependency_has_its_reason():
    project = tomllib.loads(page("pyproject.toml"))["project"]
    for entry in project["dependencies"]:
        package = re.match(r"[\w-]+", entry)[0]
        assert re.search(rf"^\| {package} \| \S", page("README.md"), re.MULTILINE), package


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name):
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", page(name)):
        assert ((ROOT / name).parent / target).exists(), target


def test_the_changelog_has_this_version():
    assert re.search(rf"^## \[{re.escape(__version__)}\]", page("CHANGELOG.md"), re.MULTILINE)


def test_every_reason_is_worded():
    assert all(re.search(r"[\u4e00-\u9fff]", words) for words in REASONS.values())


if __name__ == "__main__":
    sys.stdout.write(run("tally", "examples/2021-clean"))
