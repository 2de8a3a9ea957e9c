from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from PIL import Image

from gongkai.base.files import actions as files
from gongkai.base.files import pictures
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.engine.screening import actions as deciding
from gongkai.engine.screening.queries.decided import undecided
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at, step

from .conftest import NUMBER, page


def drawn(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "PNG")
    return out.getvalue()


def with_picture(city: City, status: Status = Status.PUBLISHED, *, size: tuple[int, int] = (2000, 1500)):
    document = document_at(city, Status.DRAFT)
    stored = files.store(data=drawn(*size), filename="规划图.png", by="test")
    documents.add_file(document=document, file=stored, name="规划图.png", by=city.lin)
    document.refresh_from_db()
    edition = document.item.editions.get()
    for hit in undecided(edition):
        deciding.decide(
            edition=edition, fingerprint=hit.fingerprint, choice="accepted", reason="看过图，没有问题", by=city.shen
        )
    while document.status != status:
        step(city, document, number=NUMBER)
    publishing.deliver()
    return document, stored


def shown(text: str) -> str:
    found = re.search(r'<a class="picture".*?</a>', text)
    return found.group(0) if found else ""


def test_a_picture_comes_in_sizes_and_has_its_place_before_it_comes(reader: Client, city: City) -> None:
    document, stored = with_picture(city)
    base = f"/pictures/{document.item.key}/1/{stored.pk}"
    image = shown(page(reader, f"/documents/{document.item.key}"))
    assert f'srcset="{base}/480 480w, {base}/960 960w, {base}/1600 1600w"' in image
    assert 'width="1600" height="1200"' in image
    assert 'loading="lazy"' in image
    assert 'alt="规划图"' in image
    sizes = {}
    for width in (480, 960, 1600):
        response = reader.get(f"{base}/{width}")
        assert response["Content-Type"] == "image/webp"
        assert Image.open(io.BytesIO(response.content)).size == (width, width * 3 // 4)
        sizes[width] = len(response.content)
        again = reader.get(f"{base}/{width}", headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert sizes[480] < sizes[960] < sizes[1600] < stored.size


def test_a_small_picture_is_not_blown_up(reader: Client, city: City) -> None:
    document, stored = with_picture(city, size=(300, 200))
    image = shown(page(reader, f"/documents/{document.item.key}"))
    assert f'srcset="/pictures/{document.item.key}/1/{stored.pk}/300 300w"' in image


def test_the_page_kept_before_the_sizes_were_made_is_made_anew(reader: Client, city: City, monkeypatch) -> None:
    monkeypatch.setattr(publishing, "deliver", lambda **_: 0)
    document, stored = with_picture(city)
    address = f"/documents/{document.item.key}"
    assert not shown(page(reader, address))
    original = reader.get(f"/pictures/{document.item.key}/1/{stored.pk}/960")
    assert b"".join(original.streaming_content) == drawn(2000, 1500)
    monkeypatch.undo()
    publishing.deliver()
    assert shown(page(reader, address))


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SECRECY_REVIEW, Status.ISSUED])
def test_nothing_that_is_not_public_gets_a_public_size(reader: Client, city: City, status: Status) -> None:
    document, stored = with_picture(city, status)
    assert not pictures.place(stored.sha256, 480).exists()
    assert reader.get(f"/pictures/{document.item.key}/1/{stored.pk}/480").status_code == 404


def test_with_a_withdrawal_the_sizes_go(reader: Client, city: City) -> None:
    document, stored = with_picture(city)
    address = f"/pictures/{document.item.key}/1/{stored.pk}/480"
    assert reader.get(address).status_code == 200
    documents.withdraw(document=document, kind=Withdrawal.SECRECY, reason="依规定撤下", by=city.shen)
    assert reader.get(address).status_code == 404
    publishing.deliver()
    assert not list(pictures.folder().rglob(f"{stored.sha256}*"))


def test_a_width_nobody_made_is_the_original_and_other_files_have_none(reader: Client, city: City) -> None:
    document, stored = with_picture(city)
    base = f"/pictures/{document.item.key}/1"
    original = reader.get(f"{base}/{stored.pk}/77")
    assert original["Content-Type"] == "image/png"
    assert b"".join(original.streaming_content)
    assert reader.get(f"{base}/{stored.pk + 1}/480").status_code == 404
