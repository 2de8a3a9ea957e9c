"""Old addresses lead to the new ones for ever: pages, files, copies to what they copy, lists to their columns."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.db import transaction

from gongkai.doors.takeover import rules
from gongkai.doors.takeover.models import Run
from gongkai.doors.takeover.rules import Fate
from gongkai.doors.takeover.rules.addresses import LONGEST
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.queries import find_redirect

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

BATCH = 200
FOLLOWING = (Fate.DUPLICATE, Fate.NEAR, Fate.SKIPPED)


class NewAddresses:
    """Where each old address of a run leads: to a page taken over (or to be), what it copies, a column."""

    def __init__(self, run: Run) -> None:
        self._known = rules.Addresses()
        self._facts: dict[int, tuple[str, str, str, int | None]] = {}
        rows = run.pages.exclude(fate=Fate.UNREADABLE).values_list(
            "pk", "address", "path", "fate", "key", "column", "copy_of_id"
        )
        for pk, address, path, fate, key, column, copy_of in rows.iterator(chunk_size=2000):
            self._known.add(pk, address, rules.address_of(path)[1])
            self._facts[pk] = (fate, key, column, copy_of)

    def shares_address(self, pk: int, address: str) -> bool:
        """Say whether an earlier page of the crawl stands at the same old address."""
        return self._known.first_at(pk, address) is not None

    def where(self, address: str) -> str | None:
        found = self._known.find(address)
        return self.of(found) if found is not None else None

    def of(self, pk: int) -> str | None:
        """Return the new address of a page; a copy follows what it copies."""
        for _ in range(5):
            fate, key, column, copy_of = self._facts[pk]
            if fate in {Fate.READY, Fate.DONE} and key:
                return f"/documents/{key}"
            if fate == Fate.LIST:
                return f"/columns/{column}/" if column else None
            if fate not in FOLLOWING or copy_of is None:
                return None
            pk = copy_of
        return None


def new_addresses(run: Run) -> NewAddresses:
    return NewAddresses(run)


def lead(pairs: Iterable[tuple[str, str]], by: Acting) -> dict[str, str]:
    """Set redirects, in the caller's transaction; return old addresses that lead elsewhere, and where.

    What leads somewhere already stays: addresses never change twice. Of two in one call the first counts.
    """
    asked = [
        (old, new)
        for old, new in pairs
        if old not in {unquote(new), "/", ""} and len(old) <= LONGEST and len(new) <= LONGEST
    ]
    wanted: dict[str, str] = {}
    for old, new in asked:
        wanted.setdefault(old, new)
    elsewhere = {old: wanted[old] for old, new in asked if wanted[old] != new}
    if publishing.add_redirects(pairs=wanted, by=by) < len(wanted):
        elsewhere |= {old: to for old, new in wanted.items() if (to := find_redirect(old) or new) != new}
    return elsewhere


def redirect_all(run: Run, by: Acting) -> None:
    """Set the redirects of copies and lists, which wait until what they lead to is there."""
    addresses = NewAddresses(run)
    waiting = iter(list(run.pages.filter(fate__in=[*FOLLOWING, Fate.LIST]).values_list("pk", "address")))
    while batch := list(islice(waiting, BATCH)):
        with transaction.atomic():
            lead(
                [
                    (form, new)
                    for pk, address in batch
                    if (new := addresses.of(pk))
                    for form in rules.lookup_forms(address)
                ],
                by,
            )


__all__ = ["NewAddresses", "lead", "new_addresses", "redirect_all"]
