"""Data flows one way and nothing imports in a circle: the contracts of import-linter in pyproject.toml hold."""

from __future__ import annotations

from pathlib import Path

import pytest

cli = pytest.importorskip("importlinter.cli")

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def test_the_layers_hold_and_there_is_no_circle(capsys):
    status = cli.lint_imports(config_filename=str(PROJECT), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_the_values_that_flow_import_nothing_of_the_project_not_even_for_types():
    model = (PROJECT.parent / "src" / "zbreport" / "model.py").read_text(encoding="utf-8")
    lines = [line.split() for line in model.splitlines()]
    names = [words[1] for words in lines if words[:1] in (["from"], ["import"])]
    assert "dataclasses" in names
    assert not [name for name in names if name.startswith("zbreport")]
