"""The catalogue at the desk, and what follows: documents, public facets, decisions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.jobs.actions import run_worker
from gongkai.engine.tags import actions, queries
from gongkai.engine.tags.models import Retag, Tag, Version
from gongkai.engine.tags.rules import NewTag
from gongkai.project.tests.cast import City, document_at

pytestmark = pytest.mark.django_db


def lines(**changes: str | None) -> str:
    """Return today's themes as the form shows them; a change replaces a line (by code), None drops it."""
    found = {one.code: f"{one.code},{one.name}" for one in queries.choices("theme")}
    for code, line in changes.items():
        if line is None:
            found.pop(code)
        else:
            found[code] = line
    return "\n".join(found.values())


@pytest.fixture
def desk(city: City) -> Client:
    client = Client()
    client.force_login(city.people["bian"])
    return client


def code_of(name: str) -> str:
    return next(one.code for one in queries.choices("theme") if one.name == name)


def proposed(desk: Client, text: str) -> Version:
    facts = {"scheme": "theme", "valid_from": timezone.localdate().isoformat(), "note": "按新目录", "text": text}
    answer = desk.post("/desk/tags/versions/new/", facts)
    assert answer.status_code == 302, answer.content.decode()
    return Version.objects.get(adopted_at__isnull=True)


def adopted(desk: Client, text: str) -> Version:
    version = proposed(desk, text)
    desk.post(f"/desk/tags/versions/{version.pk}/", {"do": "adopt"})
    run_worker(once=True)
    version.refresh_from_db()
    return version


def public(city: City):
    """Return a public document of 住房保障; the packages above are reached by label."""
    return document_at(city, "published", number="云川住建发〔2026〕3号")


def themes(document) -> tuple[list[str], list[str]]:
    document.refresh_from_db()
    release = apps.get_model("publishing.Release").objects.get(item=document.item_id)
    return document.themes, release.themes


@pytest.mark.requirement("R032")
def test_a_renamed_tag_is_renamed_on_documents_and_in_public_facets(city: City, desk: Client) -> None:
    document, code = public(city), code_of("住房保障")
    version = adopted(desk, lines(**{code: f"{code},住房保障和房地产"}))
    assert themes(document) == (["住房保障和房地产"], ["住房保障和房地产"])
    assert version.retagged_at is not None
    page = Client().get("/documents/?theme=住房保障和房地产").content.decode()
    assert document.item.key in page
    told = (
        [event.tag for event in events.events_of_item(document.item.key)] if hasattr(events, "events_of_item") else []
    )
    assert not told or "tags:item:retag" in told


@pytest.mark.requirement("R032")
def test_the_search_follows_the_new_name(city: City, desk: Client) -> None:
    document, code = public(city), code_of("住房保障")
    adopted(desk, lines(**{code: f"{code},住房保障和房地产"}))
    run_worker(once=True)
    answer = Client().get("/search", {"q": "租房补贴 住房租赁", "theme": "住房保障和房地产"}).content.decode()
    assert document.item.key in answer


@pytest.mark.requirement("R032")
def test_merged_tags_become_one_and_none_is_doubled(city: City, desk: Client) -> None:
    document = document_at(city, "published", number="云川住建发〔2026〕4号", themes=["住房保障", "城乡建设"])
    one, other = code_of("住房保障"), code_of("城乡建设")
    adopted(desk, lines(**{one: None, other: f"ZT90,住房和城乡建设,,{one}、{other}"}))
    assert themes(document) == (["住房和城乡建设"], ["住房和城乡建设"])


@pytest.mark.requirement("R032")
def test_a_split_tag_waits_for_a_decision_on_each_item(city: City, desk: Client) -> None:
    document, code = public(city), code_of("住房保障")
    adopted(desk, lines(**{code: f"ZT91,公共租赁住房,,{code}\nZT92,住房补贴,,{code}"}))
    assert themes(document)[0] == ["住房保障"]
    shen = Client()
    shen.force_login(city.people["shen"])
    assert "关于做好新市民住房租赁补贴发放工作的通知" in shen.get("/desk/tags/pending/").content.decode()
    waiting = Retag.objects.get(pending=True)
    shen.post("/desk/tags/pending/", {"retag": waiting.pk, "tags": ["没有的标签"]})
    assert themes(document)[0] == ["住房保障"]
    shen.post("/desk/tags/pending/", {"retag": waiting.pk, "tags": ["住房补贴"]})
    assert themes(document) == (["住房补贴"], ["住房补贴"])
    waiting.refresh_from_db()
    assert (waiting.pending, waiting.decided_by) == (False, "沈若川")


@pytest.mark.requirement("R032")
def test_a_retired_tag_is_refused_on_entry_and_reported_where_it_stands(city: City, desk: Client) -> None:
    public(city)
    adopted(desk, lines(**{code_of("住房保障"): None}))
    (sentence,) = queries.problems("theme", ["住房保障", "教育"])
    assert "停用" in sentence
    assert "住房保障" in desk.get("/desk/tags/unmapped/").content.decode()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert "住房保障" in queries.names("theme", on=yesterday)
    assert "住房保障" not in queries.names("theme")


@pytest.mark.requirement("R032")
def test_retagging_again_changes_nothing(city: City, desk: Client) -> None:
    document, code = public(city), code_of("住房保障")
    version = adopted(desk, lines(**{code: f"{code},住房保障和房地产"}))
    before = Retag.objects.count(), themes(document)
    assert actions.retag(version=version) == 0
    assert (Retag.objects.count(), themes(document)) == before


@pytest.mark.requirement("R032")
def test_retagging_that_was_cut_off_goes_on(city: City, desk: Client, monkeypatch) -> None:
    documents = [document_at(city, "published", number=f"云川住建发〔2026〕{n}号") for n in (5, 6)]
    code = code_of("住房保障")
    version = proposed(desk, lines(**{code: f"{code},住房保障和房地产"}))
    actions.adopt(version=version, by=city.bian)
    version.refresh_from_db()
    whole, done = actions._retag_one, []

    def dies(*args):
        if len(done) == 1:
            raise KeyboardInterrupt
        done.append(args)
        return whole(*args)

    monkeypatch.setattr(actions, "_retag_one", dies)
    with pytest.raises(KeyboardInterrupt):
        actions.retag(version=version)
    monkeypatch.setattr(actions, "_retag_one", whole)
    actions.retag(version=version)
    assert all(themes(one) == (["住房保障和房地产"], ["住房保障和房地产"]) for one in documents)
    assert Retag.objects.count() == 4


@pytest.mark.requirement("R032")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ZT01,城乡建设\nZT01,又一个", "代码“ZT01”出现了2次"),
        ("ZT01,城乡建设\nZT88,城乡建设", "名称“城乡建设”出现了2次"),
        ("ZT01,城乡建设,ZT99", "上级代码“ZT99”不在新目录里"),
        ("ZT77,新标签,,没有过的标签", "承接的“没有过的标签”不在现行目录里"),
        ("ZT01,教育", "现在是另一个标签"),
        ("A,甲,B\nB,乙,A", "绕成了一圈"),
        ("", "新目录是空的"),
    ],
)
def test_a_wrong_catalogue_is_refused_with_all_its_defects(text: str, said: str, desk: Client) -> None:
    facts = {"scheme": "theme", "valid_from": "2026-01-01", "note": "", "text": text}
    answer = desk.post("/desk/tags/versions/new/", facts)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Version.objects.filter(adopted_at__isnull=True).exists()


@pytest.mark.requirement("R032")
def test_the_catalogue_is_listed_exported_and_imported_as_a_file(city: City, desk: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    assert "政务公开" in desk.get("/desk/tags/?scheme=theme").content.decode()
    exported = b"".join(desk.get("/desk/tags/export.csv?scheme=theme").streaming_content).decode("utf-8-sig")
    assert "主题分类,ZT01,城乡建设" in exported.replace('"', "")
    sheet = "代码,名称,上级代码,承接旧标签\nA1,民生,,\nA2,住房,A1,住房保障、城乡建设\n"
    upload = SimpleUploadedFile("新目录.csv", sheet.encode())
    facts = {"scheme": "theme", "valid_from": timezone.localdate().isoformat(), "file": upload}
    answer = desk.post("/desk/tags/versions/new/", facts, follow=True).content.decode()
    assert "合并" in answer
    assert "停用，逐件确定" in answer


@pytest.mark.requirement("R032")
def test_only_those_who_keep_the_catalogue_may_change_it(city: City) -> None:
    client = Client()
    client.force_login(city.people["lin"])
    for path in ("versions/", "versions/new/", "pending/", "unmapped/"):
        assert client.get(f"/desk/tags/{path}").status_code == 403


def test_a_version_of_a_day_to_come_waits_for_it(city: City, desk: Client) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    made = actions.propose(scheme="field", lines=[NewTag("LY01", "改名")], valid_from=tomorrow, note="", by=city.bian)
    with pytest.raises(actions.Refused, match="到那一天再启用"):
        actions.adopt(version=made, by=city.bian)
    assert Tag.objects.filter(scheme="field", valid_to__isnull=True).count() == 26
