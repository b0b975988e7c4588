"""The one family of exceptions: work that cannot go on.

Everything that can be said while going on is a `Diagnostic`. These are caught once, in `cli`, and shown as their Chinese message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.diagnostics import Diagnostic


class ZbreportError(Exception):
    """Work could not go on; the text is for the person at the keyboard (exit status 3).

    `diagnostics` is what was found before that.
    """

    def __init__(self, message: str, diagnostics: Sequence[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.diagnostics = tuple(diagnostics)


class NoInputError(ZbreportError):
    """None of the paths given led to a file that could be read."""


class UnreadableFileError(ZbreportError):
    """One file could not be read; `code` names the diagnostic that says so to the user."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class YearError(ZbreportError):
    """The report year is unknown, tied, or outside every edition of the form."""


class SettingsError(ZbreportError):
    """zbreport.toml is not valid TOML, or a setting has a value that means nothing."""


class OutputError(ZbreportError):
    """The result could not be written: folder missing, file open elsewhere, or not ours to overwrite."""


class UnknownCellError(ZbreportError):
    """A cell name that the form does not have, or that fits several cells."""


class TemplateError(ZbreportError):
    """A template cannot be filled: of another format, with macros, protected, without tables, or of another edition."""
