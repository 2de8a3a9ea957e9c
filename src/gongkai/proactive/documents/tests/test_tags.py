"""Only what stands in the catalogue is accepted, and the catalogue changes while the platform runs (R032)."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.engine.tags import actions as tags
from gongkai.engine.tags import queries as catalogue
from gongkai.engine.tags.rules import NewTag
from gongkai.project.tests.cast import City, drafted


def as_(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


def rename_theme(city: City, old: str, new: str) -> None:
    """Adopt a catalogue of themes from today on in which one has another name and code."""
    lines = [
        NewTag(f"{one.code}N", new, replaces=(one.code,)) if one.name == old else NewTag(one.code, one.name)
        for one in catalogue.choices("theme")
    ]
    version = tags.propose(scheme="theme", lines=lines, valid_from=timezone.localdate(), note="名称调整", by=city.bian)
    tags.adopt(version=version, by=city.bian)


@pytest.mark.requirement("R032")
def test_a_theme_outside_the_catalogue_is_refused_on_the_page(city: City) -> None:
    document = drafted(city)
    page = as_(city, "lin").get(f"/desk/documents/{document.pk}/edit/").content.decode()
    offered = re.findall(r'name="themes"[^>]*value="([^"]+)"', page)
    assert "住房保障" in offered
    assert "外星事务" not in offered
    answer = as_(city, "lin").post(f"/desk/documents/{document.pk}/edit/", {"themes": ["外星事务"], "version": "1"})
    assert "外星事务" in answer.content.decode()
    document.refresh_from_db()
    assert "外星事务" not in document.themes


@pytest.mark.requirement("R032")
def test_whom_a_document_is_for_is_chosen_from_the_catalogue(city: City) -> None:
    document = drafted(city)
    lin, address = as_(city, "lin"), f"/desk/documents/{document.pk}/edit/"
    assert re.findall(r'name="audiences"[^>]*value="(老年人|外星人)"', lin.get(address).content.decode()) == ["老年人"]
    refused = lin.post(address, {"version": "1", "audiences": ["外星人"]}).content.decode()
    assert "外星人" in refused
    document.refresh_from_db()
    assert document.audiences == []


@pytest.mark.requirement("R032")
def test_a_new_catalogue_is_offered_at_once_and_the_old_name_refused(city: City) -> None:
    document = drafted(city)
    rename_theme(city, "城市管理", "城市运行管理")
    page = as_(city, "lin").get(f"/desk/documents/{document.pk}/edit/").content.decode()
    assert "城市运行管理" in page
    assert 'value="城市管理"' not in page
