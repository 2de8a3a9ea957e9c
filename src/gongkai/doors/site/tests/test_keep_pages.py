from __future__ import annotations

import gzip
import json
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import resolve

from gongkai.doors.site import cache
from gongkai.doors.site.provenance import Listener
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.models import Document
from gongkai.project.tests.cast import PASSWORD, City

from .conftest import BROWSER, HOST, page, publish

# The rest of the sixty kilobytes of a page are its styles and scripts; tests/browser/test_speed.py weighs them.
MOST_OF_A_PART = 33_000
LAWS = Path(__file__).parents[6] / "shared" / "corpus" / "laws_national.jsonl.gz"
PUBLIC = (
    "/", "/documents/", "/search?q=补贴", "/search/suggest?q=补", "/agencies/", "/agencies/yc-zjj/", "/disclosure/",
    "/columns/department-docs/", "/verify/", "/feeds/latest.xml", "/sitemap.xml", "/sitemap-pages.xml", "/robots.txt", "/opensearch.xml", "/site.webmanifest", "/topics/",
    "/reposts/", "/reposts/?sort=reference", "/documents/?format=csv", "/documents/?format=json",
)  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_are_the_same_for_an_officer_and_set_nothing(city: City, published, address: str) -> None:
    officer = Client(HTTP_HOST=HOST, HTTP_USER_AGENT=BROWSER)
    assert officer.login(request=RequestFactory().get("/"), username="shen", password=PASSWORD)
    response = officer.get(address)
    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    assert "must-revalidate" in response["Cache-Control"]
    assert not response.cookies
    assert b"csrfmiddlewaretoken" not in response.content
    assert "沈若川" not in response.content.decode()


def test_the_second_reader_costs_one_query(reader: Client, published, django_assert_num_queries) -> None:
    address = f"/documents/{published.item.key}"
    first = page(reader, address)
    with django_assert_num_queries(1):
        assert page(reader, address) == first


def test_a_withdrawal_voids_what_was_kept(reader: Client, city: City, published) -> None:
    address = f"/documents/{published.item.key}"
    page(reader, address)
    page(reader, "/")
    documents.withdraw(document=published, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    page(reader, address, 410)
    assert address not in page(reader, "/")


def test_a_browser_that_has_the_page_is_told_so(reader: Client, published) -> None:
    address = f"/documents/{published.item.key}"
    etag = reader.get(address)["ETag"]
    again = reader.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_it_packs_for_browsers_that_can_unpack(reader: Client, published) -> None:
    plain = reader.get("/documents/")
    for accepted, way, opened in (
        ("gzip, br", "br", brotli.decompress), ("br;q=1.0, gzip", "br", brotli.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress), ("gzip, deflate", "gzip", gzip.decompress),
    ):  # fmt: skip
        packed = reader.get("/documents/", headers={"Accept-Encoding": accepted})
        assert packed["Content-Encoding"] == way, accepted
        assert opened(packed.content) == plain.content
    assert "Content-Encoding" not in reader.get("/documents/", headers={"Accept-Encoding": "vbr, identity"})
    assert "Accept-Encoding" in plain["Vary"]


@pytest.mark.skipif(not LAWS.exists(), reason="the shared corpus is not here")
def test_a_long_act_is_an_eighth_lighter_for_browsers_that_take_brotli(
    reader: Client, city: City, tmp_path: Path
) -> None:
    """Over HTTPS they all do."""
    with gzip.open(LAWS, "rt", encoding="utf-8") as lines:
        texts = sorted((json.loads(line).get("text", "") for line in lines), key=len, reverse=True)
    whole, lines_of = "", iter(line for text in texts for line in text.splitlines() if line.strip())
    while len(whole.encode()) < 400_000:
        whole += f"{next(lines_of)}\n"
    line = {"id": "act", "title": "云川市法规汇编", "issuer": city.housing.name, "date": "2026-01-05", "text": whole}
    file = tmp_path / "act.jsonl"
    file.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    call_command("import", str(file), publish=True)
    publishing.deliver()
    document = Document.objects.get()
    address = f"/documents/{document.item.key}"
    best, common = (
        reader.get(f"{address}?part=all", headers={"Accept-Encoding": accepted})
        for accepted in ("gzip, deflate, br", "gzip, deflate")
    )
    assert len(brotli.decompress(best.content)) > 400_000
    assert brotli.decompress(best.content) == gzip.decompress(common.content)
    assert len(best.content) < 0.88 * len(common.content), (len(best.content), len(common.content))
    parts = [reader.get(f"{address}?part={number}", headers={"Accept-Encoding": "br"}) for number in range(1, 6)]
    assert [part.status_code for part in parts] == [200] * 5
    assert max(len(part.content) for part in parts) < MOST_OF_A_PART


def test_each_look_is_kept_by_itself(reader: Client, published) -> None:
    address = f"/documents/{published.item.key}"
    normal = page(reader, address)
    reader.cookies["gongkai_theme"] = "elder"
    elder = page(reader, address)
    assert 'data-theme="elder"' in elder
    assert 'data-theme="default"' in normal
    reader.cookies["gongkai_theme"] = "nonsense"
    assert page(reader, address) == normal


def answer(view) -> HttpResponse:
    request = RequestFactory().get("/x", HTTP_HOST=HOST)
    request.session = type("Session", (), {"accessed": False})()
    return cache.PageCacheMiddleware(view)(request)


def public(content: str = "<p>页</p>") -> HttpResponse:
    return HttpResponse(content, headers={"Cache-Control": "public, max-age=0"})


def reads_the_session(request: HttpRequest) -> HttpResponse:
    request.session.accessed = True
    return public()


def sets_a_cookie(request: HttpRequest) -> HttpResponse:
    response = public()
    response.set_cookie("visitor", "1")
    return response


def holds_a_token(request: HttpRequest) -> HttpResponse:
    return public(f"<input name=x value={get_token(request)}>")


@pytest.mark.django_db
@pytest.mark.parametrize("view", [reads_the_session, sets_a_cookie, holds_a_token])
def test_a_public_page_with_something_of_one_reader_is_a_fault(view, settings) -> None:
    with pytest.raises(cache.CacheableFault, match="未缓存"):
        answer(view)
    settings.CACHE_GUARD_RAISES = False
    response = answer(view)
    assert response["Cache-Control"] == "private, no-store"
    assert not cache.LOCAL.pages


@pytest.mark.django_db
def test_what_does_not_call_itself_public_is_not_kept() -> None:
    answer(lambda request: HttpResponse("x"))
    answer(lambda request: HttpResponse("x", status=404, headers={"Cache-Control": "public"}))
    assert not cache.LOCAL.pages
    answer(lambda request: public())
    assert len(cache.LOCAL.pages) == 1


@pytest.mark.django_db
def test_the_shelf_stays_within_its_bounds(monkeypatch) -> None:
    monkeypatch.setattr(cache, "MOST_PAGES", 3)
    for number in range(9):
        request = RequestFactory().get(f"/x{number}", HTTP_HOST=HOST)
        request.session = type("Session", (), {"accessed": False})()
        cache.PageCacheMiddleware(lambda _: public())(request)
    assert len(cache.LOCAL.pages) == 3
    assert cache.LOCAL.size == sum(kept.size for kept in cache.LOCAL.pages.values())


def test_the_desk_is_never_kept(client: Client, city: City) -> None:
    client.get("/desk/sign-in/")
    assert not cache.LOCAL.pages


def test_a_new_document_appears_at_once(reader: Client, city: City) -> None:
    page(reader, "/")
    document = publish(city)
    assert f"/documents/{document.item.key}" in page(reader, "/")


@pytest.mark.parametrize(
    "address", [*PUBLIC, "{document}", "{document}.json", "{document}/history", "/verify/head.json"]
)
def test_everything_public_can_be_asked_conditionally(reader: Client, published, address: str) -> None:
    asked = address.format(document=f"/documents/{published.item.key}")
    etag = reader.get(asked)["ETag"]
    again = reader.get(asked, headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag
    assert reader.get(asked, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_page_made_before_a_change_elsewhere_is_asked_again_and_stays(
    reader: Client, published, django_assert_max_num_queries
) -> None:
    address = f"/documents/{published.item.key}"
    first = reader.get(address)
    publishing.void_pages()
    with django_assert_max_num_queries(14):
        again = reader.get(address)
    assert (again.content, again["X-Page-Cache"]) == (first.content, "same")
    assert reader.get(address)["X-Page-Cache"] == "hit"


def test_a_page_that_writes_is_made_anew_after_each_change(db: None) -> None:
    listener = Listener()
    with connection.execute_wrapper(listener), connection.cursor() as cursor:
        cursor.execute("SELECT version FROM publishing_publicstate")
        cursor.fetchall()
        cursor.execute("UPDATE publishing_publicstate SET version = version")
    request = RequestFactory().get("/", HTTP_HOST=HOST)
    request.resolver_match = resolve("/agencies/")
    assert listener.provenance(request, 1) is None


def test_a_digest_is_of_what_was_fetched(db: None) -> None:
    listener = Listener()
    with connection.execute_wrapper(listener), connection.cursor() as cursor:
        for ask in ("fetchone", "fetchall", "fetchmany"):
            cursor.execute("SELECT 1 UNION SELECT 2")
            getattr(cursor, ask)()
        cursor.execute("SELECT 1 UNION SELECT 2")
        assert [row[0] for row in cursor] == [1, 2]
    request = RequestFactory().get("/", HTTP_HOST=HOST)
    request.resolver_match = resolve("/agencies/")
    made_of = listener.provenance(request, 1)
    first, *whole = (one.digest for one in made_of.answers)
    assert len({*whole[:1], whole[2]}) == 1
    assert first != whole[0], "one row of two is not the whole answer"


def test_rows_in_another_order_are_another_answer_only_where_an_order_was_asked_for(db: None) -> None:
    """PostgreSQL gives rows that were written again last, when no order is named: the page is the same."""
    listener, rows = Listener(), "SELECT * FROM (SELECT 1 AS n UNION ALL SELECT 2) AS t"
    with connection.execute_wrapper(listener), connection.cursor() as cursor:
        for ask in (
            "SELECT 1 UNION ALL SELECT 2", "SELECT 2 UNION ALL SELECT 1", "SELECT 2 UNION ALL SELECT 2",
            f"{rows} ORDER BY n", f"{rows} ORDER BY n DESC",
        ):  # fmt: skip
            cursor.execute(ask)
            assert len(cursor.fetchall()) == 2
    request = RequestFactory().get("/", HTTP_HOST=HOST)
    request.resolver_match = resolve("/agencies/")
    one, other, twice, up, down = (answer.digest for answer in listener.provenance(request, 1).answers)
    assert one == other
    assert one != twice
    assert up != down
