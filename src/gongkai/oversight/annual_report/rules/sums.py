"""The numbers of a report that are sums of others: they follow, nobody sets them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gongkai.law import annual_tables as law

Place = tuple[str, str, str]  # table, row, column
PARTS: dict[str, tuple[str, ...]] = {
    "3": tuple(column.key for column in law.COLUMNS),
    "4": tuple(column.key for column in law.TABLE4_COLUMNS if column is not law.SUM),
}


def is_sum(place: Place) -> bool:
    """Say whether a number is made of others: a 总计 of tables three and four, and 三（七）."""
    table, row, column = place
    return table in PARTS and (column == law.SUM.key or row == law.TOTAL.key)


def followed(
    numbers: Mapping[Place, Decimal], changes: Mapping[Place, Decimal], form: law.Form
) -> dict[Place, Decimal]:
    """Return the changes with every sum that follows from them; `numbers` are all that stand.

    Only sums of rows and columns that changed are made anew: what a report from elsewhere never summed stays as it came.
    """
    after = dict(numbers) | dict(changes)
    found = dict(changes)
    results = [row.key for row in law.RESULTS.get(form, law.RESULTS[law.Form.Y2021])]
    touched = {(table, row, column) for table, row, column in changes if table in PARTS}
    for table, row, column in sorted(touched):
        if table == "3" and row in results and column != law.SUM.key:
            place = (table, law.TOTAL.key, column)
            after[place] = sum((after.get((table, one, column), Decimal()) for one in results), Decimal())
            found[place] = after[place]
    for table, row in sorted({(table, row) for table, row, _ in found if table in PARTS}):
        place = (table, row, law.SUM.key)
        found[place] = after[place] = sum((after.get((table, row, one), Decimal()) for one in PARTS[table]), Decimal())
    return {place: value for place, value in found.items() if numbers.get(place) != value}
