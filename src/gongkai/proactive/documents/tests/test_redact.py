"""Redaction: what is withheld stays inside, whatever is asked for from outside."""

import datetime as dt
import io
import json
import re
from typing import Any

import docx
import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.files import actions as files
from gongkai.base.files.rules import extract, verify
from gongkai.engine.duties.models import Duty
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Edition, Release
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.models import Document, RedactionMark
from gongkai.proactive.documents.queries import redaction, working_edition
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at, drafted, step

NAME, PHONE = "祁连山", "13900001234"
TEXT = (
    f"<p>各区住房和城乡建设局：</p><p>补贴由<strong>{NAME}</strong>受理，电话<a href='tel:{PHONE}'>{PHONE}</a>。</p>"
    f"<table><tbody><tr><td>联系人</td><td>{NAME}</td></tr></tbody></table><p>每户每月三百元。</p>"
)
TOMORROW = timezone.localdate() + dt.timedelta(days=1)


def half_open(city: City, **changes: object) -> Document:
    facts = {"html": TEXT, "mode": "redacted", "ground": "X4", "reason": "含个人信息", "next_review_on": TOMORROW}
    return drafted(city, **(facts | changes))


def withhold(city: City, document: Document, *passages: tuple[int, str], everywhere: bool = True) -> None:
    actions.mark(
        document=document, passages=[(*one, None) for one in passages], ground="X4", reason="属于个人隐私",
        everywhere=everywhere, by=city.lin,
    )  # fmt: skip


def published(city: City, document: Document) -> Document:
    while document.status != Status.PUBLISHED:
        step(city, document, number="云川住建发〔2026〕12号")
    return document


def as_(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


def test_the_public_wording_is_generated_and_the_whole_text_is_kept(city: City) -> None:
    document = half_open(city)
    withhold(city, document, (2, NAME), (2, PHONE))
    edition = working_edition(document)
    assert NAME not in edition.html + edition.text
    assert PHONE not in edition.html
    assert "此处删减：商业秘密、个人隐私，依据条例第十五条" in edition.text
    assert redaction.whole(edition).html.count(NAME) == 2


def test_the_record_names_the_paragraph_and_not_the_words(city: City) -> None:
    document = half_open(city)
    withhold(city, document, (2, NAME))
    rows = [
        json.dumps([row.old, row.new, row.remark, row.subject_label], ensure_ascii=False) for row in _events(document)
    ]
    assert any("第2段" in row for row in rows)
    assert not any(NAME in row for row in rows)


def _events(document: Document) -> list[Any]:
    return list(events.events_of(actions.moving.subject_of(document)))


def test_a_reason_may_not_tell_what_is_withheld(city: City) -> None:
    document = half_open(city)
    with pytest.raises(actions.Refused, match="不要把要删减的文字"):
        actions.mark(document=document, passages=[(2, NAME, None)], ground="X4", reason=f"{NAME}是当事人", by=city.lin)


def test_a_state_secret_is_no_ground_for_redaction(city: City) -> None:
    with pytest.raises(actions.Refused, match="国家秘密"):
        actions.mark(document=half_open(city), passages=[(2, NAME, None)], ground="X1", reason="涉密", by=city.lin)


def test_words_that_are_not_there_are_refused(city: City) -> None:
    with pytest.raises(actions.Refused, match="没有“某某”"):
        withhold(city, half_open(city), (2, "某某"))
    with pytest.raises(actions.Refused, match="没有第99段"):
        withhold(city, half_open(city), (99, NAME))


def test_marks_move_with_their_paragraph_and_go_stale_with_its_words(city: City) -> None:
    document = half_open(city)
    withhold(city, document, (2, NAME))
    edition = working_edition(document)

    def save(html: str) -> None:
        now = working_edition(document)
        actions.save(document=document, version=now.version, by=city.lin, title=now.title, html=html, mode="redacted")

    save("<p>新的一段。</p>" + redaction.whole(edition).html)
    assert {mark.paragraph for mark in RedactionMark.objects.filter(stale=False)} == {3, 5}
    assert NAME not in working_edition(document).html
    save(TEXT.replace("受理", "办理"))
    assert RedactionMark.objects.filter(stale=True).count() == 1
    with pytest.raises(actions.Refused, match="删减标注因文字改动失效"):
        actions.submit(document=document, by=city.lin)


def test_it_does_not_go_on_without_marks_or_review_day(city: City) -> None:
    document = half_open(city, next_review_on=None)
    with pytest.raises(actions.Refused, match=r"没有标注要删减的内容.*复核日期"):
        actions.submit(document=document, by=city.lin)


def test_the_same_words_elsewhere_and_in_the_summary_stop_it(city: City) -> None:
    document = half_open(city, summary=f"由{NAME}受理。")
    withhold(city, document, (2, NAME), everywhere=False)
    with pytest.raises(actions.Refused, match=r"公开稿正文中还有.*摘要中还有"):
        actions.submit(document=document, by=city.lin)


def test_whoever_marked_does_not_review(city: City) -> None:
    document = half_open(city)
    actions.mark(
        document=document, passages=[(2, NAME, None)], ground="X4", reason="隐私", everywhere=True, by=city.zhou
    )
    actions.submit(document=document, by=city.lin)
    with pytest.raises(actions.Refused, match="由您标注"):
        actions.approve_head(document=document, by=city.zhou)


def test_a_mark_after_the_review_is_refused(city: City) -> None:
    document = half_open(city)
    withhold(city, document, (2, NAME), (2, PHONE))
    step(city, document)
    with pytest.raises(actions.Refused, match="稿件已送审"):
        withhold(city, document, (1, "各区"))


def test_an_older_public_wording_that_tells_it_stops_the_release(city: City) -> None:
    document = document_at(city, Status.PUBLISHED, html=TEXT.replace(PHONE, "见官网"))
    actions.correct(document=document, note="删去个人信息", by=city.shen)
    edition = working_edition(document)
    document.next_review_on, document.ground, document.reason = TOMORROW, "X4", "含个人信息"
    document.save()
    actions.save(
        document=document,
        version=edition.version,
        by=city.shen,
        title=edition.title,
        html=edition.html,
        mode="redacted",
    )
    actions.mark(
        document=document, passages=[(2, NAME, None)], ground="X4", reason="隐私", everywhere=True, by=city.shen
    )
    with pytest.raises(actions.Refused, match="第1版已公开过"):
        actions.submit(document=document, by=city.shen)


def test_the_next_edition_keeps_what_was_withheld(city: City) -> None:
    document = half_open(city)
    withhold(city, document, (2, NAME), (2, PHONE))
    published(city, document)
    actions.correct(document=document, note="更正标准", by=city.shen)
    edition = working_edition(document)
    assert edition.number == 2
    assert NAME in redaction.whole(edition).html
    assert NAME not in edition.html
    assert len(redaction.marks_of(edition)) == 3


def test_an_abstract_publishes_the_summary_alone(city: City) -> None:
    document = published(city, drafted(city, html=TEXT, mode="abstract", ground="X4", reason="含个人信息"))
    release = Release.objects.get(key=document.item.key)
    assert NAME not in json.dumps(release.edition.snapshot, ensure_ascii=False) + release.edition.text
    assert "规范住房租赁补贴的申请和发放" in release.edition.text


def test_targeted_is_never_published_to_all(city: City) -> None:
    document = document_at(city, Status.ISSUED, mode="targeted", ground="X4", reason="只涉及特定对象")
    with pytest.raises(actions.NotReady, match="定向公开"):
        actions.publish(document=document, by=city.shen)


@pytest.mark.requirement("R006")
def test_marking_works_without_a_script_and_shows_both_sides(city: City) -> None:
    document = half_open(city)
    lin, page = as_(city, "lin"), f"/desk/documents/{document.pk}/redaction/"
    form = {"paragraph": "2", "words": NAME, "ground": "X4", "reason": "属于个人隐私", "everywhere": "on"}
    assert lin.post(page + "mark/", form | {"ground": ""}).status_code == 422
    assert lin.post(page + "mark/", form | {"words": "没有"}).status_code == 409
    assert lin.post(page + "mark/", form).status_code == 302
    shown = lin.get(page).content.decode()
    whole, _, public = shown.partition('class="official public"')
    assert f'<mark class="hit withheld" aria-describedby="mark-1">{NAME}</mark>' in whole
    assert NAME not in public.partition("</article>")[0]
    assert "属于个人隐私" in as_(city, "xu").get(page).content.decode()
    assert as_(city, "mo").get(page).status_code == 404


@pytest.mark.requirement("R006")
def test_nothing_public_tells_what_was_withheld(city: City, client: Client) -> None:
    document = half_open(city)
    withhold(city, document, (2, NAME), (2, PHONE))
    published(city, document)
    publishing.deliver()  # to the index, the feeds and whoever else listens
    key = document.item.key
    addresses = [
        f"/documents/{key}", f"/documents/{key}.json", f"/documents/{key}.pdf", f"/documents/{key}.docx",
        f"/documents/{key}/history", f"/documents/{key}/v1.json", "/documents/", "/feeds/latest.xml", "/feeds/search.xml?q=补贴",
        "/", f"/verify/?q={key}", "/sitemap-pages.xml", f"/api/v1/documents/{key}", "/api/v1/documents", "/api/v1/search?q=补贴",
        "/search?q=补贴", f"/search?q={NAME}", f"/api/v1/search?q={NAME}", f"/search/suggest?q={NAME}", "/normative/",
    ]  # fmt: skip
    for address in addresses * 2:  # the second time from the cache
        answer = client.get(address, headers={"host": "open.yunchuan.example"})
        assert answer.status_code == 200, (address, answer.status_code)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert _words_in(body, address) == [], address
    found = client.get("/api/v1/search?q=每户每月三百元", headers={"host": "open.yunchuan.example"}).json()
    assert [hit["id"] for hit in found["hits"]] == [key]
    for words in (NAME, PHONE):
        assert client.get(f"/api/v1/search?q={words}", headers={"host": "open.yunchuan.example"}).json()["total"] == 0
    page = client.get(f"/documents/{key}", headers={"host": "open.yunchuan.example"}).content.decode()
    assert "此处删减：商业秘密、个人隐私，依据条例第十五条" in page
    for edition in Edition.objects.filter(item=document.item):
        assert NAME not in json.dumps(edition.snapshot, ensure_ascii=False) + edition.html + edition.text


def _words_in(body: bytes, address: str) -> list[str]:
    """Return which withheld words stand in an answer; papers are read by their own readers, the query echo aside."""
    if address.endswith((".pdf", ".docx")):
        text = extract(body, address.rpartition("/")[2]).text
        assert "三百元" in text
    else:
        text = body.decode(errors="replace")
    if NAME in address:  # what was asked is shown again: in the box, the heading, the links
        text = re.sub(rf"<(title|h1|input|form|a|link|meta)\b.*?(</\1>|>)|“{NAME}”|q={NAME}", "", text, flags=re.DOTALL)
    return [word for word in (NAME, PHONE) if word in text]


@pytest.mark.requirement("R006")
def test_a_duty_reminds_of_the_review_and_its_conclusion_is_kept(city: City) -> None:
    document = half_open(city)
    withhold(city, document, (2, NAME), (2, PHONE))
    published(city, document)
    duty = Duty.objects.get(rule="review-redaction", status="open")
    assert duty.due_on == TOMORROW
    shen, page = as_(city, "shen"), f"/desk/documents/{document.pk}/redaction/"
    assert "记录复核结论" in shen.get(page).content.decode()
    later = TOMORROW + dt.timedelta(days=90)
    answer = shen.post(page + "keep/", {"reason": "当事人仍在岗", "next_review_on": later.isoformat()})
    assert answer.status_code == 302
    assert Duty.objects.get(rule="review-redaction", status="open").due_on == later
    assert "条例第十八条" in shen.get(f"/desk/duties/{duty.pk}/").content.decode()


# --- attachments ------------------------------------------------------------------------------------------


def with_file(city: City, name: str, text: str) -> Document:
    paper, made = docx.Document(), io.BytesIO()
    paper.add_paragraph(text)
    paper.core_properties.author = NAME
    paper.save(made)
    document = half_open(city)
    withhold(city, document, (2, NAME), (2, PHONE))
    stored = files.store(data=made.getvalue(), filename=name, by="林知远")
    actions.add_file(document=document, file=stored, name=name, by=city.lin)
    return document


def test_an_attachment_with_withheld_words_cannot_be_open(city: City) -> None:
    document = with_file(city, "名册.docx", f"受理人{NAME}，每周一上班。")
    attached = working_edition(document).files.get()
    with pytest.raises(actions.Refused, match="还没有决定如何公开"):
        actions.submit(document=document, by=city.lin)
    with pytest.raises(actions.Refused, match="还有已标注删减的文字"):
        actions.decide_file(document=document, attached=attached, verdict="open", reason="无需删减", by=city.lin)


@pytest.mark.requirement("R006")
def test_the_redacted_attachment_replaces_the_original_which_never_leaves(city: City, client: Client) -> None:
    document = with_file(city, "名册.docx", f"受理人{NAME}，每周一上班。")
    original = working_edition(document).files.get()
    lin, page = as_(city, "lin"), f"/desk/documents/{document.pk}/redaction/"
    form = {"verdict": "redacted", "ground": "X4", "reason": "属于个人隐私"}
    data = {f"f{original.pk}-{name}": value for name, value in form.items()}
    assert lin.post(f"{page}files/{original.pk}/", data).status_code == 302
    shown = lin.get(page).content.decode()
    assert "已核验" in shown, shown
    published(city, document)
    (public,) = Release.objects.get(key=document.item.key).edition.files.all()
    assert public.file.sha256 != original.file.sha256
    address = f"/files/{document.item.key}/1/{public.file_id}/{public.name}"
    answer = client.get(address, headers={"host": "open.yunchuan.example"})
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    read = extract(content, "x.docx")
    assert "每周一上班" in read.text
    assert NAME not in f"{read}"
    assert verify(content, "docx", [NAME, PHONE]) == []
    gone = f"/files/{document.item.key}/1/{original.file_id}/{original.name}"
    assert client.get(gone, headers={"host": "open.yunchuan.example"}).status_code == 404
