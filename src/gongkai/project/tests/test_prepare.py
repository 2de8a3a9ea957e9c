"""A prepared question answers as the query set would, and says when it cannot be prepared."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Q

from gongkai.base.organisations.models import Agency, Post
from gongkai.base.prepared.queries import Unusable, prepared
from gongkai.engine.publishing.models import Release
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import document_at


@prepared("")
def by_code(code):
    return Agency.objects.filter(code=code).values_list("name", "short_name")


@prepared("", 0)
def posts(role, agency):
    return Post.objects.filter(Q(role=role) | Q(agency=agency), agency=agency).select_related("person", "agency")


def test_rows_are_those_of_each_call(city):
    assert by_code("yc-zjj") == [("云川市住房和城乡建设局", "市住房城乡建设局")]
    assert by_code("yc-jyj") == [("云川市教育局", "市教育局")]
    assert by_code("nobody") == []


def test_a_place_that_stands_twice_is_filled_twice_and_joined_rows_come_along(city, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = posts("openness_officer", city.housing.pk)
        assert {post.person.username for post in found} == {"lin", "zhou", "shen", "he", "zheng"}
        assert {post.agency for post in found} == {city.housing}
    assert {post.person.username for post in posts("openness_officer", city.schools.pk)} == {"mo"}


def test_dates_times_and_json_come_back_as_from_the_query_set(city):
    document = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕1号")

    @prepared("")
    def question(key):
        return Release.objects.filter(key=key).values_list("formed_on", "published_at", "themes")

    assert question(document.item.key) == list(
        Release.objects.filter(key=document.item.key).values_list("formed_on", "published_at", "themes")
    )
    assert question(document.item.key)[0][0] == dt.date(2026, 3, 9)


def test_what_hangs_on_its_value_cannot_be_prepared(city):
    @prepared(0, 0)
    def limited(agency, most):
        return Agency.objects.filter(pk=agency, lineage="x" if most else "y").values_list("pk")

    with pytest.raises(Unusable, match="place 1"):
        limited(1, 5)


def test_a_value_too_many_is_refused(city):
    with pytest.raises(TypeError, match="1 values wanted"):
        by_code("a", "b")
