"""What a kept page was made of: each question it asked of the database, and a digest of the answer it got.

When something public changed, nobody has to know which pages that concerns: a kept page asks its questions again, and stands
as long as every answer is what it was. A digest is taken of the very rows the page was made from, as they were fetched.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.db import connection

from gongkai.doors.site.models import DailyVisit, ViewCount
from gongkai.doors.site.sites import site_for

if TYPE_CHECKING:
    from django.http import HttpRequest

# Readings are counted all the time: what a page says of them is as old as the page, KEEP_SECONDS at most.
COUNTERS = tuple(f'"{model._meta.db_table}"' for model in (ViewCount, DailyVisit))
# Pages made of the database alone. Those that ask the search index too (home, library, search) are made anew instead.
# Behind these names stand packages that the portal knows by their addresses only.
REPEATABLE = frozenset(
    "site:column site:agencies site:agency site:topics site:topic site:reposts site:repost site:disclosure "
    "site:feed-latest site:feed-column site:feed-agency site:sitemap site:sitemap-pages site:sitemap-month "
    "document_pages:document document_pages:edition document_pages:history document_pages:compare "
    "document_pages:preview document_pages:old-preview document_pages:paper document_pages:edition-paper".split()
)
ROOM = 120  # bytes of one answer in memory, its SQL being shared by all pages of a kind


DIGEST = 12  # bytes


class Digest:
    """Of the rows of one answer. Where the question names no order, none is heard: a database may give another each time."""

    def __init__(self, sql: str) -> None:
        self.ordered = "ORDER BY" in sql.upper()
        self.value = 0

    def update(self, row: Any) -> None:
        before = self.value.to_bytes(DIGEST) if self.ordered else b""
        of_row = blake2b(before + repr(tuple(row)).encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()
        number = int.from_bytes(of_row)
        self.value = number if self.ordered else (self.value + number) % (1 << 8 * DIGEST)

    def digest(self) -> bytes:
        return self.value.to_bytes(DIGEST)


@dataclass(frozen=True)
class Answer:
    sql: str
    params: Any
    digest: bytes


@dataclass(frozen=True)
class Provenance:
    """Everything a page was made of; `site` is what its host name stood for."""

    answers: tuple[Answer, ...]
    site: bytes

    @property
    def size(self) -> int:
        return sum(ROOM + 60 * len(one.params or ()) for one in self.answers)

    def still_so(self, request: HttpRequest, version: int) -> bool:
        """Ask again, stopping at the first answer that differs."""
        if site_facts(request, version) != self.site:
            return False
        with connection.cursor() as cursor:
            for one in self.answers:
                cursor.execute(one.sql, one.params)
                digest = Digest(one.sql)
                for row in cursor.fetchall():
                    digest.update(row)
                if digest.digest() != one.digest:
                    return False
        return True


def site_facts(request: HttpRequest, version: int) -> bytes:
    """Return a digest of the site and its agency: pages know it from memory, not by a question of their own."""
    site = site_for(request.get_host(), version)
    rows = (site, site.agency) if site is not None else ()
    facts = [[getattr(row, one.attname) for one in row._meta.concrete_fields] for row in rows]
    return blake2b(repr(facts).encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()


class Heard:
    """A cursor of the database driver that takes a digest of every row it hands out."""

    def __init__(self, raw: Any, sql: str) -> None:
        self.raw = raw
        self.digest = Digest(sql)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.raw, name)

    def __iter__(self) -> Iterator[Any]:
        for row in self.raw:
            self.digest.update(row)
            yield row

    def _took(self, rows: Sequence[Any]) -> Sequence[Any]:
        for row in rows:
            self.digest.update(row)
        return rows

    def fetchone(self) -> Any:
        row = self.raw.fetchone()
        if row is not None:
            self._took([row])
        return row

    def fetchmany(self, *size: int) -> Sequence[Any]:
        return self._took(self.raw.fetchmany(*size))

    def fetchall(self) -> Sequence[Any]:
        return self._took(self.raw.fetchall())


class Listener:
    """Stands between Django and the driver while a page is made: `with connection.execute_wrapper(listener)`."""

    def __init__(self) -> None:
        self._heard: list[tuple[str, Any, Heard]] = []
        self._repeatable = True

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        cursor = context["cursor"]
        if isinstance(cursor.cursor, Heard):  # one cursor, a second question
            cursor.cursor = cursor.cursor.raw
        result = execute(sql, params, many, context)
        if many or not sql.lstrip("( \n").upper().startswith(
            ("SELECT", "WITH")
        ):  # PostgreSQL's unions stand in brackets
            self._repeatable = False  # a page that writes is not the same a second time
        elif not any(table in sql for table in COUNTERS):
            cursor.cursor = Heard(cursor.cursor, sql)
            self._heard.append((sys.intern(sql), params, cursor.cursor))
        return result

    def provenance(self, request: HttpRequest, version: int) -> Provenance | None:
        """Return what was heard, None for a page that cannot be asked again."""
        match = request.resolver_match
        if not self._repeatable or match is None or match.view_name not in REPEATABLE:
            return None
        answers = tuple(Answer(sql, params, heard.digest.digest()) for sql, params, heard in self._heard)
        return Provenance(answers, site_facts(request, version))
