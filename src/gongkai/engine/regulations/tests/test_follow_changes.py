"""R026: a page that cites or carries what has changed becomes a task, until it is right or somebody says why it may stay."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gongkai.base.events.models import Event
from gongkai.base.jobs import actions as jobs
from gongkai.base.jobs.actions import run_worker
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Edition
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.engine.regulations import actions, queries
from gongkai.engine.regulations.models import CitedLaw, Law, PublicText, UpdateTask
from gongkai.engine.regulations.tests.conftest import OLD_TEXT, TITLE, ago, load, record, revised
from gongkai.project.tests.cast import City, Status, document_at, document_queries, documents, step

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R026")]
CITES = f"<p>根据《{TITLE}》第二条的规定，现就有关事项通知如下。</p>"
OTHER = "云川市房屋租赁管理条例"


def published(city: City, **facts: Any) -> Any:
    """Issued sixty days ago, before the law was revised."""
    facts = {"html": CITES, "number": "云川住建发〔2026〕7号", "formed_on": ago(70), "issued_on": ago(60)} | facts
    document = document_at(city, Status.PUBLISHED, **facts)
    publishing.deliver(names=["regulations"])
    return document


def corrected(city: City, document: Any, html: str) -> None:
    documents.correct(document=document, note="更正所引规定", by=city.shen)
    edition = document_queries.working_edition(document)
    Edition.objects.filter(pk=edition.pk).update(author=city.people["lin"])
    type(document).objects.filter(pk=document.pk).update(drafter=city.people["lin"])
    document.refresh_from_db()
    documents.save(
        document=document, version=edition.version, by=city.lin, title=edition.title, mode="full-text", html=html
    )
    while document.status != Status.PUBLISHED:
        step(city, document, number=document.doc_number)
    publishing.deliver(names=["regulations"])


def law_changes(*records: dict[str, Any]) -> None:
    load(*(records or [revised()]))
    actions.review_laws(law_ids=list(Law.objects.values_list("pk", flat=True)))


def as_(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


def paragraphs(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.splitlines())


def test_a_public_page_stands_under_what_cites_the_law(city: City, law: Law) -> None:
    document = published(city)
    (cited,) = CitedLaw.objects.all()
    assert (cited.law, cited.articles, cited.verdict) == (law, ["2"], "valid")
    page = as_(city, "shen").get(f"/desk/regulations/{law.pk}/").content.decode()
    assert "引用本法规的公开文件" in page
    assert "新市民住房租赁补贴" in page
    documents.withdraw(document=document, kind=Withdrawal.ERROR, reason="标准有误", by=city.shen)
    publishing.deliver(names=["regulations"])
    assert not CitedLaw.objects.exists()
    assert not PublicText.objects.exists()


def test_hearing_of_a_page_twice_changes_nothing(city: City, law: Law) -> None:
    document = published(city)
    law_changes()
    before = (CitedLaw.objects.count(), UpdateTask.objects.count(), Event.objects.count())
    actions.read_pages(item_ids=[document.item_id, document.item_id])
    assert (CitedLaw.objects.count(), UpdateTask.objects.count(), Event.objects.count()) == before


def test_a_revision_opens_a_task_with_old_and_new_version_and_a_day(city: City, law: Law) -> None:
    published(city)
    assert not UpdateTask.objects.exists()
    law_changes()
    (task,) = UpdateTask.objects.all()
    assert (task.agency, task.reason, task.outcome) == (city.housing, "amended", "open")
    assert task.old_version is not None
    assert task.new_version is not None
    assert (task.old_version.effective_on.year, task.new_version.effective_on) == (2020, ago(10))
    assert task.due_on > task.opened_on
    page = as_(city, "shen").get(f"/desk/regulations/tasks/{task.pk}/").content.decode()
    assert "内部时限" in page
    assert "三十" in page  # the change of article 2 stands beside the decision


def test_a_correction_discharges_the_task(city: City, law: Law) -> None:
    document = published(city)
    law_changes()
    corrected(city, document, CITES.replace("第二条", "第一条"))
    task = UpdateTask.objects.get()
    assert (task.outcome, task.decided_by) == ("corrected", "系统")
    assert task.closed_at is not None


def test_a_repeal_opens_a_task_that_names_what_repealed(city: City, law: Law) -> None:
    published(city)
    text = f"第一条 为了租赁。\n第二条 本条例自公布之日起施行。《{TITLE}》同时废止。"
    law_changes(record(OTHER, effective=ago(5).isoformat(), text=text))
    task = UpdateTask.objects.get()
    assert task.reason == "repealed"
    assert OTHER in task.note


def test_a_withdrawn_page_needs_no_update(city: City, law: Law) -> None:
    document = published(city)
    law_changes()
    documents.withdraw(document=document, kind=Withdrawal.ERROR, reason="标准有误", by=city.shen)
    publishing.deliver(names=["regulations"])
    assert UpdateTask.objects.get().outcome == "gone"


def test_no_change_needed_asks_for_a_reason(city: City, law: Law) -> None:
    published(city)
    law_changes()
    task = UpdateTask.objects.get()
    client = as_(city, "shen")
    refused = client.post(f"/desk/regulations/tasks/{task.pk}/decide/", {"reason": " "})
    assert refused.status_code == 422
    assert "请写明无需修改的理由" in refused.content.decode()
    done = client.post(f"/desk/regulations/tasks/{task.pk}/decide/", {"reason": "所引第二条未变"}, follow=True)
    assert "无需修改1件" in done.content.decode()
    task.refresh_from_db()
    assert (task.outcome, task.decision, task.decided_by) == ("fine", "所引第二条未变", "沈若川")
    again = client.post(f"/desk/regulations/tasks/{task.pk}/decide/", {"reason": "再来"})
    assert "已经办结" in again.content.decode()
    assert Event.objects.filter(tag="regulations:task:decide").count() == 1


def test_what_was_decided_is_not_asked_again_until_the_law_changes_again(city: City, law: Law) -> None:
    document = published(city)
    law_changes()
    actions.decide_fine(task=UpdateTask.objects.get(), reason="所引条款未变", by=city.shen)
    actions.read_pages(item_ids=[document.item_id])
    assert UpdateTask.objects.filter(outcome="open").count() == 0
    text = f"第一条 为了租赁。\n第二条 《{TITLE}》同时废止。"
    law_changes(record(OTHER, effective=ago(5).isoformat(), text=text))
    assert [task.reason for task in UpdateTask.objects.filter(outcome="open")] == ["repealed"]


def test_another_agencys_task_is_not_there(city: City, law: Law) -> None:
    published(city)
    law_changes()
    task = UpdateTask.objects.get()
    stranger = as_(city, "mo")
    assert stranger.get(f"/desk/regulations/tasks/{task.pk}/").status_code == 404
    assert stranger.post(f"/desk/regulations/tasks/{task.pk}/decide/", {"reason": "x"}).status_code == 404
    assert "新市民" not in stranger.get("/desk/regulations/tasks/").content.decode()
    assert as_(city, "lin").post(f"/desk/regulations/tasks/{task.pk}/decide/", {"reason": "x"}).status_code == 403


def test_a_carried_law_that_differs_is_a_task_until_the_text_is_right(city: City, law: Law) -> None:
    wrong = OLD_TEXT.replace("三十日", "六十日") + "\n第四条 多出的一条。"
    document = published(city, title=TITLE, html=paragraphs(wrong))
    task = UpdateTask.objects.get(reason="differs")
    assert task.note == "第二条文字不同；第四条法规库没有此条"
    page = as_(city, "shen").get(f"/desk/regulations/tasks/{task.pk}/").content.decode()
    assert "与法规库不同的条文" in page
    refused = as_(city, "shen").post(f"/desk/regulations/tasks/{task.pk}/decide/", {"reason": "差不多"})
    assert "仍不一致，不能直接办结" in refused.content.decode()
    corrected(city, document, paragraphs(OLD_TEXT))
    task.refresh_from_db()
    assert task.outcome == "corrected"


def test_a_carried_law_falls_behind_when_the_law_is_revised(city: City, law: Law) -> None:
    published(city, title=TITLE, html=paragraphs(OLD_TEXT))
    assert not UpdateTask.objects.exists()
    law_changes()
    task = UpdateTask.objects.get()
    assert (task.reason, task.note) == ("differs", "第二条文字不同；第三条文字不同")


def test_the_worker_looks_at_the_pages_after_an_import(transactional_db: None, city: City) -> None:
    load(record())
    published(city)
    load(revised())
    while run_worker(once=True):
        pass
    assert UpdateTask.objects.filter(outcome="open").count() == 1


def test_tasks_are_counted_and_exported(city: City, law: Law) -> None:
    published(city)
    law_changes()
    assert queries.counts(city.shen)["open"] == 1
    text = table(as_(city, "shen"))
    assert "引用的法规已修改" in text
    assert "内部时限" in text
    assert "新市民" not in table(as_(city, "mo"))


def table(client: Client) -> str:
    answer = client.get("/desk/regulations/tasks/export.csv")
    return b"".join(answer.streaming_content).decode()


def test_an_own_document_is_found_by_title_and_number(city: City) -> None:
    document = published(city)
    text = "按照《关于做好新市民住房租赁补贴发放工作的通知》和云川住建发[2026]7号办理。"
    assert {(one.item_key, str(one.verdict)) for one in queries.citations(text)} == {(document.item.key, "valid")}


def test_many_jobs_of_one_import_look_at_the_pages_once(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(actions, "review_laws", lambda law_ids: seen.append(len(law_ids)))
    for n in range(30):
        jobs.enqueue(kind="regulations.review", payload={"laws": [n]})
    run_worker(once=True)
    assert seen == [30]
