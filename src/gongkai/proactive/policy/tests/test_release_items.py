from __future__ import annotations

import datetime as dt

import pytest

from gongkai.base.events.rules import Subject
from gongkai.base.notify import queries as notify
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.engine.duties import queries as duties
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.policy import actions, queries
from gongkai.proactive.policy.models import PolicyItem, Scan
from gongkai.proactive.policy.rules import CLOSING_DUTY, OPENING_DUTY
from gongkai.proactive.policy.rules.amounts import amount_words
from gongkai.proactive.policy.rules.trees import ConditionRefused
from gongkai.proactive.policy.tests.world import RENT, corrected, extracted, hear, policy_document, public_item
from gongkai.project.tests.cast import City


@pytest.mark.requirement("R182")
def test_a_document_is_taken_apart_with_the_place_of_every_field(city: City) -> None:
    row = extracted(city)
    facts = row.facts
    assert amount_words(facts) == "30%，每人每月最高600元"
    assert facts["opens"] == "03-01"
    assert facts["valid_until"] == "2031-02-28"
    assert facts["department"] == "市住房和城乡建设局"
    assert facts["materials"] == ["毕业证书", "租赁合同"]
    text = publishing.release_by_key(row.document.key).edition.text  # type: ignore[union-attr]
    marked = {field: text[start:end] for field, start, end in row.marks}
    assert "30%给予租房补贴" in marked["benefit"]
    assert marked["apply"].startswith("申请人登录")
    assert row.machine


def test_reading_a_document_twice_makes_nothing_twice(city: City) -> None:
    row = extracted(city)
    assert actions.extract(document=row.document, by=city.lin) == []


def test_what_is_not_public_is_not_taken_apart(city: City) -> None:
    document = policy_document(city)
    documents.withdraw(document=document, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    with pytest.raises(actions.Refused, match="已经公开"):
        actions.extract(document=document.item, by=city.lin)


@pytest.mark.requirement("R182")
def test_one_confirms_and_another_releases(city: City) -> None:
    row = extracted(city)
    with pytest.raises(actions.Refused, match="还没有确认"):
        actions.release(row=row, by=city.shen)
    actions.submit(row=row, by=city.lin)
    with pytest.raises(NotAllowed):
        actions.release(row=row, by=city.lin)
    with pytest.raises(OutOfSight):
        actions.release(row=row, by=city.mo)
    actions.release(row=row, by=city.shen)
    shown = queries.item_at(row.item.key)
    assert shown is not None
    assert shown.facts["figures"]["percents"] == [30]


def test_who_confirmed_does_not_release(city: City) -> None:
    row = extracted(city)
    actions.submit(row=row, by=city.shen)
    with pytest.raises(actions.Refused, match="其他同志"):
        actions.release(row=row, by=city.shen)


def test_an_item_that_lacks_something_is_not_confirmed(city: City) -> None:
    row = extracted(city)
    version = queries.working_edition(row).version
    actions.describe(row=row, version=version, title="租房补贴", facts={"apply": "", "department": ""}, by=city.lin)
    row.refresh_from_db()
    with pytest.raises(actions.Refused, match="没有写怎样申请；没有写责任部门"):
        actions.submit(row=row, by=city.lin)


def test_contradictory_conditions_are_not_confirmed(city: City) -> None:
    row = extracted(city)
    both = {"all": [{"fact": "age", "op": "ge", "value": 60}, {"fact": "age", "op": "lt", "value": 45}]}
    actions.set_condition(row=row, version=queries.working_edition(row).version, condition=both, by=city.lin)
    row.refresh_from_db()
    with pytest.raises(actions.Refused, match="互相矛盾"):
        actions.submit(row=row, by=city.lin)
    with pytest.raises(ConditionRefused):
        actions.set_condition(row=row, version=1, condition={"fact": "shoe", "op": "ge", "value": 1}, by=city.lin)


def test_a_second_tab_does_not_overwrite(city: City) -> None:
    row = extracted(city)
    version = queries.working_edition(row).version
    actions.describe(row=row, version=version, title="租房补贴", facts={}, by=city.lin)
    with pytest.raises(actions.Stale):
        actions.describe(row=row, version=version, title="另一个名称", facts={}, by=city.lin)


def test_a_quotation_must_stand_in_the_public_wording(city: City) -> None:
    row = extracted(city)
    with pytest.raises(actions.Refused, match="完全一致"):
        actions.add_item(document=row.document, title="新事项", quote="文件里没有的话", by=city.lin)


def test_a_withdrawn_document_ends_its_items_at_once_and_takes_them_down(city: City) -> None:
    document = policy_document(city)
    row = public_item(city, document)
    documents.withdraw(document=document, kind=Withdrawal.ERROR, reason="标准有误", by=city.shen)
    shown = queries.item_at(row.item.key)
    assert shown is not None
    assert shown.standing.key == "ended"
    assert queries.eligible(row.item.key, "resident", [{}]).depends == []
    hear()
    hear()
    assert queries.item_at(row.item.key) is None
    item = publishing.tombstone(row.item.key)
    assert item is not None
    assert "标准有误" in item.withdrawal_reason


def test_a_repealed_document_ends_its_items(city: City) -> None:
    row = public_item(city)
    release = publishing.release_by_key(row.document.key)
    assert release is not None
    release.repealed_on = dt.date(2026, 1, 1)
    release.save(update_fields=["repealed_on"])
    shown = queries.item_at(row.item.key)
    assert shown is not None
    assert shown.standing.name == "已结束"
    assert "废止" in shown.standing.why
    assert queries.matching("resident", {}, [shown]) == []


def test_a_new_edition_of_the_document_asks_for_another_look(city: City) -> None:
    document = policy_document(city)
    row = public_item(city, document)
    corrected(city, document, RENT.replace("最高600元", "最高800元"))
    hear()
    shown = queries.item_at(row.item.key)
    assert shown is not None
    assert shown.rechecking
    assert queries.to_recheck(city.lin) == [row]
    assert any("请复核" in one.title for one in notify.inbox(city.people["lin"]))
    actions.open_next(row=row, reason="文件更正，最高标准提高", by=city.lin)
    row.refresh_from_db()
    assert row.facts["paragraph"] == -1  # the sentence stands there no more
    with pytest.raises(actions.Refused, match="完全一致"):
        actions.describe(
            row=row,
            version=queries.working_edition(row).version,
            title="租房补贴",
            facts={"quote": row.facts["quote"]},
            by=city.lin,
        )


def test_application_periods_are_duties(city: City) -> None:
    row = public_item(city)
    subject = Subject("policy-item", row.item.key)
    shown = queries.item_at(row.item.key)
    assert shown is not None
    actions.keep_periods(today=dt.date(2027, 1, 10))
    actions.keep_periods(today=dt.date(2027, 1, 10))
    running = {one.rule: one.due_on for one in duties.of_subject(subject) if one.is_active}
    assert running == {OPENING_DUTY: dt.date(2027, 3, 1), CLOSING_DUTY: dt.date(2027, 10, 31)}
    actions.ready(row=row, by=city.lin)
    actions.keep_periods(today=dt.date(2027, 1, 11))
    running = {one.rule: one.due_on for one in duties.of_subject(subject) if one.is_active}
    assert set(running) == {CLOSING_DUTY}
    actions.keep_periods(today=dt.date(2027, 11, 1))
    running = {one.rule: one.due_on for one in duties.of_subject(subject) if one.is_active}
    assert running == {OPENING_DUTY: dt.date(2028, 3, 1), CLOSING_DUTY: dt.date(2028, 10, 31)}


@pytest.mark.requirement("R182")
def test_documents_with_benefits_and_no_items_are_listed_until_somebody_says_why_not(city: City) -> None:
    policy_document(city)
    hear()
    scan = Scan.objects.get()
    assert scan.benefits == 1
    assert list(queries.documents_to_do(city.lin)) == [scan]
    assert queries.coverage(city.lin).share == 0
    with pytest.raises(actions.Refused):
        actions.dismiss(scan=scan, reason=" ", by=city.lin)
    actions.dismiss(scan=scan, reason="只是转发，没有本级待遇", by=city.lin)
    assert not queries.documents_to_do(city.lin)
    assert queries.coverage(city.lin).share == 100
    assert not queries.documents_to_do(city.mo)


@pytest.mark.requirement("R182")
def test_items_are_put_together_for_an_audience(city: City) -> None:
    row = public_item(city)
    facts = {"agency": city.housing, "title": "青年安居服务包", "audience": "resident", "intro": "刚毕业的青年看这里。"}
    with pytest.raises(actions.Refused, match="已经公开的政策事项"):
        actions.create_package(members=["nothing/1"], by=city.lin, **facts)
    package = actions.create_package(members=[row.item.key], by=city.lin, **facts)
    actions.submit(row=package, by=city.lin)
    actions.release(row=package, by=city.shen)
    found = queries.package_at(package.item.key)
    assert found is not None
    assert [one.key for one in found[1]] == [row.item.key]


def test_what_is_given_up_leaves_the_public_one_as_it_is(city: City) -> None:
    row = public_item(city)
    actions.open_next(row=row, reason="改名称", by=city.lin)
    row.refresh_from_db()
    actions.describe(
        row=row, version=queries.working_edition(row).version, title="新名", facts={"department": "别的"}, by=city.lin
    )
    actions.drop(row=row, reason="不改了", by=city.lin)
    row.refresh_from_db()
    assert row.facts["department"] == "市住房和城乡建设局"
    assert row.dropped_at is None
    assert queries.item_at(row.item.key) is not None
    assert PolicyItem.objects.count() == 1


@pytest.mark.requirement("R190")
def test_eligible_people_are_computed_and_an_office_decision_is_never_a_yes(city: City) -> None:
    row = public_item(city)
    fitting = {"household_here": True, "home_here": False, "graduated_years": 2.0, "education": "master"}
    profiles = [fitting, fitting | {"home_here": True}, {key: fitting[key] for key in ("household_here", "home_here")}]
    found = queries.eligible(row.item.key, "resident", profiles)  # type: ignore[arg-type]
    assert (found.yes, found.depends) == ([0], [2])
    assert queries.eligible(row.item.key, "company", [{}]).depends == []
    assert "居民个人和家庭" in queries.audience_tags(row.item.key)
