"""Prints the fee for processing information, as text or JSON (`zbreport fee`)."""

from __future__ import annotations

import json

import typer

from zbreport.desk.fee import SOURCE, by_items, by_pages, total


def show_fee(items: int | None, pages: int | None, form: str) -> None:
    """Prints the steps of a fee and their sum.

    Args:
        items: of one applicant in one calendar month; or None.
        pages: of one request; or None.
        form: `table` or `json`.

    Raises:
        typer.BadParameter: not just one of the two numbers is given.
    """
    if (items is None) == (pages is None):
        message = "请写 --items 件数 或 --pages 页数，一件申请只能用一种办法计收"
        raise typer.BadParameter(message)
    steps = by_items(items) if items is not None else by_pages(pages or 0)
    unit, rule = (
        ("件", "按件计收，同一申请人一个自然月内累计")
        if items is not None
        else ("页", "按量计收，一件申请的页数")
    )
    if form == "json":
        found = {
            "schema": "zbreport-fee/1",
            "by": "pages" if items is None else "items",
            "count": steps[-1].last,
            "steps": [
                {
                    "from": step.first,
                    "to": step.last,
                    "count": step.pieces,
                    "price_yuan": str(step.price),
                    "amount_yuan": str(step.amount),
                }
                for step in steps
            ],
            "total_yuan": str(total(steps)),
            "source": SOURCE,
        }
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    typer.echo(f"{rule}（{SOURCE}）")
    for step in steps:
        price = f"每{unit} {step.price} 元" if step.price else "不收费"
        span = (
            f"第 {step.first} 至 {step.last} {unit}"
            if step.pieces > 1
            else f"第 {step.first} {unit}"
        )
        typer.echo(f"  {span}，{price}：{step.pieces} {unit}，{step.amount} 元")
    typer.echo(f"合计 {total(steps)} 元")
