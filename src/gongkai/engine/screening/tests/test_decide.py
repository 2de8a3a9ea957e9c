"""A person's decision on each hit, before anything leaves."""

import io

import pytest
from django.test import Client
from PIL import Image

from gongkai.base.events.models import Event
from gongkai.base.files import actions as files
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.screening import actions, queries
from gongkai.engine.screening.models import Decision
from gongkai.engine.screening.rules import DECIDE, Hit
from gongkai.project.tests.cast import City, Status, document_at

pytestmark = pytest.mark.django_db
ID = "11010519491231002X"
PHONE = "13812341234"


def edition_with(city: City, html: str, title: str = "关于救助对象的公示") -> object:
    document = document_at(city, Status.DRAFT, html=html, title=title)
    return document.item.editions.select_related("item__agency").get()


def only(hits: list[Hit]) -> Hit:
    (hit,) = hits
    return hit


def rewrite(edition, city: City, html: str):
    return publishing.save_edition(
        edition=edition,
        version=edition.version,
        by=city.lin,
        title=edition.title,
        html=html,
        text=html,
        mode=edition.mode,
    )


def test_nothing_leaves_before_every_hit_is_decided(city: City) -> None:
    edition = edition_with(city, f"<p>身份证号{ID}</p>")
    leave = queries.gate(edition)
    assert not leave.allowed
    assert "还有1处检查提示没有处理（正文：身份证号码）" in leave.reasons[0]


@pytest.mark.requirement("R012")
def test_an_order_to_remove_is_done_when_the_text_has_changed(city: City) -> None:
    edition = edition_with(city, f"<p>身份证号{ID}</p>")
    actions.decide(
        edition=edition, fingerprint=only(queries.undecided(edition)).fingerprint, choice="remove", by=city.shen
    )
    assert queries.undecided(edition) == []
    assert "原文还在" in queries.gate(edition).reasons[0]
    edition = rewrite(edition, city, "<p>号码略</p>")
    assert queries.gate(edition).allowed


def test_public_by_law_needs_its_ground(city: City) -> None:
    edition = edition_with(city, f"<p>身份证号{ID}</p>")
    mark = only(queries.undecided(edition)).fingerprint
    with pytest.raises(actions.Refused, match="公开依据"):
        actions.decide(edition=edition, fingerprint=mark, choice="public", by=city.shen)
    with pytest.raises(actions.Refused, match="不能选"):
        actions.decide(edition=edition, fingerprint=mark, choice="accepted", reason="无妨", by=city.shen)
    actions.decide(edition=edition, fingerprint=mark, choice="public", ground="行政处罚法第四十八条", by=city.shen)
    assert queries.gate(edition).allowed


def test_the_record_names_the_kind_and_the_place_but_never_the_value(city: City) -> None:
    edition = edition_with(city, f"<p>身份证号{ID}</p>")
    mark = only(queries.undecided(edition)).fingerprint
    actions.decide(edition=edition, fingerprint=mark, choice="no-hit", reason=f"是编号{ID}", by=city.shen)
    event = Event.objects.get(tag=DECIDE)
    assert event.new["检查项"] == "personal.id-number"
    assert event.actor_name == "沈若川"
    assert ID not in f"{event.old}{event.new}{event.remark}{event.subject_label}"
    row = Decision.objects.get()
    assert ID not in "".join(str(value) for key, value in vars(row).items() if key != "reason")


def test_a_decision_holds_for_the_next_edition_and_not_for_another_place(city: City) -> None:
    document = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕3号")
    edition = document.item.editions.select_related("item__agency").get()
    later = publishing.open_edition(item=document.item, note="更正", by=city.shen)
    later = rewrite(later, city, f"<p>联系手机{PHONE}</p>")
    actions.decide(
        edition=later,
        fingerprint=only(queries.undecided(later)).fingerprint,
        choice="accepted",
        reason="值班用",
        by=city.shen,
    )
    assert queries.gate(later).allowed
    moved = rewrite(later, city, f"<p>略</p><table><tr><td>联系手机</td><td>{PHONE}</td></tr></table>")
    assert len(queries.undecided(moved)) == 1
    assert edition.number < later.number


def test_the_same_text_is_decided_alike_everywhere(city: City) -> None:
    table = f"<table><tr><td>手机</td><td>{PHONE}</td></tr></table>"
    edition = edition_with(city, f"<p>手机{PHONE}</p>{table}", title=f"关于手机{PHONE}的公示")
    hits = queries.undecided(edition)
    rows = actions.decide_same(
        edition=edition, fingerprint=hits[0].fingerprint, choice="accepted", reason="公开电话", by=city.shen
    )
    assert {row.place for row in rows} == {"title", "text", "table"}
    assert queries.gate(edition).allowed


def test_only_who_reviews_secrecy_may_say_that_a_mark_is_none(city: City) -> None:
    edition = edition_with(city, "<p>机密★5年</p>")
    mark = only(queries.undecided(edition)).fingerprint
    with pytest.raises(NotAllowed):
        actions.decide(edition=edition, fingerprint=mark, choice="no-hit", by=city.shen)
    actions.decide(edition=edition, fingerprint=mark, choice="no-hit", by=city.he)
    assert queries.gate(edition).allowed


def test_another_agency_decides_nothing_here(city: City) -> None:
    edition = edition_with(city, f"<p>身份证号{ID}</p>")
    with pytest.raises(OutOfSight):
        actions.decide(edition=edition, fingerprint="0" * 40, choice="remove", by=city.mo)


def test_a_hit_that_is_gone_is_told(city: City) -> None:
    edition = edition_with(city, f"<p>身份证号{ID}</p>")
    with pytest.raises(actions.Refused, match="已经不在稿件里"):
        actions.decide(edition=edition, fingerprint="0" * 40, choice="remove", by=city.shen)


def test_the_later_decision_counts_and_the_earlier_stays_on_record(city: City) -> None:
    edition = edition_with(city, f"<p>手机{PHONE}</p>")
    for choice in ("no-hit", "remove"):
        mark = next(hit.fingerprint for hit in queries.hits_of(edition) if hit.finding.check == "personal.phone")
        actions.decide(edition=edition, fingerprint=mark, choice=choice, by=city.shen)
    assert [row.choice for row in Decision.objects.filter(is_current=True)] == ["remove"]
    assert Decision.objects.count() == 2


@pytest.mark.requirement("R012")
def test_a_picture_that_nobody_looked_at_does_not_leave(city: City) -> None:
    edition = edition_with(city, "<p>见附件。</p>")
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    stored = files.store(data=picture.getvalue(), filename="名单.png", by="test")
    publishing.attach(edition=edition, file=stored, name="名单.png", by=city.lin)
    hit = only(queries.undecided(edition))
    assert hit.finding.check == "file.unread"
    actions.decide(edition=edition, fingerprint=hit.fingerprint, choice="accepted", reason="已逐页看过", by=city.shen)
    assert queries.gate(edition).allowed


@pytest.mark.requirement("R012")
def test_the_margin_offers_a_decision_and_takes_it(city: City) -> None:
    edition = edition_with(city, f"<p>手机{PHONE}</p>")
    client = Client()
    client.force_login(city.people["shen"])
    shown = queries.findings_for_edition(edition, city.shen)
    (row,) = [row for row in shown["findings"] if row["waits"]]
    assert [choice["key"] for choice in row["choices"]] == ["d", "m", "g", "n", "b"]
    address = f"/desk/screening/{edition.item_id}/decide/"
    form = {
        "fingerprint": row["fingerprint"],
        "choice": "accepted",
        "said": "对外公布的电话",
        "next": "/desk/screening/",
        "at": row["id"],
    }
    answer = client.post(address, form)
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/screening/#{row['id']}")
    after = queries.findings_for_edition(edition, city.shen)
    assert after["open"] == 0
    assert next(one for one in after["findings"] if one["decision"])["decision"]["who"] == "沈若川"


def test_the_margin_is_closed_to_others(city: City) -> None:
    edition = edition_with(city, f"<p>手机{PHONE}</p>")
    address = f"/desk/screening/{edition.item_id}/decide/"
    for person, status in (("mo", 404), ("jian", 403)):
        client = Client()
        client.force_login(city.people[person])
        assert client.post(address, {"choice": "remove"}).status_code == status
    assert Decision.objects.count() == 0


def test_it_leads_nowhere_outside(city: City) -> None:
    edition = edition_with(city, f"<p>手机{PHONE}</p>")
    client = Client()
    client.force_login(city.people["shen"])
    answer = client.post(
        f"/desk/screening/{edition.item_id}/decide/", {"choice": "remove", "next": "https://example.com/"}
    )
    assert answer["Location"] == "/desk/screening/"


@pytest.mark.requirement("R271")
def test_the_figures_tell_how_often_a_check_was_right(city: City) -> None:
    edition = edition_with(city, f"<p>手机{PHONE}</p><p>另一手机13912341234</p>")
    for hit, choice in zip(queries.undecided(edition), ("remove", "no-hit"), strict=True):
        actions.decide(edition=edition, fingerprint=hit.fingerprint, choice=choice, by=city.shen)
    client = Client()
    client.force_login(city.people["shen"])
    page = client.get("/desk/screening/")
    assert page.status_code == 200
    assert "50%" in page.content.decode()
    table = client.get("/desk/screening/export.csv").content.decode("utf-8-sig")
    assert "personal.phone,手机号码,2,1,0,0,1,0,50%" in table
    client.force_login(city.people["mo"])
    assert "手机号码" not in client.get("/desk/screening/").content.decode()
