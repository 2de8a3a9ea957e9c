"""Not every policy had a consultation: somebody says so with the reason, and its stage stands open no longer."""

from __future__ import annotations

import pytest

from gongkai.proactive.documents.rules import Status as Stand
from gongkai.proactive.interpretation import actions
from gongkai.proactive.interpretation.tests.test_work_at_the_desk import DESK, NORM, PLAN, as_, page
from gongkai.project.tests.cast import document_at, drafted


def states(client):
    cycle = client.get(f"{DESK}calendar/").context["months"][0]["cycles"][0]
    return [slot.state for slot in cycle.slots]


@pytest.mark.requirement("R170")
def test_no_consultation_is_said_with_its_reason_and_can_be_taken_back(client, city):
    document = document_at(city, Stand.PUBLISHED, number="云川住建规〔2026〕1号", **NORM)
    where = f"{DESK}of/{document.pk}/"
    as_(client, city, "lin")
    assert "没有公开征询？" in page(client, f"{DESK}calendar/")
    refused = client.post(f"{where}consultation/", {"consultation-reason": " "})
    assert refused.status_code == 409
    assert refused.content.decode().count("请写明为什么没有公开征询意见") == 1
    client.post(f"{where}consultation/", {"consultation-reason": "转发上级文件，不涉及公众权利义务"})
    assert "没有公开征询：转发上级文件，不涉及公众权利义务" in page(client, where)
    assert states(client) == ["none", "public", "missing"]
    assert "转发上级文件" in page(client, f"{DESK}calendar/")
    assert "没有公开征询：转发上级文件" in client.get(f"{DESK}calendar/?format=csv").content.decode()
    assert not client.get(f"{DESK}calendar/?missing=draft").context["months"]
    client.post(f"{where}consultation/", {"back": "1"})
    assert states(client) == ["missing", "public", "missing"]


@pytest.mark.requirement("R170")
def test_what_is_being_explained_as_a_draft_had_a_consultation(client, city):
    document = drafted(city, **NORM)
    actions.draft(policy=document.item, title="草案想解决什么", by=city.lin, stage="draft")
    as_(client, city, "lin")
    refused = client.post(f"{DESK}of/{document.pk}/consultation/", {"consultation-reason": "没有"})
    assert "已经有草案征询阶段的解读" in refused.content.decode()
    as_(client, city, "mo")
    gone = client.post(f"{DESK}of/{document.pk}/consultation/", {"consultation-reason": "没有"})
    assert gone.status_code == 404


@pytest.mark.requirement("R165")
def test_what_the_plan_needs_is_not_called_optional(client, city):
    document = drafted(city, **NORM)
    as_(client, city, "lin")
    form = client.get(f"{DESK}of/{document.pk}/").context["plan_form"]
    assert all(form.fields[name].required for name in ("forms_", "outline", "timing", "channels"))
    refused = client.post(f"{DESK}of/{document.pk}/", PLAN | {"outline": "", "timing": "下个月"})
    assert refused.status_code == 422
    assert "下个月" in refused.content.decode()
