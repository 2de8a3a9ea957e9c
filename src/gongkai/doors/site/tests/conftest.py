"""A reader's browser, pages that nobody kept before, and documents that went the whole road."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongkai.doors.site import cache, sites
from gongkai.doors.site.queries.visits import forget_rankings
from gongkai.doors.site.rules import TALLY
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Edition
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at, step

HOST = "open.yunchuan.example"
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/128.0"
NUMBER = "云川住建发〔2026〕12号"


@pytest.fixture(autouse=True)
def _nothing_kept(settings: Any) -> None:
    cache.clear()
    sites.forget_sites()
    TALLY.clear()
    forget_rankings()
    settings.CACHE_GUARD_RAISES = True


@pytest.fixture
def reader() -> Client:
    """Somebody without an account at the city's site."""
    return Client(HTTP_HOST=HOST, HTTP_USER_AGENT=BROWSER)


def publish(city: City, *, number: str = NUMBER, **facts: Any) -> Document:
    document = document_at(city, Status.PUBLISHED, number=number, **facts)
    publishing.place(item=document.item, column=city.column, by=city.bian)
    publishing.deliver()
    return document


@pytest.fixture
def published(city: City) -> Document:
    return publish(city)


@pytest.fixture
def correct(city: City) -> Callable[..., Document]:
    def corrected(document: Document, *, old: str, new: str, note: str) -> Document:
        documents.correct(document=document, note=note, by=city.shen)
        edition = working_edition(document)
        # A colleague takes the correction over, so that the officer may check it.
        Edition.objects.filter(pk=edition.pk).update(author=city.people["lin"])
        Document.objects.filter(pk=document.pk).update(drafter=city.people["lin"])
        document.refresh_from_db()
        documents.save(
            document=document, version=edition.version, by=city.lin, title=edition.title, mode="full-text",
            html=edition.html.replace(old, new),
        )  # fmt: skip
        while document.status != Status.PUBLISHED:
            step(city, document, number=document.doc_number)
        publishing.deliver()
        return document

    return corrected


def page(client: Client, address: str, status: int = 200, **headers: Any) -> str:
    response = client.get(address, **headers)
    assert response.status_code == status, (address, response.status_code)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()
