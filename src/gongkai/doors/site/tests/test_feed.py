from __future__ import annotations

import json

import pytest
from defusedxml.ElementTree import fromstring
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from PIL import Image

from gongkai.doors.site.portal import sitemaps
from gongkai.project.tests.cast import City

from .conftest import page, publish

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FEEDS = (
    "/feeds/latest.xml",
    "/feeds/columns/department-docs.xml",
    "/feeds/agencies/yc-zjj.xml",
    "/feeds/search.xml?q=租金",
)


@pytest.mark.requirement("R263")
@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_atom_and_names_what_is_new(reader: Client, city: City, address: str) -> None:
    document = publish(city, title="关于“租金”<上限>与&条件的通知")
    feed = fromstring(page(reader, address))
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "关于“租金”<上限>与&条件的通知"
    assert entry.findtext(f"{ATOM}id") == f"http://open.yunchuan.example/documents/{document.item.key}"
    assert feed.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated")


def test_a_feed_of_nothing_is_still_a_feed(reader: Client, city: City) -> None:
    for address in FEEDS:
        assert fromstring(page(reader, address)).findtext(f"{ATOM}title")
    page(reader, "/feeds/columns/none.xml", 404)
    page(reader, "/feeds/agencies/none.xml", 404)


@pytest.mark.requirement("R263")
def test_the_sitemap_lists_every_document_once(reader: Client, city: City, monkeypatch) -> None:
    monkeypatch.setattr(sitemaps, "SECTION", 2)
    keys = [publish(city, number=f"云川住建发〔2026〕{n}号", title=f"关于第{n}件事的通知").item.key for n in (1, 2, 3)]
    sections = [one.text for one in fromstring(page(reader, "/sitemap.xml")).iter(f"{MAP}loc")]
    month = f"{timezone.localdate():%Y-%m}"
    names = ["sitemap-pages.xml", f"sitemap-{month}.xml", f"sitemap-{month}-2.xml"]
    assert sections == [f"http://open.yunchuan.example/{name}" for name in names]
    listed = [one.text for address in sections for one in fromstring(page(reader, address)).iter(f"{MAP}loc")]
    for key in keys:
        assert listed.count(f"http://open.yunchuan.example/documents/{key}") == 1
    page(reader, f"/sitemap-{month}-3.xml", 404)
    page(reader, "/sitemap-2001-01.xml", 404)
    assert "Sitemap: http://open.yunchuan.example/sitemap.xml" in page(reader, "/robots.txt")
    assert "Disallow: /desk/" in page(reader, "/robots.txt")


def test_the_site_can_be_put_on_a_home_screen(reader: Client, city: City) -> None:
    del city
    said = json.loads(page(reader, "/site.webmanifest"))
    assert said["display"] == "standalone"
    assert "start_url" not in said  # a page put there opens as itself
    for picture in said["icons"]:
        found = finders.find(picture["src"].removeprefix("/static/").partition("?")[0])
        assert isinstance(found, str)
        with Image.open(found) as drawn:
            assert f"{drawn.width}x{drawn.height}" == picture["sizes"]
    assert '<link rel="manifest" href="/site.webmanifest">' in page(reader, "/")


def test_browsers_can_add_the_search(reader: Client, city: City) -> None:
    text = page(reader, "/opensearch.xml")
    assert fromstring(text).tag.endswith("OpenSearchDescription")
    assert "http://open.yunchuan.example/search?q={searchTerms}" in text
