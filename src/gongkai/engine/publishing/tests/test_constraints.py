"""What the database itself refuses, whatever the code does."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.engine.publishing.models import Edition, Item, Relation, Review
from gongkai.engine.publishing.rules import State
from gongkai.project.tests.cast import City


@pytest.fixture
def item(city: City) -> Item:
    return Item.objects.create(kind="document", key="yc/2026-1", agency=city.housing)


def edition(item: Item, number: int, state: State, **facts: object) -> Edition:
    return Edition.objects.create(item=item, number=number, state=state, title="甲", **facts)


def public(item: Item, number: int) -> Edition:
    return edition(item, number, State.PUBLISHED, published_at=timezone.now(), content_sha256="0" * 64)


def test_one_published_edition_and_one_in_preparation(item: Item) -> None:
    public(item, 1)
    edition(item, 2, State.PREPARING)
    for make in (lambda: public(item, 3), lambda: edition(item, 3, State.PREPARING)):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_published_without_time_or_digest(item: Item) -> None:
    with pytest.raises(IntegrityError, match="published_with_time_and_digest"), transaction.atomic():
        edition(item, 1, State.PUBLISHED)


def test_scheduled_without_a_time(item: Item) -> None:
    with pytest.raises(IntegrityError, match="scheduled_with_time"), transaction.atomic():
        edition(item, 1, State.SCHEDULED)


def test_withdrawn_without_a_reason(item: Item) -> None:
    item.withdrawn_at = timezone.now()
    with pytest.raises(IntegrityError, match="withdrawn_with_reason"), transaction.atomic():
        item.save()


def review(edition: Edition, city: City, reviewer: str, step: str) -> Review:
    return Review.objects.create(
        edition=edition, round=1, step=step, result="approve", reviewer=city.people[reviewer],
        author=city.people["lin"], reviewer_name="x", role="x", agency=city.housing, digest="x",
    )  # fmt: skip


def test_one_review_a_step_and_one_approval_a_person(item: Item, city: City) -> None:
    target = edition(item, 1, State.PREPARING)
    review(target, city, "zhou", "head")
    with pytest.raises(IntegrityError), transaction.atomic():
        review(target, city, "shen", "head")
    with pytest.raises(IntegrityError), transaction.atomic():
        review(target, city, "zhou", "office")


def test_a_relation_needs_a_target_that_is_not_itself(item: Item) -> None:
    with pytest.raises(IntegrityError, match="no_relation_to_itself"), transaction.atomic():
        Relation.objects.create(source=item, verb="repeals", target=item)
    with pytest.raises(IntegrityError, match="relation_has_a_target"), transaction.atomic():
        Relation.objects.create(source=item, verb="repeals")
