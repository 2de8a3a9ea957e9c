"""Asking other hosts: what they answer, what is never asked, how often."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from gongkai.engine.screening import actions
from gongkai.engine.screening.actions import calling
from gongkai.engine.screening.actions.calling import ask
from gongkai.engine.screening.models import AskedLink
from gongkai.engine.screening.rules.links import Outcome
from gongkai.engine.screening.rules.reachable import public_only
from gongkai.project.tests.cast import City, Status, document_at


@dataclass
class Host:
    """A site on the loopback, and what it was asked."""

    base: str = ""
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def host() -> Iterator[Host]:
    there = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer()

        def do_GET(self) -> None:
            self.answer()

        def answer(self) -> None:
            there.asked.append(f"{self.command} {self.path}")
            status = {"/gone": 410, "/missing": 404, "/busy": 503, "/old": 301, "/for-now": 302, "/inside": 302}.get(
                self.path, 405 if self.path == "/get-only" and self.command == "HEAD" else 200
            )
            if self.path == "/slow":
                threading.Event().wait(0.6)
            self.send_response(404 if self.path.startswith("/loop/xxxx") else 302 if "/loop" in self.path else status)
            to = {"/old": "/new", "/for-now": "/new", "/inside": "http://10.0.0.1/"}.get(self.path)
            if to or "/loop" in self.path:
                self.send_header("Location", to or f"{self.path}x")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    there.base = f"http://127.0.0.1:{server.server_port}"
    yield there
    server.shutdown()
    server.server_close()
    thread.join(5)


def here_only(address: str, port: int) -> bool:
    """The guard of the tests: this machine, and otherwise what may be asked anyway."""
    return address == "127.0.0.1" or public_only(address, port)


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/fine", Outcome.OK), ("/get-only", Outcome.OK), ("/missing", Outcome.MISSING), ("/gone", Outcome.MISSING),
        ("/busy", Outcome.UNSURE), ("/old", Outcome.MOVED), ("/for-now", Outcome.OK), ("/loop", Outcome.UNSURE),
        ("/slow", Outcome.UNREACHED), ("/inside", Outcome.PRIVATE), ("/中文 路?值=一", Outcome.OK),
    ],
)  # fmt: skip
def test_the_answer_of_a_host_is_understood(host: Host, path: str, outcome: Outcome) -> None:
    assert ask(host.base + path, guard=here_only, seconds=0.3).outcome is outcome


def test_head_goes_first_and_get_only_where_head_is_refused(host: Host) -> None:
    ask(f"{host.base}/fine", guard=here_only)
    ask(f"{host.base}/get-only", guard=here_only)
    assert host.asked == ["HEAD /fine", "HEAD /get-only", "GET /get-only"]


def test_a_moved_page_is_told_with_its_new_address(host: Host) -> None:
    assert ask(f"{host.base}/old", guard=here_only).address == f"{host.base}/new"


def test_without_leave_the_loopback_is_never_asked(host: Host) -> None:
    assert ask(f"{host.base}/fine").outcome is Outcome.PRIVATE
    assert host.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "不是地址",
    ],
)  # fmt: skip
def test_addresses_inside_are_refused_in_every_writing(address: str) -> None:
    assert not public_only(address, 443)


def test_public_addresses_are_asked_on_the_ports_of_the_web_only() -> None:
    assert public_only("8.8.8.8", 80)
    assert public_only("2606:4700::1111", 443)
    assert not public_only("8.8.8.8", 22)


def test_a_name_with_one_address_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def two(*args: object, **kwargs: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(calling.socket, "getaddrinfo", two)
    assert ask("http://both.example.cn/").outcome is Outcome.PRIVATE


def test_odd_schemes_and_addresses_raise_nothing() -> None:
    assert ask("ftp://www.example.cn/").outcome is Outcome.PRIVATE
    assert ask("http://[::1/").outcome is Outcome.UNREACHED
    assert ask("http://www.example.cn:99999/").outcome is Outcome.UNREACHED


def draft(city: City, *addresses: str) -> None:
    document_at(city, Status.DRAFT, html="".join(f'<p><a href="{one}">某处链接</a></p>' for one in addresses))


@pytest.mark.django_db
def test_nothing_is_asked_until_it_is_switched_on(city: City, host: Host) -> None:
    draft(city, f"{host.base}/missing")
    assert actions.ask_links(guard=here_only) == 0
    assert host.asked == []


@pytest.mark.django_db
@pytest.mark.requirement("R033")
def test_a_round_keeps_the_answers_and_spreads_a_host_over_several(city: City, host: Host, settings) -> None:
    settings.CHECK_OUTSIDE_LINKS = True
    draft(city, *(f"{host.base}/fine?{n}" for n in range(7)), "/documents/own")
    assert actions.ask_links(guard=here_only) == 5
    assert actions.ask_links(guard=here_only) == 2
    assert actions.ask_links(guard=here_only) == 0
    assert AskedLink.objects.count() == 7


@pytest.mark.django_db
def test_a_host_that_does_not_answer_is_asked_again_and_counted(city: City, settings) -> None:
    settings.CHECK_OUTSIDE_LINKS = True
    with socket.socket() as shut:
        shut.bind(("127.0.0.1", 0))
        draft(city, f"http://127.0.0.1:{shut.getsockname()[1]}/")
        actions.ask_links(guard=here_only)
        AskedLink.objects.update(asked_at=timezone.now() - timezone.timedelta(hours=2))
        actions.ask_links(guard=here_only)
    assert AskedLink.objects.get().failures == 2
