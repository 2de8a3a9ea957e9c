from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client

from gongkai.project import statics

STYLES = "ui/bundle.css"


@pytest.fixture
def browser(tmp_path: Path, settings) -> Client:
    settings.DATA_DIR = tmp_path
    return Client(headers={"Accept-Encoding": "gzip, br"})


def body(response) -> bytes:
    """Read to the end, which also closes the file."""
    return b"".join(response.streaming_content)


def test_the_address_follows_the_content(tmp_path: Path) -> None:
    assert re.fullmatch(r"/static/ui/bundle\.css\?v=[0-9a-f]{12}", staticfiles_storage.url(STYLES))
    file = tmp_path / "a.css"
    file.write_text("a{}")
    first = statics.digest_of(str(file))
    file.write_text("b{} ")
    assert statics.digest_of(str(file)) != first


def test_modules_of_vendors_keep_the_addresses_by_which_they_import_each_other() -> None:
    assert "?" not in staticfiles_storage.url("django_prose_editor/editor.js")
    assert staticfiles_storage.url("nowhere.css") == "/static/nowhere.css"


def test_a_file_is_sent_packed_and_kept_for_a_year(browser: Client, tmp_path: Path) -> None:
    response = browser.get(staticfiles_storage.url(STYLES), headers={"Accept-Encoding": "gzip, deflate"})
    packed = body(response)
    assert response["Content-Encoding"] == "gzip"
    assert response["Cache-Control"] == statics.FOR_A_YEAR
    assert "Accept-Encoding" in response["Vary"]
    original = Path(str(finders.find(STYLES))).read_bytes()
    assert gzip.decompress(packed) == original
    assert len(packed) < len(original) / 3
    best = browser.get(staticfiles_storage.url(STYLES), headers={"Accept-Encoding": "gzip, deflate, br"})
    assert best["Content-Encoding"] == "br"
    smallest = body(best)
    assert brotli.decompress(smallest) == original
    assert len(smallest) < len(packed)
    assert len(list((tmp_path / "cache" / "static").iterdir())) == 2
    plain = browser.get(staticfiles_storage.url(STYLES), headers={"Accept-Encoding": "identity"})
    assert body(plain) == original


def test_a_browser_that_has_the_file_is_told_so(browser: Client) -> None:
    first = browser.get(staticfiles_storage.url(STYLES))
    assert body(first)
    again = browser.get(staticfiles_storage.url(STYLES), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    since = browser.get(staticfiles_storage.url(STYLES), headers={"If-Modified-Since": first["Last-Modified"]})
    assert since.status_code == 304


@pytest.mark.parametrize(
    ("query", "said"),
    [("?v=000000000000", statics.NOT_YET_OURS), ("", "max-age=3600, public"), ("?x=1", "max-age=3600, public")],
)
def test_another_hash_is_not_kept(browser: Client, query: str, said: str) -> None:
    response = browser.get(f"/static/{STYLES}{query}")
    assert body(response)
    assert response["Cache-Control"] == said


def test_without_room_on_the_disk_it_is_sent_as_it_is(browser: Client, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    response = browser.get(staticfiles_storage.url(STYLES))
    assert body(response) == Path(str(finders.find(STYLES))).read_bytes()
    assert "Content-Encoding" not in response


def test_what_is_packed_already_or_tiny_is_left_alone(tmp_path: Path) -> None:
    tiny = tmp_path / "a.css"
    tiny.write_text("a{}")
    assert statics.packed_copies(str(tiny)) == {}
    picture = tmp_path / "a.png"
    picture.write_bytes(b"x" * 5000)
    assert statics.packed_copies(str(picture)) == {}


def test_nothing_is_looked_at_before_it_is_asked_for(settings, monkeypatch) -> None:
    opened = []
    monkeypatch.setattr(statics, "StaticFile", lambda path, *_, **__: opened.append(path))
    made = statics.StaticFiles(lambda request: None)
    assert len(made.files) > 50
    assert opened == []
    assert made.files[f"/static/{STYLES}"].digest
