from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.base.events.queries import public_key
from gongkai.base.events.rules import check_proof
from gongkai.base.files.models import StoredFile, Upload
from gongkai.engine.publishing.models import Release
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.project.tests.cast import City

from .conftest import NUMBER, page


def send(reader: Client, content: bytes, name: str = "document.json") -> str:
    response = reader.post("/verify/check", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("asked", ["key", "number", "sha256"])
def test_it_finds_by_index_number_number_and_digest(reader: Client, published, asked: str) -> None:
    words = {"key": published.item.key, "number": NUMBER, "sha256": Release.objects.get().edition.content_sha256}
    html = page(reader, "/verify/", 200, query_params={"q": words[asked]})
    assert "这一信息已经公开" in html
    assert f"/documents/{published.item.key}" in html


def test_it_recognises_the_downloaded_content_even_with_other_blanks(reader: Client, published) -> None:
    content = reader.get(f"/documents/{published.item.key}.json").content
    assert "这一信息已经公开" in send(reader, content)
    assert "这一信息已经公开" in send(reader, json.dumps(json.loads(content), indent=2).encode())
    assert "没有找到" in send(reader, content.replace("三百元".encode(), "四百元".encode()))


def test_what_was_sent_is_not_kept(reader: Client, published, settings) -> None:
    before = {path for path in settings.DATA_DIR.rglob("*") if path.is_file()}
    response = reader.post("/verify/check", {"file": SimpleUploadedFile("x.bin", b"0" * 3_000_000)})
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert not StoredFile.objects.exists()
    assert not Upload.objects.exists()
    assert {path for path in settings.DATA_DIR.rglob("*") if path.is_file()} == before


def test_the_proof_can_be_checked_here_and_elsewhere(reader: Client, published) -> None:
    document = json.loads(reader.get(f"/verify/proof/{published.item.key}.json").content)
    assert check_proof(document, public_key())
    assert "凭证有效" in send(reader, json.dumps(document).encode(), "proof.json")
    document["entry"]["agency"] = "另一个机关"
    assert "凭证无效" in send(reader, json.dumps(document).encode(), "proof.json")


@pytest.mark.parametrize(
    "content", [b"{}", b"{", b"[" * 100_000, b'{"format":"gongkai-log-proof/1"}', b"\xff\xfe", b" "]
)
def test_rubbish_is_answered_politely(reader: Client, published, content: bytes) -> None:
    assert "核验结果" in send(reader, content)


def test_nothing_sent_says_what_to_do(reader: Client, city: City) -> None:
    assert "没有收到内容" in reader.post("/verify/check", {}).content.decode()
    assert reader.get("/verify/check").status_code == 302


def test_a_withdrawal_shows_with_its_reason(reader: Client, city: City, published) -> None:
    documents.withdraw(document=published, kind=Withdrawal.ERROR, reason="标准有误", by=city.shen)
    html = page(reader, "/verify/", 200, query_params={"q": published.item.key})
    assert "曾经公开，现已撤下" in html
    assert "标准有误" in html
    later = json.loads(reader.get(f"/verify/proof/{published.item.key}.json").content)["later"]
    assert [one["entry"]["kind"] for one in later] == ["withdrawn"]


def test_the_tree_head_can_be_taken_home(reader: Client, published, correct) -> None:
    head = json.loads(page(reader, "/verify/head.json"))
    assert head["tree_head"]["size"] == 1
    assert head["public_key"] in page(reader, "/verify/")
    correct(published, old="三百元", new="四百元", note="更正")
    grown = json.loads(page(reader, "/verify/head.json?from=1"))
    assert grown["first"]["tree_head"] == head["tree_head"]
    page(reader, "/verify/head.json?from=99", 404)
