"""What a clause says besides its figures: subject, owners of parts, denials, bases of shares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.binding import Cells
    from zbreport.checks.claims import Claim
    from zbreport.checks.grammar import Token

_NEAR = 12

DOCUMENTS = ("rules", "normative_documents")
REVISED = re.compile(
    r"(?:修订|修改|修正)\D{0,12}\d|废止\D{0,6}\d.*失效\D{0,4}\d|失效\D{0,4}\d.*废止\D{0,6}\d"
)
"""Words whose figures may be only part of a cell's.

Some offices count a revision as issued and repealed; most count a lapsed document as repealed.
"""

MADE = re.compile("办理|作出|做出|实施|办结|审批|下达")
"""Before 行政许可, 行政处罚, 行政强制: decisions were made."""

_SHOWN = re.compile("公开|公示|发布|公布|归集|报送|录入|上传|推送|信用|清单|目录|案例|网上办")
"""Before them: they were only published, or are something else."""

_NEXT_TO = 2

RECEIVED = re.compile("收到|接到|接收|受理")
"""In a word of denial: 未收到申请 can only speak of requests."""

SUBJECTS = frozenset({"subject", "weak", "topic"})
TERMS = frozenset(
    {
        "subject",
        "weak",
        "flow",
        "carry",
        "period",
        "outcome",
        "applicant",
        "result",
        "document",
        "method",
        "scope",
        "compare",
        "all",
        "joint",
        "include",
        "narrower",
        "aside",
        "topic",
        "disclosure",
    }
)
BESIDE = TERMS | {"rate", "share", "share_of_received", "share_of_total"}
BINDING = frozenset(
    {
        "flow",
        "carry",
        "outcome",
        "applicant",
        "result",
        "document",
        "method",
        "subject",
        "weak",
        "scope",
        "narrower",
        "aside",
    }
)
_DENIED_VERBS = frozenset(
    {
        ("document", "issued"),
        ("document", "repealed"),
        ("flow", "received"),
        ("flow", "new"),
        ("result", "corrected"),
    }
)
_FINE = frozenset({"outcome", "result", "applicant", "flow", "carry"})
_HEADS = frozenset({"subject", "weak", "joint"})
_APART = frozenset(
    {
        "requests_weak",
        "nothing",
        "disclosure",
        "requests_loose",
        "licences_loose",
        "penalties_loose",
        "coercive_measures_loose",
    }
)
"""Subjects that are none, or not always."""


def speaks_of_requests(token: Token) -> bool:
    """Terms that can only be about requests."""
    return token.kind in {"outcome", "carry"} or (token.kind, token.value) == ("flow", "new")


def denial(tokens: list[Token]) -> int | None:
    """The place of a word that denies what follows; 无 only right before what is spoken of."""
    for index, token in enumerate(tokens):
        if token.kind == "none":
            return index
        if token.kind == "none_before_verb" and index + 1 < len(tokens):
            after = tokens[index + 1]
            if after.start == token.end and (after.kind, after.value) in _DENIED_VERBS:
                return index
        if token.kind == "none_before_subject" and index + 1 < len(tokens):
            after = next(
                (
                    other
                    for other in tokens[index + 1 :]
                    if other.kind not in {"document", "disclosure", "period"}
                ),
                token,
            )
            if (
                after.kind in {"subject", "weak", "carry", "flow", "result"}
                and after.start - token.end <= _NEAR
            ):
                return index
        if token.kind == "none_before_result" and index + 1 < len(tokens):
            after = tokens[index + 1]
            if after.kind == "result" and after.start == token.end:
                return index
    return None


def denials(tokens: list[Token]) -> Iterator[tuple[Token, list[Token]]]:
    """What each word of denial denies, up to the next one.

    Requests and cases that are listed are denied apart (`无申请、复议、诉讼`).
    """
    place = denial(tokens)
    while place is not None:
        word, rest = tokens[place], tokens[place + 1 :]
        place = denial(rest)
        denied = rest if place is None else rest[:place]
        tokens = rest
        cut = next(
            (
                at
                for at, token in enumerate(denied)
                if token.kind == "joint" and _turns(denied[:at], denied[at + 1 :])
            ),
            None,
        )
        yield word, denied[:cut]
        if cut is not None:
            yield word, denied[cut + 1 :]


def _turns(before: list[Token], after: list[Token]) -> bool:
    """Whether a list goes from requests to cases."""
    left, right = (
        [token.value for token in part if token.kind in {"subject", "weak"}]
        for part in (before, after)
    )
    return bool(left and right) and left[-1] == "requests" and right[0] != "requests"


def bases(
    part: Claim, base: Claim | None, kinds: set[str]
) -> tuple[tuple[Cells, ...], tuple[Cells, ...]]:
    """The base of a share: as named, else a default by kind, else the figure before 其中.

    The default is （七） for outcomes, the row for applicants, the total for results.
    """
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


def one_subject(tokens: list[Token], text: str) -> list[Token]:
    """Settles subjects that are none, or not always.

    `申请` by itself names requests only where nothing else in the clause does; `依申请公开信息`
    names them where they came or were answered; `行政许可` names decisions before their number.

    Args:
        tokens: of a clause.
        text: the sentence.
    """
    subjects = {token.value for token in tokens if token.kind == "subject"}
    if subjects.isdisjoint(_APART):
        return tokens
    tokens = [_settled(token, tokens, text) for token in tokens]
    subjects = {token.value for token in tokens if token.kind == "subject"}
    weak = ["requests_weak"] if subjects == {"requests_weak"} else []
    kept: list[Token] = []
    for token in tokens:
        if token.value == "nothing":
            if kept and kept[-1].kind == "subject" and kept[-1].end == token.start:
                kept[-1] = kept[-1]._replace(
                    kind="topic"
                )  # 审核依申请公开答复文书 86 份: of requests, but no requests
        elif token.value == "disclosure":
            kept.append(token._replace(kind="disclosure"))
        elif token.value != "requests_weak":
            kept.append(token)
        elif token.value in weak:
            kept.append(token._replace(kind="weak", value="requests"))
    return kept


def _settled(token: Token, tokens: list[Token], text: str) -> Token:
    """A loose subject as what it is in this clause."""
    name, _, loose = token.value.rpartition("_")
    if token.kind != "subject" or loose != "loose":
        return token
    if name == "requests":
        came = any(other.kind in {"flow", "none", "carry"} for other in tokens)
        return token._replace(value="requests" if came else "other")
    counted = any(
        other.kind == "figure" and 0 <= other.start - token.end <= _NEXT_TO for other in tokens
    )
    made = counted and MADE.search(text[: token.start]) and not _SHOWN.search(text[: token.start])
    return token._replace(value=name if made else "other", about=True)


def elsewhere(before: list[Token], kinds: set[str]) -> bool:
    """Whether the words before a figure take it elsewhere.

    A comparison, another year, or the heading of a list of something else.

    Args:
        before: the terms.
        kinds: of them.
    """
    if "compare" in kinds:
        return True
    if (
        "period" in kinds
        and "carry" not in kinds
        and any(token.kind == "period" and token.value != "this" for token in before)
    ):
        return True
    if "joint" not in kinds or not kinds <= _HEADS:
        return False
    colon = max((at for at, token in enumerate(before) if token.value == ":"), default=-1)
    return colon > 0 and not any(token.kind in BINDING for token in before[colon:])


def compared(before: list[Token], kinds: set[str]) -> bool:
    """Whether a figure behind a comparison has no terms of its own: `较上年的 75 件增加 11 件`.

    Args:
        before: what stands before it in the clause.
        kinds: of the terms between the last figure and it.
    """
    return kinds.isdisjoint(BINDING) and any(token.kind == "compare" for token in before)


def brackets_last(tokens: list[Token]) -> list[Token]:
    """Moves brackets behind the clause that goes on after them: `4 件（含撤回 1 件）转入下年度`.

    Only where nothing in the clause before the figure says what it counts.
    """
    for place in range(1, len(tokens)):
        if tokens[place].value != "(" or tokens[place - 1].kind != "figure":
            continue
        start = max((at for at in range(place) if tokens[at].kind == "stop"), default=-1)
        end = next((at for at in range(place, len(tokens)) if tokens[at].value == ")"), None)
        if end is None or any(token.kind in BINDING for token in tokens[start + 1 : place]):
            continue
        stop = next(
            (at for at in range(end + 1, len(tokens)) if tokens[at].kind == "stop"), len(tokens)
        )
        if stop > end + 1 and tokens[end + 1].start == tokens[end].end:
            bracket, rest = tokens[place : end + 1], tokens[end + 1 : stop]
            return [*tokens[:place], *rest, *bracket, *brackets_last(tokens[stop:])]
    return tokens


def names_suits(terms: list[Token]) -> bool:
    """`行政诉讼 3 件，均为复议后起诉`."""
    return [token.value for token in terms if token.kind == "subject"] in (
        ["litigation_direct"],
        ["litigation_after_review"],
    )


def before_joint(tokens: list[Token]) -> list[Token]:
    """The terms right after a figure: 、 and 和 begin what has a figure of its own."""
    found: list[Token] = []
    for token in tokens:
        if token.kind == "joint":
            break
        if token.kind in TERMS:
            found.append(token)
    return found


def bound(tokens: list[Token]) -> list[Token]:
    """The terms that can each have a figure; subjects only where nothing finer is named."""
    fine = [token for token in tokens if token.kind in _FINE]
    return fine or [token for token in tokens if token.kind in SUBJECTS]


def subject_of(terms: list[Token], subject: str) -> str:
    """The subject of terms: the last one among them, else `subject`, the one before.

    What only requests can be is about requests.
    """
    for token in terms:
        if token.kind in SUBJECTS:
            subject = token.value
    return subject or ("requests" if any(map(speaks_of_requests, terms)) else "")
