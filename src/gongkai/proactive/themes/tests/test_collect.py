"""All that belongs is found, decided once, and what is missing is told as soon as it is public."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import NotReady
from gongkai.proactive.services import actions as services
from gongkai.proactive.services import queries as service_queries
from gongkai.proactive.services.tests.world import released as service_released
from gongkai.proactive.themes import actions, queries
from gongkai.proactive.themes.models import Entry
from gongkai.proactive.themes.rules import Section
from gongkai.proactive.themes.tests.world import entry_of, hear, made, published, released
from gongkai.project.tests.cast import NOTHING_FOUND, City

RULES = "云川市公共租赁住房管理办法"


def as_(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


@pytest.mark.requirement("R180")
def test_a_theme_goes_from_the_form_to_its_public_page_by_pages_alone(city: City) -> None:
    published(city, RULES)
    shen, he = as_(city, "shen"), as_(city, "he")
    form = {
        "agency": city.housing.pk, "title": "保障性住房政策", "slug": "zhufang", "lede": "都在这一页。", "statement": "公租房和租赁补贴的政策。",
        "words": "公共租赁住房、公租房", "tags": ["住房保障"], "without": "",
    }  # fmt: skip
    wrong = shen.post("/desk/themes/new/", form | {"slug": "住房", "words": "", "tags": []})
    assert wrong.status_code == 422
    assert "地址名用小写字母" in wrong.content.decode()
    assert "至少填写一个关键词" in wrong.content.decode()
    assert shen.post("/desk/themes/new/", form).status_code == 302
    theme = queries.theme_model().objects.get()
    page = f"/desk/themes/{theme.pk}/"
    listed = shen.get(page + "candidates/").content.decode()
    assert RULES in listed
    assert "标题含“公共租赁住房”" in listed
    entry = Entry.objects.get()
    refused = shen.post(f"{page}candidates/{entry.pk}/exclude/", {"reason": ""})
    assert refused.status_code == 409
    assert "请写明不归入的理由" in refused.content.decode()
    answers = {f"clear-{name}": "none" for name in NOTHING_FOUND}
    assert he.post(page + "do/clear/", answers).status_code == 302
    empty = shen.post(page + "do/release/")
    assert empty.status_code == 409
    assert "还没有政策文件" in empty.content.decode()
    assert shen.post(f"{page}candidates/{entry.pk}/include/", {"section": "policy"}).status_code == 302
    assert shen.post(page + "do/release/").status_code == 302
    shown = Client().get("/themes/zhufang").content.decode()
    assert RULES in shown
    assert "政策文件" in shown
    assert "保障性住房政策" in Client().get("/themes/").content.decode()


@pytest.mark.requirement("R180")
def test_a_new_release_that_matches_is_missing_until_somebody_decides(city: City) -> None:
    published(city, RULES)
    theme = released(city, made(city))
    hear()
    assert queries.report_of(theme).missing == 0
    new = published(city, "关于调整公租房申请条件的通知")
    other = published(city, "关于开展义务植树的通知", words="各单位参加义务植树。", themes=["城乡建设"])
    hear()
    report = queries.report_of(theme)
    assert (report.missing, report.matched, report.rate) == (1, 2, 50.0)
    assert not Entry.objects.filter(target=other.item_id).exists()
    page = as_(city, "shen").get("/desk/themes/").content.decode()
    assert "有1件符合收录范围的内容没有认定" in page
    assert "关于调整公租房申请条件" not in Client().get("/themes/zhufang").content.decode()
    actions.include(entry=entry_of(theme, new), by=city.shen)
    assert queries.report_of(theme).missing == 0
    assert "关于调整公租房申请条件" in Client().get("/themes/zhufang").content.decode()
    hear()
    assert Entry.objects.filter(theme=theme).count() == 2


def test_a_candidate_is_decided_once_and_again_only_with_a_reason(city: City) -> None:
    document = published(city, RULES)
    theme = made(city)
    entry = entry_of(theme, document)
    actions.exclude(entry=entry, reason="只在附件里提到", by=city.shen)
    with pytest.raises(actions.Refused, match=r"沈若川已在.*认定“认定不归入”"):
        actions.include(entry=entry, by=city.shen)
    actions.gather(theme=theme, by=city.shen)
    assert entry_of(theme, document).state == "out"
    with pytest.raises(actions.Refused, match="为什么"):
        actions.reconsider(entry=entry, reason="", by=city.shen)
    actions.reconsider(entry=entry, reason="附件已经并入正文", by=city.shen)
    assert queries.report_of(theme).missing == 1
    assert actions.include(entry=entry, by=city.shen).state == "in"


@pytest.mark.requirement("R191")
def test_an_integrated_publication_goes_out_only_as_a_whole_set(city: City) -> None:
    published(city, RULES)
    theme = made(city, integrated=True)
    actions.clear(theme=theme, answers=NOTHING_FOUND, by=city.he)
    actions.include(entry=queries.candidates(theme).get(), by=city.shen)
    with pytest.raises(NotReady, match="还缺办事指南、政策解读、常见问题"):
        actions.release(theme=theme, by=city.shen)
    for title in ("公租房申请办事指南", "《公共租赁住房管理办法》政策解读", "公租房常见问题解答"):
        published(city, title)
    hear()
    theme = queries.find(theme.pk, city.shen)
    for entry in queries.candidates(theme).filter(state="open"):
        actions.include(entry=entry, by=city.shen)
    actions.release(theme=theme, by=city.shen)
    page = Client().get("/themes/zhufang").content.decode()
    places = [page.index(f'id="{key}"') for key in (Section.POLICY, Section.INTERPRETATION, Section.GUIDE, Section.FAQ)]
    assert places == sorted(places)
    guide = queries.candidates(theme).get(section=Section.GUIDE)
    publishing.withdraw(item=guide.target, kind="error", reason="内容有误", by=city.shen)
    assert queries.report_of(theme).lacks == ("办事指南",)
    assert "还缺办事指南" in as_(city, "shen").get(f"/desk/themes/{theme.pk}/").content.decode()


def test_what_is_withdrawn_disappears_and_what_is_repealed_says_so(city: City) -> None:
    old = published(city, "云川市公租房管理办法", effective_on=None)
    gone = published(city, "关于公租房申请窗口的通知")
    theme = released(city, made(city))
    publishing.withdraw(item=gone.item, kind="error", reason="内容有误", by=city.shen)
    release = old.item.release
    release.repealed_on = release.formed_on
    release.save(update_fields=["repealed_on"])
    publishing.void_pages()
    page = Client().get("/themes/zhufang").content.decode()
    assert "关于公租房申请窗口的通知" not in page
    assert "已废止" in page
    assert queries.report_of(theme).inside == 1


def test_service_items_of_a_member_are_candidates_and_stand_in_their_section(city: City) -> None:
    service = service_released(city, name="住房困难家庭登记", other_names=())
    document = published(city, RULES, words="现行政策按本办法执行。")
    theme = made(city)
    actions.include(entry=entry_of(theme, document), by=city.shen)
    _, edition = service_queries.document_here(document.item_id, city.shen)
    services.bind(edition=edition, service=service, by=city.shen)
    actions.gather(theme=theme, by=city.shen)
    entry = queries.candidates(theme).get(target=service.item_id)
    assert entry.section == Section.SERVICE
    assert any("绑定了这个事项" in why for why in entry.why)


def test_what_the_rules_did_not_find_is_added_by_its_number(city: City) -> None:
    document = published(city, "关于人才公寓配租的通知", words="人才公寓按户配租。", themes=["城乡建设"])
    theme = made(city)
    assert not queries.candidates(theme).exists()
    with pytest.raises(actions.Refused, match="没有找到已公开的"):
        actions.add(theme=theme, number="云川住建发〔2020〕1号", by=city.shen)
    entry = actions.add(theme=theme, number=document.doc_number, by=city.shen)
    assert "由人工添加" in entry.why
    actions.include(entry=entry, section="guide", by=city.shen)
    with pytest.raises(actions.Refused, match="只有已归入"):
        actions.arrange(entry=entry, section="nowhere", order=1, by=city.shen)
    assert actions.arrange(entry=entry, section="policy", order=1, by=city.shen).section == "policy"


def test_another_agencys_theme_is_out_of_sight(city: City) -> None:
    published(city, RULES)
    theme = made(city)
    mo = as_(city, "mo")
    entry = Entry.objects.get()
    for tail in ("", "edit/", "candidates/", "candidates/export.csv"):
        assert mo.get(f"/desk/themes/{theme.pk}/{tail}").status_code == 404, tail
    for tail in ("do/release/", f"candidates/{entry.pk}/include/", "candidates/add/"):
        assert mo.post(f"/desk/themes/{theme.pk}/{tail}").status_code == 404, tail
    with pytest.raises(OutOfSight):
        actions.include(entry=entry, by=city.mo)
    with pytest.raises(NotAllowed):
        actions.include(entry=entry, by=city.lin)


def test_changing_what_is_looked_for_leaves_the_public_wording_alone(city: City) -> None:
    published(city, RULES)
    theme = released(city, made(city))
    assert actions.edit(theme=theme, changes={"words": ("公租房",)}, by=city.shen)
    assert queries.edition_of(theme).state == "published"
    assert actions.edit(theme=theme, changes={"statement": "只收公租房。"}, reason="调整范围", by=city.shen)
    assert "只收公租房" not in Client().get("/themes/zhufang").content.decode()
    actions.clear(theme=theme, answers=NOTHING_FOUND, by=city.he)
    actions.release(theme=theme, by=city.shen)
    assert "只收公租房" in Client().get("/themes/zhufang").content.decode()
