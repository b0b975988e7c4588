"""What a clause says besides its figures: denials, bases of shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zbreport.checks.binding import Cells
    from zbreport.checks.claims import Claim
    from zbreport.checks.grammar import Token

_NEAR = 12


def speaks_of_requests(token: Token) -> bool:
    """Terms that can only be about requests."""
    return token.kind in {"outcome", "carry"} or (token.kind, token.value) == ("flow", "new")


def denial(tokens: list[Token]) -> int | None:
    """The place of a word that denies what follows; 无 only right before what is spoken of."""
    for index, token in enumerate(tokens):
        if token.kind == "none":
            return index
        if token.kind == "none_before_subject" and index + 1 < len(tokens):
            after = next((other for other in tokens[index + 1 :] if other.kind != "document"), token)
            if after.kind in {"subject", "weak", "carry", "flow"} and after.start - token.end <= _NEAR:
                return index
        if token.kind == "none_before_result" and index + 1 < len(tokens):
            after = tokens[index + 1]
            if after.kind == "result" and after.start == token.end:
                return index
    return None


def bases(part: Claim, base: Claim | None, kinds: set[str]) -> tuple[tuple[Cells, ...], tuple[Cells, ...]]:
    """What a share is of: as said, else （七） for outcomes, the row for applicants, the total for results; else the figure before 其中."""
    received, whole = ("requests.received.total",), ("requests.total.total",)
    both = (*received, "requests.carried_in.total")
    if "share_of_received" in kinds:
        return (received,), (both,)
    if "share_of_total" in kinds:
        return (whole,), ()
    if part.dimension == "outcome":
        return (whole,), (received, both)
    if part.dimension == "applicant" and part.readings:
        row = part.readings[0][0].rpartition(".")[0]
        return ((f"{row}.total",),), ()
    if part.dimension == "result" and part.readings:
        groups = dict.fromkeys(key.rpartition(".")[0] for key in part.readings[0])
        return (tuple(f"{group}.total" for group in groups),), ()
    return (base.readings, base.also) if base else ((), ())
