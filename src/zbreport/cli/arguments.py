"""A command with an option that takes several values, as `--ledgers a.xlsx b.xlsx`.

Click itself takes one value an option.
"""

from __future__ import annotations

from typing import Any, ClassVar

from zbreport.cli.shell import ChineseCommand


class SeveralValues(ChineseCommand):
    """Repeats `--ledgers` before every value that follows it, once FILE has been named."""

    several: ClassVar[str] = "--ledgers"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (typer does not export the type of its context)
        """Spreads the values before they are parsed."""
        valued = {
            name
            for param in self.params
            if not getattr(param, "is_flag", True)
            for name in param.opts
        }
        return list(super().parse_args(ctx, spread(args, self.several, valued)))


def spread(args: list[str], option: str, valued: set[str]) -> list[str]:
    """`FILE --ledgers a b` → `FILE --ledgers a --ledgers b`.

    Before FILE only one value is taken, for FILE follows.

    Args:
        args: the words of the command line.
        option: the option that may have several values.
        valued: the options that take a value: the word after one is no FILE.
    """
    found: list[str] = []
    taking = named = False
    skip = False
    for index, word in enumerate(args):
        if skip:
            found.append(word)
            skip = False
        elif word == "--":
            return [*found, *args[index:]]
        elif word == option:
            taking = named
            found.append(word)
            skip = True
        elif word.startswith("-") and word != "-":
            taking = False
            found.append(word)
            skip = word in valued
        elif taking:
            found += [option, word]
        else:
            named = True
            found.append(word)
    return found
