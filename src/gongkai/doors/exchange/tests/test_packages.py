"""Filing by packages in a folder: dropped whole, recognised when repeated, receipts late, twice or broken."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from gongkai.base.events import queries as events
from gongkai.doors.exchange import actions
from gongkai.doors.exchange.actions import packages as dropping
from gongkai.doors.exchange.actions.client import Unreachable
from gongkai.doors.exchange.actions.packages import folder_of
from gongkai.doors.exchange.models import Message, Partner, Task
from gongkai.doors.exchange.rules import MOST_TRIES, State
from gongkai.doors.exchange.rules.packages import Unreadable, receipt, receipt_signature, record, written
from gongkai.doors.exchange.tests.conftest import Caller, registered
from gongkai.doors.exchange.tests.test_file import published, send_all
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.project.tests.cast import City


@pytest.fixture(params=["json", "xml"])
def province(request: pytest.FixtureRequest, city: City, settings: Any, tmp_path: Path) -> Caller:
    settings.DATA_DIR = tmp_path
    return registered(city, "province", "superior", adapter="packages", package_format=request.param)


def waiting(province: Caller) -> list[Path]:
    return sorted((folder_of(province.partner) / "out").glob("*.zip"))


def opened(path: Path) -> tuple[dict[str, Any], zipfile.ZipFile]:
    archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    (manifest,) = [name for name in archive.namelist() if name.startswith("manifest.")]
    return record(archive.read(manifest)), archive


def answer(province: Caller, package: Path, *, number: str = "SJ-1", result: str = "accepted", **changed: str) -> Path:
    """Write the receipt that the superior leaves after it read the package."""
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    said = {"key": opened(package)[0]["key"], "sha256": digest, "result": result, "receipt": number, "reason": ""}
    signed = {name: said[name] for name in ("key", "sha256", "result")}
    said |= {"signature": receipt_signature(province.secret, number=number, **signed), **changed}
    form = province.partner.package_format
    place = folder_of(province.partner) / "in" / f"{package.stem}.receipt.{form}"
    place.write_bytes(written(said, form, "receipt"))
    return place


def state() -> str:
    return str(Message.objects.get().state)


def reasons(province: Caller) -> list[str]:
    return [path.read_text().strip() for path in (folder_of(province.partner) / "in/bad").glob("*.why.txt")]


@pytest.mark.requirement("R027")
def test_a_release_is_dropped_with_its_wording_and_the_receipt_settles_it(city: City, province: Caller) -> None:
    document = published(city)
    send_all()
    (package,) = waiting(province)
    manifest, archive = opened(package)
    assert (manifest["type"], manifest["index_number"]) == ("release", document.item.key)
    assert archive.read("text.html").decode() == document.item.release.edition.snapshot["html"]
    assert state() == State.SENT
    answer(province, package)
    assert actions.collect_all() == 1
    assert (state(), Message.objects.get().receipt) == (State.ACKNOWLEDGED, "SJ-1")
    assert waiting(province) == []


def test_the_same_filing_is_the_same_package_to_the_byte(city: City, province: Caller) -> None:
    published(city)
    send_all()
    (package,) = waiting(province)
    first, data = package.name, package.read_bytes()
    package.unlink()  # fetched, and the receipt was lost
    send_all()
    (again,) = waiting(province)
    assert (again.name, again.read_bytes()) == (first, data)


def test_a_receipt_counts_once_however_often_and_late_it_comes(city: City, province: Caller) -> None:
    published(city)
    send_all()
    (package,) = waiting(province)
    data = package.read_bytes()
    answer(province, package)
    assert actions.collect_all() == 1
    package.write_bytes(data)
    answer(province, package)
    assert actions.collect_all() == 0
    assert Message.objects.get().attempts.filter(outcome="repeat").count() == 1
    assert state() == State.ACKNOWLEDGED


def test_a_receipt_that_is_still_being_written_is_left_alone_and_a_broken_one_put_aside(
    city: City, province: Caller
) -> None:
    published(city)
    send_all()
    (package,) = waiting(province)
    place = answer(province, package)
    whole = place.read_bytes()
    place.write_bytes(whole[: len(whole) // 2])
    assert actions.collect_all() == 0
    assert place.is_file()
    os.utime(place, (0, 0))
    actions.collect_all()
    assert not place.exists()
    assert len(reasons(province)) == 1
    assert "回执" in events.events(tag="exchange:call:refuse").first().remark
    assert state() == State.SENT  # nothing is lost: the filing waits and is dropped again
    answer(province, package)
    assert actions.collect_all() == 1


def test_a_receipt_that_replaces_another_while_that_is_read_is_not_lost(
    city: City, province: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(city)
    send_all()
    (package,) = waiting(province)
    data = package.read_bytes()
    answer(province, package, result="pending")
    settle = dropping.acknowledge

    def settling(**given: Any) -> Any:
        monkeypatch.setattr(dropping, "acknowledge", settle)
        package.write_bytes(data)
        answer(province, package)
        return settle(**given)

    monkeypatch.setattr(dropping, "acknowledge", settling)
    actions.collect_all()
    assert state() == State.SENT
    assert actions.collect_all() == 1
    assert state() == State.ACKNOWLEDGED


def test_a_receipt_of_any_size_and_strays_of_any_number_are_borne(
    city: City, province: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(city)
    send_all()
    place = answer(province, waiting(province)[0])
    for number in range(3):
        (place.parent / f"0-{number}.receipt.json.tmp").write_bytes(b"")
    huge = place.parent / "z.receipt.json"
    with huge.open("wb") as file:
        file.truncate(1 << 40)
    os.utime(huge, (0, 0))
    monkeypatch.setattr(dropping, "MOST_AT_ONCE", 2)
    assert actions.collect_all() == 1
    assert reasons(province) == ["回执文件过大"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"signature": "0" * 64}, "签名不符"), ({"receipt": "SJ-2"}, "签名不符"), ({"key": "nobody:1"}, "签名不符")],
)
def test_a_forged_receipt_is_not_believed(city: City, province: Caller, changed: dict[str, str], said: str) -> None:
    published(city)
    send_all()
    answer(province, waiting(province)[0], **changed)
    assert actions.collect_all() == 0
    assert said in reasons(province)[0]
    assert state() == State.SENT


def test_a_receipt_for_a_package_that_arrived_broken_settles_nothing(city: City, province: Caller) -> None:
    published(city)
    send_all()
    (package,) = waiting(province)
    other = "f" * 64
    signature = receipt_signature(
        province.secret, key=opened(package)[0]["key"], sha256=other, result="accepted", number="SJ-1"
    )
    answer(province, package, sha256=other, signature=signature)
    assert actions.collect_all() == 0
    assert "包已损坏" in reasons(province)[0]


def test_what_nobody_fetches_becomes_a_task(city: City, province: Caller) -> None:
    published(city)
    for _ in range(MOST_TRIES + 1):
        send_all()
    assert state() == State.DEAD
    assert "没有取走" in Task.objects.get().detail["theirs"]["reason"]


def test_a_rejection_becomes_a_task_with_the_reason(city: City, province: Caller) -> None:
    published(city)
    send_all()
    answer(province, waiting(province)[0], result="rejected", reason="缺少主题分类")
    actions.collect_all()
    assert state() == State.REJECTED
    assert Task.objects.get().detail["theirs"]["reason"] == "缺少主题分类"


def test_a_withdrawal_carries_neither_title_nor_wording(city: City, province: Caller) -> None:
    document = published(city)
    send_all()
    documents.withdraw(document=document, kind=Withdrawal.ERROR, reason="数字有误", by=city.shen)
    publishing.deliver(names=["exchange-filing"])
    send_all()
    manifest, archive = next(found for found in map(opened, waiting(province)) if found[0]["type"] == "withdrawal")
    assert "title" not in manifest
    assert [name for name in archive.namelist() if not name.startswith("manifest")] == []


@pytest.mark.requirement("R028")
def test_the_list_of_the_superior_is_compared_from_a_file(city: City, province: Caller) -> None:
    document = published(city)
    run = actions.start(partner=province.partner, by=city.shen)
    with pytest.raises(Exception, match="报备目录"):
        actions.reconcile(run.pk)
    facts = Message.objects.get().payload
    names = ("index_number", "doc_number", "title", "date", "text_sha256", "url")
    items = [{name: facts[name] for name in names} | {"withdrawn": False}]
    form = province.partner.package_format
    (folder_of(province.partner) / "in" / f"catalogue.{form}").write_bytes(written({"items": items}, form, "catalogue"))
    actions.reconcile(run.pk)
    run.refresh_from_db()
    assert (run.state, run.counts.get("same")) == ("done", 1)
    assert not Task.objects.filter(index_number=document.item.key).exists()


@pytest.mark.parametrize("list_", [b"null", b"5", b"{}", b'{"items": 5}', b'{"items": {"a": 1}}', b'{"items": [5]}'])
def test_a_list_that_is_none_is_told_and_changes_nothing(city: City, province: Caller, list_: bytes) -> None:
    published(city)
    run = actions.start(partner=province.partner, by=city.shen)
    (folder_of(province.partner) / "in" / "catalogue.json").write_bytes(list_)
    with pytest.raises(Unreachable, match="无法理解"):
        actions.reconcile(run.pk)
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"<receipt>", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><receipt>&b;</receipt>',
     json.dumps({"key": "a", "sha256": "b", "result": "perhaps", "receipt": "c"}).encode(), b"{}" + b" " * 70_000, b"\xff\xfe"],
)  # fmt: skip
def test_nonsense_is_told_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable):
        receipt(data)


def test_a_partner_code_leads_to_no_other_folder(city: City, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    with pytest.raises(actions.Refused):
        registered(city, "../../etc", "superior", adapter="packages")
    assert not Partner.objects.exists()
    assert not (tmp_path.parent / "etc").exists()
