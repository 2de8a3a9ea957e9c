"""What applicants write shows on no public page, in no feed, file, index, cache or log line; only behind number and secret."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from gongkai.base.guard import queries as guard_queries
from gongkai.engine.publishing import actions as publishing
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.tests.web import entered, post, receipt_of, send, text_of
from gongkai.responsive.applications.tests.world import staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
BAIT = "青鸾"  # stands beside the marks; what a reader types is no leak
TITLE, TEXT, NAME, PHONE = "玄鸟旧档", "朱雀细目", "欧阳白泽", "13812345679"
NUMBER = "110101199003070038"
MARKS = (TITLE, TEXT, NAME, PHONE, NUMBER)
FORM = {
    "m1-title": f"{BAIT}{TITLE}的批复", "m1-text": f"{BAIT}{TEXT}", "p1-name": NAME, "p1-phone": PHONE,
    "p1-email": "", "p1-address": "",
}  # fmt: skip
PLACES = (
    "/", "/documents/", "/documents/?way=catalogue", f"/documents/?q={BAIT}", "/disclosure/", "/agencies/",
    "/agencies/yc-zjj/", "/columns/department-docs/", f"/search?q={BAIT}", f"/search/suggest?q={BAIT}",
    f"/ask?q={BAIT}的批复", "/feeds/latest.xml", f"/feeds/search.xml?q={BAIT}", "/sitemap.xml", "/sitemap-pages.xml",
    f"/sitemap-{timezone.localdate():%Y-%m}.xml", "/topics/", "/reposts/", "/documents/?format=csv",
    "/documents/?format=json", f"/search?q={BAIT}&format=csv", "/robots.txt", "/verify/", f"/verify/?q={BAIT}",
    "/verify/head.json", "/api/v1/documents", f"/api/v1/search?q={BAIT}", "/api/v1/log/entries", "/en/", "/en/apply/",
    "/apply/", "/apply/track", "/apply/?agency=yc-zjj", "/nowhere",
)  # fmt: skip
# The two columns that handlers search by; everything else that holds the words is a fault.
KEPT_IN = {"applications_application"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_queries, "MOST", 50)


def on_the_way(city: City) -> tuple[str, str]:
    """An application that was typed with mistakes, kept as a draft, offered matches, sent, confirmed and worked on."""
    browser = Client()
    browser.post("/apply/matches", {"title": FORM["m1-title"], "text": FORM["m1-text"]})
    browser.post("/apply/identity", {"kind": "natural", "identity": "id-card", "number": NUMBER, "name": NAME})
    post(browser, "check", **FORM | {"p1-phone": f"{PHONE}甲"})
    post(browser, "save-draft", **FORM)
    slip = receipt_of(send(browser, **FORM))
    inside = entered(Client(), *slip)
    inside.post("/apply/track/confirm")
    inside.post("/apply/track/contact", {"phone": PHONE, "email": "baize@example.com"})
    actions.accept(application=Application.objects.get(), by=city.jing)
    publishing.deliver()
    return slip


def test_public_pages_feeds_files_and_the_api_say_nothing_of_it(city: City) -> None:
    slip = on_the_way(staff(city))
    application = Application.objects.get()
    more = (f"/verify/?q={application.number}", f"/search?q={slip[0]}", f"/apply/track?number={slip[0]}")
    found = []
    reader = Client()
    for address in (*PLACES, *more):
        response = reader.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        text = body.decode(errors="replace").replace("<wbr>", "").replace("</mark>", "")
        found += [(address, mark) for mark in MARKS if mark in text]
    assert found == []
    assert TITLE in text_of(entered(Client(), *slip).get("/apply/track"))


def test_no_log_line_says_anything_of_it(city: City, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        slip = on_the_way(staff(city))
    # The statements of the database are written by Django's own debugging alone.
    lines = [f"{one.getMessage()} {one.__dict__}" for one in caplog.records if one.name != "django.db.backends"]
    assert [line for line in lines for mark in (*MARKS, slip[1]) if mark in line] == []


def test_in_the_database_and_on_the_disk_the_person_is_sealed(city: City) -> None:
    slip = on_the_way(staff(city))
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = str(cursor.fetchall())
            found |= {(table, mark) for mark in (*MARKS, slip[1]) if mark in rows}
    assert {mark for _, mark in found} <= {TITLE, TEXT}
    assert {table for table, _ in found} <= KEPT_IN
    kept = [path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file() and "sqlite" not in path.name]
    assert [path for path in kept for mark in MARKS if mark.encode() in path.read_bytes()] == []
