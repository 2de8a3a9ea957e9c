"""Release, relations, redirects, roll-back: what becomes public and what that does."""

import datetime as dt

import pytest
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.engine.publishing import actions, queries
from gongkai.engine.publishing.actions.release import released_facts
from gongkai.engine.publishing.models import Edition, OutboxEntry, Placement, Release
from gongkai.engine.publishing.rules import digest
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at, drafted


def test_what_is_logged_is_the_digest_of_what_is_shown(city: City) -> None:
    document = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕1号")
    release = Release.objects.select_related("edition").get(key=document.item.key)
    assert digest(release.edition.snapshot) == release.edition.content_sha256
    (entry,) = events.entries(item=document.item.key)
    assert entry.content_sha256 == release.edition.content_sha256


def test_a_changed_wording_after_review_is_not_released(city: City) -> None:
    document = document_at(city, Status.ISSUED, number="云川住建发〔2026〕1号")
    edition = working_edition(document)
    Edition.objects.filter(pk=edition.pk).update(html="<p>审查后改了</p>")
    with pytest.raises(actions.NotReady) as refusal:
        documents.publish(document=document, by=city.shen)
    assert len(refusal.value.defects) == 4
    assert not Release.objects.exists()


def test_a_new_document_repeals_the_old_on_its_day(city: City) -> None:
    old = document_at(city, Status.PUBLISHED, number="云川住建发〔2024〕1号")
    new = document_at(city, Status.ISSUED, number="云川住建发〔2026〕2号", effective_on=timezone.localdate())
    actions.relate(source=new.item, verb="repeals", target=old.item, by=city.lin)
    assert Release.objects.get(key=old.item.key).repealed_on is None
    documents.publish(document=new, by=city.shen)
    assert Release.objects.get(key=old.item.key).repealed_on == timezone.localdate()
    assert OutboxEntry.objects.filter(topic="changed", key=old.item.key).exists()


def test_a_document_declared_lapsed_is_over_but_not_repealed(city: City) -> None:
    today = timezone.localdate()
    old = document_at(city, Status.PUBLISHED, number="云川住建发〔2024〕1号")
    new = document_at(city, Status.ISSUED, number="云川住建发〔2026〕2号", effective_on=today)
    actions.relate(source=new.item, verb="lapses", target=old.item, by=city.lin)
    documents.publish(document=new, by=city.shen)
    release = Release.objects.get(key=old.item.key)
    assert (release.expires_on, release.repealed_on) == (today - dt.timedelta(days=1), None)
    old.item.refresh_from_db()
    corrected = released_facts(release.edition, release.first_published_at)
    assert corrected["expires_on"] == release.expires_on  # a correction does not bring it back into force


def test_a_public_item_moves_between_columns_without_copies(city: City) -> None:
    document = document_at(city, Status.PUBLISHED, wanted_columns=["department-docs"])
    other = actions.create_column(
        site=city.site, slug="policies", name="政策文件", agency=city.government, by=city.guan
    )
    actions.place(item=document.item, column=other, by=city.shen)
    actions.place(item=document.item, column=other, by=city.shen)
    assert Placement.objects.filter(item=document.item).count() == 2
    assert Release.objects.count() == 1


def test_redirects_follow_chains_and_refuse_circles(city: City) -> None:
    actions.add_redirect(old_path="/a", new_path="/b", by=city.guan)
    actions.add_redirect(old_path="/b", new_path="/documents/c", by=city.guan)
    assert queries.find_redirect("/a") == "/documents/c"
    with pytest.raises(actions.Refused, match="绕成一圈"):
        actions.add_redirect(old_path="/documents/c", new_path="/a", by=city.guan)


def test_roll_back_brings_the_old_wording_and_keeps_both_editions(city: City) -> None:
    document = document_at(city, Status.PUBLISHED)
    documents.correct(document=document, note="改标准", by=city.shen)
    edition = working_edition(document)
    documents.save(
        document=document, version=edition.version, by=city.shen, title="改了", html="<p>改了</p>", mode="full-text"
    )
    first = document.item.editions.get(number=1)
    edition = actions.roll_back(edition=working_edition(document), to=first, by=city.shen)
    assert edition.html == first.html
    assert document.item.editions.count() == 2


def test_only_one_correction_at_a_time(city: City) -> None:
    document = document_at(city, Status.PUBLISHED)
    actions.open_edition(item=document.item, note="一", by=city.shen)
    with pytest.raises(actions.Refused, match="已有一个版本在编辑中"):
        actions.open_edition(item=document.item, note="二", by=city.shen)


def test_an_edition_needs_a_change_note(city: City) -> None:
    document = document_at(city, Status.PUBLISHED)
    with pytest.raises(actions.Refused, match="更新说明"):
        actions.open_edition(item=document.item, note=" ", by=city.shen)


def test_the_public_version_rises_with_every_change(city: City) -> None:
    before = queries.public_version()
    document = document_at(city, Status.PUBLISHED)
    published = queries.public_version()
    assert published > before
    documents.withdraw(document=document, kind="error", reason="有误", by=city.shen)
    assert queries.public_version() > published


def test_a_failing_consumer_parks_one_entry_and_hears_the_rest(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.base.jobs import queries as jobs
    from gongkai.engine.publishing.rules import CONSUMERS

    heard: list[str] = []
    bad = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕1号").item.key

    def consumer(entries: list) -> None:
        for entry in entries:
            if entry.key == bad:
                raise RuntimeError("坏条目")
            heard.append(entry.key)

    monkeypatch.setitem(CONSUMERS, "test", consumer)
    good = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕2号").item.key
    actions.deliver(names=["test"])
    assert good in heard
    assert jobs.counts_by_kind().get(("publishing.redeliver", "queued"))
    heard.clear()
    assert actions.deliver(names=["test"]) == 0


def test_a_draft_is_in_no_public_list(city: City) -> None:
    document = drafted(city)
    assert queries.release_by_key(document.item.key) is None
    assert not queries.public_releases().exists()
