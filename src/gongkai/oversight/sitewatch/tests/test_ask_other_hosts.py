"""Asking other hosts: every planted fault is found and nothing else, within limits, past no guard."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator

import pytest

from gongkai.engine.screening.rules.reachable import public_only
from gongkai.oversight.sitewatch.actions.asking import ask_all
from gongkai.oversight.sitewatch.actions.web import Limits, Private, Wire
from gongkai.oversight.sitewatch.rules.links import Outcome
from gongkai.oversight.sitewatch.tests.hostile import Site, answer, page, planted, standing, title

QUICK = Limits(seconds=1.0, host_at_once=64, host_pause=0, at_once=64)


@pytest.fixture
def site() -> Iterator[Site]:
    with standing() as found:
        yield found


def only(site: Site):
    return lambda address, port: (address, port) == ("127.0.0.1", site.port)


def one(site: Site, path: str, label: str = "", limits: Limits = QUICK) -> tuple[Outcome, str]:
    url = path if "://" in path else f"{site.base}{path}"
    found, _ = ask_all({url: [label]}, guard=only(site), limits=limits)
    return found[url, label].outcome, found[url, label].reason


@pytest.mark.requirement("R258")
def test_every_planted_fault_is_found_and_nothing_else(site: Site):
    links = planted(site.base, 400)
    found, reached = ask_all({url: [label] for url, (label, _) in links.items()}, guard=only(site), limits=QUICK)
    wrong = {
        url: (one.outcome, links[url][1], one.reason) for (url, _), one in found.items() if one.outcome != links[url][1]
    }
    assert wrong == {}
    assert reached


def test_two_gigabytes_are_never_fetched(site: Site):
    for number in (1, 2):
        assert one(site, f"/huge/{number}")[0] is Outcome.HUGE
    assert site.sent < 20_000_000


def test_a_slow_drip_ends_at_the_limit(site: Site):
    begun = time.monotonic()
    assert one(site, "/drip/1")[0] is Outcome.SLOW
    assert time.monotonic() - begun < 3


def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(site: Site):
    assert one(site, f"http://localhost:{site.port + 1}/")[0] is Outcome.PRIVATE
    assert one(site, "http://169.254.169.254/latest/meta-data/")[0] is Outcome.PRIVATE
    assert one(site, "ftp://127.0.0.1/")[0] is Outcome.PRIVATE
    assert site.asked.total() == 0


def test_the_connection_goes_to_the_address_that_was_judged(site: Site, monkeypatch: pytest.MonkeyPatch):
    """A name that answers with a public address first and a private one later gets nowhere."""
    answers = iter(["127.0.0.1", "10.9.9.9", "10.9.9.9"])
    asked: list[str] = []

    def rebinding(host, port, *_, **__):
        asked.append(next(answers))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (asked[-1], port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    assert one(site, f"http://rebind.example:{site.port}/ok/3", title(3))[0] is Outcome.OK
    assert asked == ["127.0.0.1"]


def test_one_address_inside_among_several_refuses_the_name(monkeypatch: pytest.MonkeyPatch):
    places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in ("93.184.216.34", "192.168.1.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: places)
    with pytest.raises(Private):
        asyncio.run(Wire().exchange("GET", "http://mixed.example/"))


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "127.0.0.1", "169.254.1.1", "192.168.0.1", "172.16.9.9", "100.64.0.1", "0.0.0.0", "::1", "fe80::1",
     "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "224.0.0.1", "nonsense"],
)  # fmt: skip
def test_no_address_inside_passes_the_guard(address: str):
    assert not public_only(address, 80)
    assert public_only("114.114.114.114", 443)
    assert not public_only("114.114.114.114", 25)


def test_robots_are_obeyed_and_asked_once(site: Site):
    async def on_robots(writer, method, _number):
        site.write(writer, method, answer("200 OK", b"User-agent: *\nDisallow: /ok/", "text/plain"))

    setattr(site, "on_robots.txt", on_robots)
    assert one(site, "/ok/1", title(1))[0] is Outcome.REFUSED
    assert "/ok/1" not in site.asked
    found, _ = ask_all({f"{site.base}/gbk/{n}": [title(n)] for n in range(5)}, guard=only(site), limits=QUICK)
    assert {one.outcome for one in found.values()} == {Outcome.OK}
    assert site.asked["/robots.txt"] == 2


def test_robots_that_cannot_be_read_forbid_everything(site: Site):
    async def on_robots(writer, method, _number):
        site.write(writer, method, answer("503 Service Unavailable"))

    setattr(site, "on_robots.txt", on_robots)
    assert one(site, "/dead/1")[0] is Outcome.REFUSED


def test_a_host_is_asked_at_its_pace(site: Site):
    begun = time.monotonic()
    ask_all({f"{site.base}/pdf/{n}": [""] for n in range(4)}, guard=only(site), limits=Limits(host_pause=0.1))
    assert time.monotonic() - begun > 0.4


def test_a_host_that_shows_the_same_page_for_everything_is_seen_through(site: Site):
    async def same(writer, method, _number):
        site.write(
            writer,
            method,
            answer("200 OK", page("云川资讯", "欢迎光临云川资讯，今日推荐内容正在更新，请稍后再来访问本站首页。" * 2)),
        )

    site.on_unknown = same
    assert one(site, "/news/2024/1.html", "查看")[0] is Outcome.SOFT


def test_a_deep_address_led_to_the_front_door_is_gone(site: Site):
    async def home(writer, method, _number):
        site.write(writer, method, answer("302 Found", Location="/"))

    async def front(writer, method, _number):
        site.write(writer, method, answer("200 OK", page("云川市人民政府门户网站")))

    site.on_old, site.on_ = home, front
    assert one(site, "/old/9")[0] is Outcome.SOFT
    assert one(site, "/")[0] is Outcome.OK


def test_a_page_with_nothing_on_it_and_one_that_sends_on_to_the_front_door_are_gone(site: Site):
    async def blank(writer, method, _number):
        site.write(writer, method, answer("200 OK", b"<html><head></head><body>  </body></html>"))

    async def sends(writer, method, _number):
        body = b'<html><head><meta http-equiv="refresh" content="0; url=/"><title>x</title></head><body></body></html>'
        site.write(writer, method, answer("200 OK", body))

    async def turns(writer, method, number):
        words = page(title(int(number))).replace(
            b"<head>", b'<head><meta http-equiv="refresh" content="600;url=/turns/1">'
        )
        site.write(writer, method, answer("200 OK", words))

    site.on_blank, site.on_sends, site.on_turns = blank, sends, turns
    assert one(site, "/blank/1")[0] is Outcome.SOFT
    assert one(site, "/sends/1")[0] is Outcome.SOFT
    assert one(site, "/turns/1", title(1))[0] is Outcome.OK


def test_garbage_and_a_closed_door_are_told_apart(site: Site):
    async def garbage(writer, _method, _number):
        writer.write(b"\x00\xff not http at all\r\n\r\n")

    site.on_garbage = garbage
    assert one(site, "/garbage/1")[0] is Outcome.FAILED
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        found, _ = ask_all({f"http://127.0.0.1:{port}/": [""]}, guard=lambda *_: True, limits=QUICK)
    assert found[f"http://127.0.0.1:{port}/", ""].outcome is Outcome.UNREACHED


def test_without_a_way_out_nothing_counts_as_broken(monkeypatch: pytest.MonkeyPatch):
    def no_resolver(*_, **__):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", no_resolver)
    found, reached = ask_all({"http://www.example.gov.cn/": [""]}, limits=QUICK)
    assert not reached
    assert found["http://www.example.gov.cn/", ""].outcome is Outcome.UNSURE


def test_a_round_ends_in_time_and_leaves_the_rest_for_the_next(site: Site):
    links = {f"{site.base}/drip/1": [""], f"{site.base}/pdf/1": [""]}
    begun = time.monotonic()
    found, reached = ask_all(links, guard=only(site), limits=Limits(host_pause=0), seconds=1.0)
    assert time.monotonic() - begun < 5
    assert reached
    assert [url for url, _ in found] == [f"{site.base}/pdf/1"]
