"""Published texts to ask about, a reader's browser, and a small model endpoint on this machine that may misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.cache import cache as counters
from django.test import Client

from gongkai.engine.answers.actions import phrasing
from gongkai.engine.publishing import actions as publishing
from gongkai.project.tests.cast import City, Status, document_at

HOST = "open.yunchuan.example"
DOGS = """<h2>一、登记</h2><p>重点管理区实行养犬登记。养犬人应当自取得免疫证明之日起三十日内，到公安派出所申请登记。</p>
<p>申请养犬登记应当提交下列材料：</p><p>（一）养犬人身份证明；</p><p>（二）犬只免疫证明。</p>
<p>养犬登记证有效期一年。办理登记不收取费用。</p>
<h2>二、处罚</h2><p>携犬外出不使用犬绳的，由公安机关处五十元以上二百元以下罚款。</p>
<p>受理截止日期为2026年12月31日。咨询电话：0990-5550123。</p>"""


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    phrasing.BREAKER.reset()
    counters.clear()
    for name in ("URL", "MODEL", "KEY", "KEY_FILE"):
        monkeypatch.delenv(f"GONGKAI_ANSWERS_{name}", raising=False)


@pytest.fixture
def reader() -> Client:
    return Client(HTTP_HOST=HOST, HTTP_USER_AGENT="Mozilla/5.0 Chrome/128.0")


@pytest.fixture
def publish(city: City) -> Callable[..., Any]:
    def published(title: str, html: str, number: str, **facts: Any) -> Any:
        document = document_at(city, Status.PUBLISHED, title=title, html=html, number=number, **facts)
        publishing.deliver()
        return document

    return published


@pytest.fixture
def dogs(publish: Callable[..., Any]) -> Any:
    return publish("关于加强养犬登记管理的通知", DOGS, "云川住建发〔2026〕31号", summary="规范养犬登记和携犬外出。")


class Model:
    """What the endpoint will say: `says` as content, or `raw` bytes, `status`, `wait` seconds before each byte."""

    def __init__(self) -> None:
        self.says, self.raw, self.status, self.wait, self.drip = "", b"", 200, 0.0, 0.0
        self.heard: list[dict[str, Any]] = []
        self.tokens: list[str] = []

    @property
    def body(self) -> bytes:
        return self.raw or json.dumps({"choices": [{"message": {"content": self.says}}]}).encode()


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    told = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            told.tokens.append(self.headers.get("Authorization", ""))
            time.sleep(told.wait)
            try:
                self.send_response(told.status)
                self.send_header("Content-Length", str(len(told.body)))
                self.end_headers()
                for byte in told.body if told.drip else ():
                    self.wfile.write(bytes([byte]))
                    time.sleep(told.drip)
                if not told.drip:
                    self.wfile.write(told.body)
            except OSError:
                return  # the caller hung up, as it should

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("GONGKAI_ANSWERS_URL", f"http://127.0.0.1:{server.server_port}/v1")
    monkeypatch.setenv("GONGKAI_ANSWERS_MODEL", "small")
    monkeypatch.setenv("GONGKAI_ANSWERS_KEY", "k-123")
    monkeypatch.setattr(phrasing, "SECONDS", 0.6)
    yield told
    server.shutdown()
    server.server_close()
