"""The site's version beside the standard text: differences are found, decided, and told to readers of both pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.gazette import actions, queries
from gongkai.proactive.gazette.actions import Refused
from gongkai.proactive.gazette.models import Divergence
from gongkai.proactive.gazette.tests.world import City, corrected, filled, gazette, planned, public, released, town

if TYPE_CHECKING:
    from django.test import Client

    from gongkai.proactive.gazette.models import Gazette

__all__ = ["gazette", "town"]
TEXT = "/gazette/2026/1/1"


def test_a_new_edition_of_the_document_is_found_and_told_only_when_decided(
    gazette: Gazette, town: City, client: Client
) -> None:
    paper = public(town)
    released(filled(gazette, town, paper), town)
    assert not Divergence.objects.exists()
    corrected(paper, town, "三百元", "四百元")
    (found,) = Divergence.objects.all()
    assert found.said == "网站第2版：改动1段"
    assert queries.open_divergences(town.bian).count() == 1
    assert "不一致，以公报为准" not in client.get(TEXT).content.decode()
    with pytest.raises(Refused, match="对读者的说明"):
        actions.decide_divergence(divergence=found, verdict="site", note_text=" ", by=town.bian)
    actions.decide_divergence(
        divergence=found, verdict="site", note_text="补贴标准以公报所载每月三百元为准。", by=town.bian
    )
    assert "补贴标准以公报所载每月三百元为准" in client.get(TEXT).content.decode()
    assert "补贴标准以公报所载每月三百元为准" in client.get(f"/documents/{paper.item.key}").content.decode()


@pytest.mark.requirement("R286")
def test_the_site_mended_settles_the_difference(gazette: Gazette, town: City, client: Client) -> None:
    paper = public(town)
    released(filled(gazette, town, paper), town)
    corrected(paper, town, "三百元", "四百元")
    found = Divergence.objects.get()
    actions.decide_divergence(divergence=found, verdict="site", note_text="以公报为准。", by=town.bian)
    assert queries.open_divergences(town.bian).count() == 1
    corrected(paper, town, "四百元", "三百元")
    found.refresh_from_db()
    assert found.settled_at is not None
    assert not queries.open_divergences(town.bian).exists()
    assert "现已改正" in client.get(TEXT).content.decode()


def test_hearing_twice_finds_once(gazette: Gazette, town: City) -> None:
    paper = public(town)
    released(filled(gazette, town, paper), town)
    corrected(paper, town, "三百元", "四百元")
    assert actions.compare_documents([paper.item_id]) == 0
    assert Divergence.objects.count() == 1


def test_a_correction_notice_stands_on_the_page_of_what_it_corrects(
    gazette: Gazette, town: City, client: Client
) -> None:
    paper = public(town)
    released(filled(gazette, town, paper), town)
    corrected(paper, town, "三百元", "四百元")
    found = Divergence.objects.get()
    actions.decide_divergence(divergence=found, verdict="notice", note_text="公报误植。", by=town.bian)
    second = planned(gazette, town, 2, 2)
    actions.add_text(
        issue=second,
        column="correction",
        title="更正",
        body="第1号所载“三百元”应为“四百元”。",
        corrects=found,
        by=town.bian,
    )
    assert "/gazette/2026/2/1" not in client.get(TEXT).content.decode()
    released(second, town)
    assert "/gazette/2026/2/1" in client.get(TEXT).content.decode()


def test_a_document_withdrawn_for_an_error_is_a_difference_and_the_text_stays(
    gazette: Gazette, town: City, client: Client
) -> None:
    paper = public(town)
    released(filled(gazette, town, paper), town)
    documents.withdraw(document=paper, kind=Withdrawal.ERROR, reason="正在核实", by=town.shen)
    publishing.deliver()
    (found,) = Divergence.objects.all()
    assert found.site_edition == 0
    assert client.get(TEXT).status_code == 200
