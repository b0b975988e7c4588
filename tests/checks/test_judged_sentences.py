"""The table of sentences in `judged.txt`: no alarm over what is right, no silence over what is wrong."""

from __future__ import annotations

import pytest
from judged import findings, right, table, unsound

EVERY = table()
TABLE = [line for line in EVERY if line.mark != "漏"]


@pytest.mark.parametrize("line", TABLE, ids=[str(number) for number in range(len(TABLE))])
def test_each_sentence_is_judged_as_a_person_would(line):
    told = [finding.message for finding in findings(line)]
    assert right(line), f"{line.mark} {line.sentence}: {told}"


def test_the_tables_beside_the_sentences_are_sound():
    assert all(unsound(line.cells) == [] for line in TABLE)


def test_the_table_holds_as_many_faults_as_sound_sentences():
    marks = [line.mark for line in TABLE]
    assert len(marks) > 550
    assert marks.count("对") > 250
    assert marks.count("错") > 250
    assert marks.count("问")


def test_known_misses_are_few_and_still_missed():
    misses = [line for line in EVERY if line.mark == "漏"]
    assert len(misses) < 15
    assert [line.sentence for line in misses if findings(line)] == []


def test_what_is_said_names_cells_in_the_forms_words():
    for line in TABLE:
        for finding in findings(line):
            assert "requests." not in finding.message
            assert "_" not in finding.message
            assert finding.quote
