"""The progress and resume of upload.js in a real browser, with the network cut under it."""

import re
import shutil

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import storages

from gongkai.base.files import queries
from gongkai.base.files.desk import views
from gongkai.base.files.models import StoredFile, Upload
from gongkai.base.files.tests.samples import word

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.urls("gongkai.base.files.tests.urls"),
    pytest.mark.skipif(not BROWSER, reason="no Chromium"),
]
DATA = word(*[f"第{place}段，关于开展工作的通知。" for place in range(400)])
PARTS = 5


@pytest.fixture
def page(settings, tmp_path, monkeypatch, client, request):
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    storages._storages.clear()
    live_server = request.getfixturevalue("live_server")  # after the settings it reads
    monkeypatch.setattr(views, "CHUNK_BYTES", len(DATA) // PARTS + 1)
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop in this thread
    officer = get_user_model().objects.create(username="shen", name="沈若川")
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        context = browser.new_context()
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        opened = context.new_page()
        opened.goto(f"{live_server.url}/page/")
        yield opened
        browser.close()
    storages._storages.clear()


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "通知.docx"
    path.write_bytes(DATA)
    return path


def stored(page):
    page.locator("[data-upload-id]").evaluate(
        "field => new Promise(done => { const look = () => field.value ? done() : setTimeout(look, 50); look(); })"
    )
    return StoredFile.objects.get(pk=page.locator("[data-upload-id]").input_value())


def test_a_file_goes_up_in_parts_and_leaves_its_id(page, document):
    page.set_input_files("input[type=file]", document)
    assert queries.read_bytes(stored(page)) == DATA
    assert page.locator("output").inner_text() == "通知.docx 已上传"
    assert page.locator("input[type=file]").get_attribute("name") is None


def test_it_goes_on_by_itself_after_a_network_error(page, document):
    sent = []

    def cut(route):
        sent.append(int(re.search(r"offset=(\d+)", route.request.url).group(1)))
        if len(sent) == 3:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/uploads/*/?offset=*", cut)
    page.set_input_files("input[type=file]", document)
    assert queries.read_bytes(stored(page)) == DATA
    assert sent[2] == sent[3]
    assert len(sent) == PARTS + 1


def test_after_a_reload_the_same_file_goes_on_where_it_stopped(page, document):
    page.route(
        "**/uploads/*/?offset=*", lambda route: route.continue_() if "offset=0" in route.request.url else route.abort()
    )
    page.set_input_files("input[type=file]", document)
    page.get_by_text("自动继续").wait_for()
    received = Upload.objects.get().received
    page.unroute_all()
    page.reload()
    sent = []
    page.on("request", lambda request: sent.append(request.url) if "offset=" in request.url else None)
    page.set_input_files("input[type=file]", document)
    assert queries.read_bytes(stored(page)) == DATA
    assert sent[0].endswith(f"offset={received}")
    assert received > 0


def test_a_refusal_is_shown_as_a_sentence(page, tmp_path):
    path = tmp_path / "通知.docx"
    path.write_bytes(b"MZ" + b"\0" * 100)
    page.set_input_files("input[type=file]", path)
    page.get_by_text("可执行程序").wait_for()
    assert page.locator("[data-upload-id]").input_value() == ""
