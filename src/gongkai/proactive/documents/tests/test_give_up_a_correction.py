"""A correction that is given up leaves the document public as before; what is public can be taken down at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.engine.publishing.models import Release
from gongkai.engine.publishing.permissions import Refused
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.models import Document
from gongkai.project.tests.cast import document_at

if TYPE_CHECKING:
    from django.test import Client

    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(city: City) -> Document:
    return document_at(city, "published")


def desk(client: Client, city: City, name: str, document: Document, verb: str = "", **typed: str) -> str:
    client.force_login(city.people[name])
    path = f"/desk/documents/{document.pk}/"
    answer = client.post(f"{path}{verb}/", typed, follow=True) if verb else client.get(path)
    return answer.content.decode()


@pytest.mark.requirement("R035")
def test_a_correction_that_is_given_up_leaves_it_public_and_open_to_another(
    city: City, client: Client, public: Document
) -> None:
    actions.correct(document=public, note="电话有误", by=city.shen)
    public.refresh_from_db()
    shown = desk(client, city, "shen", public)
    assert "放弃更正" in shown
    assert "终止办理" not in shown
    assert "没有写明" not in desk(client, city, "shen", public, "drop-correction", reason="电话没有错")
    public.refresh_from_db()
    assert public.status == "published"
    assert client.get(f"/documents/{public.item.key}").status_code == 200
    actions.correct(document=public, note="再更正", by=city.shen)
    public.refresh_from_db()
    assert public.status == "draft"


def test_ending_a_correction_by_the_older_verb_leaves_it_public_too(city: City, public: Document) -> None:
    actions.correct(document=public, note="电话有误", by=city.shen)
    public.refresh_from_db()
    actions.abandon(document=public, reason="不更正了", by=city.shen)
    public.refresh_from_db()
    assert public.status == "published"


@pytest.mark.requirement("R035")
def test_a_leak_is_taken_down_while_its_correction_is_prepared(city: City, client: Client, public: Document) -> None:
    actions.correct(document=public, note="隐去姓名", by=city.shen)
    public.refresh_from_db()
    assert "撤下公开的版本" in desk(client, city, "shen", public)
    desk(client, city, "shen", public, "withdraw", kind="privacy", reason="涉及个人隐私")
    assert not Release.objects.filter(item=public.item).exists()
    assert client.get(f"/documents/{public.item.key}").status_code == 410
    public.refresh_from_db()
    assert public.status == "draft"  # the correction goes on
    actions.abandon(document=public, reason="不再公开", by=city.shen)
    public.refresh_from_db()
    assert public.status == "abandoned"
    actions.correct(document=public, note="隐去姓名后再公开", by=city.shen)
    public.refresh_from_db()
    assert public.status == "draft"


def test_a_draft_that_was_never_public_ends_and_cannot_be_given_up_as_a_correction(city: City) -> None:
    document = document_at(city, "draft")
    with pytest.raises(Refused, match="没有公开的版本"):
        actions.drop_correction(document=document, reason="x", by=city.lin)
    with pytest.raises(Refused, match="印发以后才能公开"):
        actions.publish(document=document, by=city.shen)
    actions.abandon(document=document, reason="不办了", by=city.lin)
    document.refresh_from_db()
    with pytest.raises(Refused, match="没有可以更正的公开版本"):
        actions.correct(document=document, note="x", by=city.shen)
