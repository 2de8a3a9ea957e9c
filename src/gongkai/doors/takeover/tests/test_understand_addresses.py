"""Addresses as crawlers write them down, and as people ask for them."""

from __future__ import annotations

import pytest

from gongkai.doors.takeover.rules import Addresses, MappingRule, address_of, first_match, lookup_forms
from gongkai.doors.takeover.rules.addresses import resolve
from gongkai.doors.takeover.rules.charset import Unreadable, decoded


@pytest.mark.parametrize(
    ("path", "data", "host", "address"),
    [
        ("www.yc.example/art/2012/a.html", b"", "www.yc.example", "/art/2012/a.html"),
        ("www.yc.example/view.jsp?id=1.html", b"", "www.yc.example", "/view.jsp?id=1"),
        ("www.yc.example/view.jsp@id=1&x=2.html", b"", "www.yc.example", "/view.jsp?id=1&x=2"),
        ("www.yc.example/view.jsp%3Fid=1", b"", "www.yc.example", "/view.jsp?id=1"),
        ("art/a.html", b"", "", "/art/a.html"),
        (
            "www.yc.example/view9a3f.html", b"<html><!-- Mirrored from www.yc.example/view.jsp?id=7 by HTTrack -->",
            "www.yc.example", "/view.jsp?id=7",
        ),
        ("index.html", b"", "", "/index.html"),
    ],
)  # fmt: skip
def test_the_name_in_the_folder_gives_the_address(path: str, data: bytes, host: str, address: str) -> None:
    assert address_of(path, data) == (host, address)


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("../b.html#top", "/art/b.html"),
        ("http://www.yc.example/x.html", "/x.html"),
        ("view.jsp%3Fid=2.html", "/art/2012/view.jsp?id=2"),
        ("../../../../etc/passwd", "/etc/passwd"),
        ("http://else.example/x.html", None),
        ("javascript:go()", None),
        (" java\nscript:go()", None),
        ("mailto:a@b.example", None),
        ("#", None),
        ("http://[broken", None),
    ],
)
def test_a_link_is_followed_inside_the_old_site_only(href: str, target: str | None) -> None:
    assert resolve(href, "/art/2012/a.html", frozenset({"www.yc.example"})) == target


def test_a_page_is_found_whatever_the_order_of_its_query() -> None:
    known = Addresses()
    known.add(1, "/view.jsp?type=a&id=1")
    known.add(2, "/zwgk/index.html")
    assert known.find("/view.jsp?id=1&type=a") == 1
    assert known.find("/view.jsp?id=2&type=a") is None
    assert known.find("/zwgk/") == known.find("/zwgk") == 2
    assert "/zwgk/" in lookup_forms("/zwgk/index.html")
    assert "/" not in lookup_forms("/index.html")


def test_the_first_rule_that_fits_decides() -> None:
    rules = [
        MappingRule(path="/old/*.html", action="skip"), MappingRule(old_column="公告", column="a"),
        MappingRule(path="/art/", column="b"),
    ]  # fmt: skip
    assert first_match(rules, "/old/2001/x.html", "公告") == rules[0]
    assert first_match(rules, "/art/x.html", "公告") == rules[1]
    assert first_match(rules, "/art/x.html", "动态") == rules[2]
    assert first_match(rules, "/old/x.htm", "动态") is None
    assert first_match([MappingRule(path="/a(b)+")], "/a(b)+c", "") is not None


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_text_is_read_in_any_usual_encoding(encoding: str) -> None:
    text = "云川市人民政府办公室关于做好城镇老旧小区改造工作的通知。" * 3
    assert decoded(text.encode(encoding))[0].lstrip("\ufeff") == text


def survives(word: str, wrong: str) -> bool:
    """Whether UTF-8 of these characters can be read wrongly without losing a byte: the rest nobody can restore."""
    try:
        return word.encode().decode(wrong).encode(wrong) == word.encode()
    except UnicodeError:
        return False


@pytest.mark.parametrize("wrong", ["latin-1", "gb18030"])
def test_text_that_was_decoded_wrongly_is_restored(wrong: str) -> None:
    words = "关于 工作 通知 办法 管理 单位 政府 有关 公开 落实 保障 改造 城市 建设 市民 服务 发展 人民".split()
    text = "".join(word for word in words if survives(word, wrong)) * 8
    assert len(text) > 60
    restored, _, notices = decoded(text.encode().decode(wrong).encode())
    assert restored == text
    assert notices


def test_a_few_lost_characters_are_told_and_many_refuse_the_page() -> None:
    good = ("云川市人民政府关于印发办法的通知。" * 30).encode()
    text, _, notices = decoded(good[:300] + b"\xff" + good[300:])
    assert "\ufffd" in text
    assert "1 个字符" in notices[0]
    with pytest.raises(Unreadable, match="乱码"):
        decoded(b"<html>" + bytes([0x81, 0xFF]) * 400)
