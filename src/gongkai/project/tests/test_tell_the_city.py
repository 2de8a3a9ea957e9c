"""The demo city: every state reached by the real verbs, in the right people's names, in the order of time."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.files import actions as files
from gongkai.base.organisations.models import Agency, Person, Site
from gongkai.doors.site.queries import hot_releases, view_count, visits_by_source
from gongkai.doors.site.queries.statutory import gaps_of as gaps_of_column
from gongkai.engine.duties.models import Duty
from gongkai.engine.duties.queries import adopted_clock
from gongkai.engine.publishing.models import Edition, EditionFile, Release, Review
from gongkai.engine.publishing.rules import State
from gongkai.engine.search.queries import SearchRequest, search
from gongkai.law.identifiers import judge_credit_code
from gongkai.oversight.annual_report.models import Report
from gongkai.oversight.sitewatch.models import PageReport
from gongkai.proactive.documents.models import Document, SecretStub
from gongkai.proactive.documents.rules import Status
from gongkai.project.demo import agencies, days
from gongkai.project.demo.building import chosen
from gongkai.project.demo.contents import Content, all_contents
from gongkai.project.demo.lives import is_filed
from gongkai.responsive.applications.models import Point, Shift, Training
from gongkai.responsive.applications.queries.points import gaps_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_city")]
SMALL = chosen("small")
PUBLIC = {"published": Status.PUBLISHED, "superseded_pair": Status.PUBLISHED, "scheduled": Status.ISSUED}


def paper(content: Content) -> Document:
    return Document.objects.get(item__editions__title=content.title, item__editions__number=1)


@pytest.mark.parametrize("content", SMALL, ids=lambda content: content.name)
def test_each_document_stands_where_its_writer_put_it(content: Content) -> None:
    expected = Status.FILED if is_filed(content) else PUBLIC.get(content.state, content.state)
    assert paper(content).status == expected


def test_the_small_city_shows_every_status() -> None:
    shown = set(Document.objects.values_list("status", flat=True))
    assert shown == set(Status) - {Status.SIGNED, Status.SERVED, Status.ABANDONED, Status.SEALED}


def test_every_review_was_made_by_somebody_else_than_the_author() -> None:
    reviews = Review.objects.exclude(step="takeover")
    assert reviews.count() > 80
    assert all(review.reviewer_id and review.reviewer_id != review.author_id for review in reviews)


def test_the_event_chain_runs_the_way_time_does() -> None:
    story = [event.at for event in events.events().order_by("seq")]
    assert all(earlier <= later for earlier, later in pairwise(story))
    assert story[-1] <= timezone.now()
    assert events.verify() == []


def test_people_decide_on_working_days_only() -> None:
    moments = Review.objects.exclude(step="takeover").values_list("at", flat=True)
    assert all(days.is_working(timezone.localtime(moment).date()) for moment in moments)


def test_a_correction_is_a_second_edition_beside_the_first() -> None:
    [content] = [content for content in SMALL if content.correction]
    first, second = paper(content).item.editions.order_by("number")
    assert content.correction is not None
    assert content.correction.old in first.text
    assert content.correction.old not in second.text
    assert content.correction.new in second.text
    assert (first.state, second.state) == (State.SUPERSEDED, State.PUBLISHED)
    assert second.change_note == content.correction.note


def test_what_is_withheld_was_never_public() -> None:
    withheld = Document.objects.exclude(attribute="proactive")
    assert withheld.count() >= 5
    assert not Release.objects.filter(item__document__in=withheld).exists()
    assert not Edition.objects.filter(item__document__in=withheld, published_at__isnull=False).exists()


def test_one_publication_is_late_and_others_are_still_to_come() -> None:
    running = Duty.objects.filter(status="open", rule__startswith="publish")
    assert running.filter(due_on__lt=timezone.localdate()).count() == 1
    assert running.count() >= 3


def test_what_a_newer_document_repeals_is_repealed() -> None:
    old = Release.objects.get(doc_number="云川政规〔2019〕2号")
    assert old.repealed_on == dt.date(2026, 1, 1)


def test_a_withdrawn_document_is_found_no_more_and_others_are() -> None:
    assert search(SearchRequest(text="住房租赁补贴")).total >= 3
    withdrawn = Document.objects.get(status=Status.WITHDRAWN)
    assert withdrawn.item.key not in {hit.key for hit in search(SearchRequest(text="临时救助", page_size=50)).hits}
    assert search(SearchRequest(text="", page_size=1)).total in {0, Release.objects.count()}


def test_attachments_are_real_files_of_their_kind_with_text_in_them() -> None:
    kinds = {}
    # Of documents: recordings and captions belong to interpretations, and are played there.
    for attached in EditionFile.objects.filter(edition__item__kind="document").select_related("file"):
        assert attached.name.endswith(attached.file.kind)
        kinds[attached.file.kind] = files.extract_stored(file=attached.file).text
    assert set(kinds) == {"docx", "pdf", "xlsx"} | ({"ofd"} & set(kinds))
    assert all(len(text) > 20 for text in kinds.values())


def test_agencies_have_valid_fictional_codes_and_everything_a_page_shows() -> None:
    for agency in Agency.objects.all():
        assert judge_credit_code(agency.credit_code).valid
        assert all((agency.address, agency.phone, agency.office_hours, agency.duties_text, agency.head_name))


def test_anybody_of_the_city_can_sign_in_and_has_a_post() -> None:
    from gongkai.project.demo.people import PASSWORD

    people = Person.objects.all()
    assert all(person.posts.exists() for person in people)
    assert people.get(username="zjj.draft").check_password(PASSWORD)


def test_a_secret_document_leaves_a_stub_at_most() -> None:
    stub = SecretStub.objects.get()
    assert not Edition.objects.filter(text__contains=stub.register_number).exists()


def test_the_whole_city_has_its_bodies_and_its_documents() -> None:
    assert len(agencies.BODIES) == len({body.serial for body in agencies.BODIES})
    assert len(all_contents()) >= 120
    assert {content.agency for content in all_contents()} <= {body.code for body in agencies.BODIES}


def test_windows_are_manned_but_for_one_afternoon_and_those_there_are_trained(told_city: object) -> None:
    del told_city
    today = timezone.localdate()
    assert Point.objects.filter(agency__code="yc-zjj", is_open=True).exists()
    for point in Point.objects.all():
        assert Training.objects.filter(agency=point.agency, result="合格").exists()
        assert Shift.objects.filter(point=point, on__gt=today).count() > 10
        assert len(gaps_of(point, today + dt.timedelta(days=1), days=8)) <= 1
    assert adopted_clock("C8") is not None


@pytest.mark.requirement("R251")
def test_the_statutory_column_has_all_its_parts_and_every_report_is_read_where_its_register_says() -> None:
    for site in Site.objects.filter(host__in=("open.yunchuan.example", "zjj.yunchuan.example")):
        assert [gap["part"] for gap in gaps_of_column(site)] == []
    published = Report.objects.filter(state="published")
    assert published.count() >= 2
    for report in published:
        assert str(report.year) in Release.objects.get(key=report.published_url.partition("/documents/")[2]).title


def test_what_is_hot_was_read_and_robots_and_reloads_were_not_counted() -> None:
    site = Site.objects.get(is_default=True)
    hot = hot_releases(site)
    assert len(hot) >= 5
    assert all(view_count(release.key) >= 5 for release in hot)
    assert (
        0 < visits_by_source(site, since=days.OPENING_DAY)["hot"] < visits_by_source(site, since=days.OPENING_DAY)[""]
    )


@pytest.mark.requirement("R257")
def test_every_public_page_was_looked_at_for_barriers_and_the_planted_one_was_found() -> None:
    for site in Site.objects.filter(host__in=("open.yunchuan.example", "zjj.yunchuan.example")):
        assert PageReport.objects.filter(site=site, item_id__isnull=False).exists()
    assert PageReport.objects.filter(count__gt=0, title="住房保障信息获取渠道的通告").exists()
