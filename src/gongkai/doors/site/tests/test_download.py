from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client

from gongkai.base.files import actions as files
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at, step

from .conftest import NUMBER


@pytest.fixture
def attached(city: City):
    """A published document with a table, and the address of the file."""
    book = openpyxl.Workbook()
    book.active.append(["家庭人口", 300])
    book.properties.creator = ""  # an author in the properties would want a decision
    content = io.BytesIO()
    book.save(content)
    document = document_at(city, Status.DRAFT)
    stored = files.store(data=content.getvalue(), filename="测算表.xlsx", by="test")
    documents.add_file(document=document, file=stored, name="测算表.xlsx", by=city.lin)
    document.refresh_from_db()
    while document.status != Status.PUBLISHED:
        step(city, document, number=NUMBER)
    return document, content.getvalue(), f"/files/{document.item.key}/1/{stored.pk}/测算表.xlsx"


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.requirement("R030")
def test_it_hands_over_the_very_file(reader: Client, attached) -> None:
    document, data, address = attached
    response = reader.get(address)
    assert content(response) == data
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert response["Content-Length"] == str(len(data))
    assert "测算表.xlsx" in reader.get(f"/documents/{document.item.key}").content.decode()


def test_it_hands_over_a_part_and_knows_what_the_reader_has(reader: Client, attached) -> None:
    _, data, address = attached
    part = reader.get(address, headers={"Range": "bytes=10-19"})
    assert (part.status_code, content(part)) == (206, data[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(data)}"
    assert content(reader.get(address, headers={"Range": "bytes=-5"})) == data[-5:]
    assert reader.get(address, headers={"Range": f"bytes={len(data)}-"}).status_code == 416
    assert reader.get(address, headers={"If-None-Match": part["ETag"]}).status_code == 304


def test_another_name_leads_to_the_right_one(reader: Client, attached) -> None:
    _, _, address = attached
    response = reader.get(address.replace("测算表", "别的"))
    assert response.status_code == 302


def test_it_ends_with_the_withdrawal(reader: Client, city: City, attached) -> None:
    document, _, address = attached
    documents.withdraw(document=document, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    assert reader.get(address).status_code == 404


def test_a_file_of_one_document_is_not_given_under_another(reader: Client, city: City, attached) -> None:
    _, _, address = attached
    other = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕13号", title="关于电梯检验的通知")
    tail = address.rsplit("/1/", 1)[1]
    assert reader.get(f"/files/{other.item.key}/1/{tail}").status_code == 404
