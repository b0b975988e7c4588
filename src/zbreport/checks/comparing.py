"""Reads sentences on the change since last year: `比上年（31 件）增加 9 件，同比增长 29.03%`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbreport.checks.claims import Growth

if TYPE_CHECKING:
    from zbreport.checks.claims import Claim
    from zbreport.checks.grammar import Token
    from zbreport.model import Number

_ALLOWED = frozenset({"compare", "period", "figure", "joint", "subject", "weak", "flow", "share"})
_DIRECTIONS = {"up": 1, "down": -1}


@dataclass(slots=True)
class Comparison:
    """What has been said so far of the change of one figure."""

    of: Claim | None = None
    before: Number | None = None
    change: Number | None = None
    percent: Number | None = None
    start: int = 0
    end: int = 0
    open: bool = False

    def takes(
        self, tokens: list[Token], kinds: set[str], claims: list[Claim], last: int | None
    ) -> bool:
        """Reads a clause that compares; tells whether nothing else is to be read from it.

        Args:
            tokens: of the clause.
            kinds: of the tokens.
            claims: of the text so far.
            last: index of the figure before the clause.
        """
        if "compare" not in kinds:
            return self._bracket(tokens, kinds)
        first = next(place for place, token in enumerate(tokens) if token.kind == "compare")
        if any(token.kind == "figure" for token in tokens[:first]):
            return False  # 收到申请 40 件比上年增加 9 件: the figure before is read as ever
        if self.of is None and last is not None and claims[last].kind == "count":
            self.of = claims[last]
        self.open = self.of is not None and kinds <= _ALLOWED
        if self.open:
            self._read(tokens)
        return False

    def _bracket(self, tokens: list[Token], kinds: set[str]) -> bool:
        """`比上年（31 件）`."""
        if not self.open or kinds != {"figure"} or len(tokens) > 1 or tokens[0].value == "%":
            self.open = False
            return False
        self.before, self.end, self.open = tokens[0].number, tokens[0].end, False
        return True

    def _read(self, tokens: list[Token]) -> None:
        sign: int | None = None
        for token in tokens:
            if token.kind == "compare":
                sign = _DIRECTIONS.get(token.value, sign)
            elif token.kind == "figure" and not token.about:
                if token.value == "%" and sign:
                    self.percent = sign * token.number
                elif token.value and sign and token.value != "%":
                    self.change = sign * token.number
                elif token.value and sign is None and token.value != "%":
                    self.before = token.number
                self.start, self.end = self.start or token.start, token.end

    def finished(self) -> Growth | None:
        """What was said, if anything; begins anew."""
        found = (
            Growth(self.of, self.before, self.change, self.percent, self.start, self.end)
            if self.of and (self.percent is not None or self.change is not None)
            else None
        )
        self.of = self.before = self.change = self.percent = None
        self.start, self.open = 0, False
        return found
