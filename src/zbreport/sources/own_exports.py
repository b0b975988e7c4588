"""Knows the files that zbreport itself wrote.

An export that lies among the ledgers is no ledger. Runs before a reader is chosen.
"""

from __future__ import annotations

import re
from io import BytesIO

from zbreport.sources.package import is_ours
from zbreport.sources.sniff import Kind
from zbreport.sources.zips import open_zip

_PAGE = re.compile(rb"""<meta name="generator" content="zbreport """)
_JSON = re.compile(rb"""\s*\{\s*"schema":\s*"zbreport""")
_CSV = "\ufeff部分,行,列,键,数值,单位".encode()
_HEAD = 2048


def what_export(kind: Kind, data: bytes) -> str:
    """What zbreport wrote a file as, in Chinese.

    Empty for files of others, and for workbooks, whose reader looks for itself.

    Args:
        kind: what the file is.
        data: its content.
    """
    head = data[:_HEAD]
    if (kind is Kind.HTML and _PAGE.search(head)) or (kind is Kind.DOCX and _is_marked(data)):
        return "年报稿"
    return "统计结果" if kind is Kind.TEXT and (_JSON.match(head) or head.startswith(_CSV)) else ""


def _is_marked(data: bytes) -> bool:
    with open_zip(BytesIO(data)) as archive:
        return is_ours(archive)
