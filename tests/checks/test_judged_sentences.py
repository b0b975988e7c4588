"""The table of sentences in `judged.txt`: no alarm over what is right, no silence over what is wrong."""

from __future__ import annotations

import pytest
from judged import findings, right, table, unsound

TABLE = table()


@pytest.mark.parametrize("line", TABLE, ids=[str(number) for number in range(len(TABLE))])
def test_each_sentence_is_judged_as_a_person_would(line):
    told = [finding.message for finding in findings(line)]
    assert right(line), f"{line.mark} {line.sentence}: {told}"


def test_the_tables_beside_the_sentences_are_sound():
    assert all(unsound(line.cells) == [] for line in TABLE)


def test_the_table_holds_as_many_faults_as_sound_sentences():
    marks = [line.mark for line in TABLE]
    assert marks.count("对") > 100
    assert marks.count("错") > 100
    assert marks.count("问")


def test_what_is_said_names_cells_in_the_forms_words():
    for line in TABLE:
        for finding in findings(line):
            assert "requests." not in finding.message
            assert "_" not in finding.message
            assert finding.quote
