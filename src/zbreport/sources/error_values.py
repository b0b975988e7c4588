"""How the binary formats write values that are none.

By code ([MS-XLS] 2.5.10). Used by `xls` and `xlsb`, which share the table.
"""

from __future__ import annotations

NO_RESULT = "="
"""A formula without a stored result, as in `model.Sheet`."""

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def error_of(code: int) -> str:
    """The error value of a code; one that the format does not know is still no value."""
    return _ERRORS.get(code, NO_RESULT)
