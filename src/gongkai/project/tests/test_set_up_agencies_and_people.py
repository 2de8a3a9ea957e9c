"""`gongkai createagency` and `createuser`: the first steps on an empty installation."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from gongkai.base.organisations.models import Agency, Person, Site

pytestmark = pytest.mark.django_db


def agency(*arguments: str, **options: object) -> None:
    call_command("createagency", *arguments, stderr=StringIO(), stdout=StringIO(), **options)


def test_the_first_agency_needs_no_superior_and_brings_its_site(capsys: pytest.CaptureFixture[str]) -> None:
    agency("first", "某某市人民政府", kind="government", host="open.example.gov.cn")
    assert Agency.objects.get().lineage == "/first/"
    assert Site.objects.get().is_default
    assert capsys.readouterr().out == "first\n"


def test_an_unknown_superior_is_named() -> None:
    with pytest.raises(CommandError, match="nobody") as refused:
        agency("second", "某某局", parent="nobody")
    assert refused.value.returncode == 3


def test_a_wrong_credit_code_is_refused_with_the_reason() -> None:
    with pytest.raises(CommandError, match="18位"):
        agency("third", "某某局", credit_code="123")
    assert not Agency.objects.exists()


def test_a_code_that_is_taken_is_refused() -> None:
    agency("first", "某某市人民政府")
    with pytest.raises(CommandError) as refused:
        agency("first", "另一个机关")
    assert refused.value.returncode == 2


def test_the_first_administrator_can_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    agency("first", "某某市人民政府")
    monkeypatch.setenv("GONGKAI_NEW_PASSWORD", "很长的一句口令2026")
    call_command("createuser", "guan", "管一清", agency="first", stderr=StringIO())
    person = Person.objects.get()
    assert person.check_password("很长的一句口令2026")
    assert person.posts.get().role == "administrator"


def test_a_weak_password_creates_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    agency("first", "某某市人民政府")
    monkeypatch.setenv("GONGKAI_NEW_PASSWORD", "12345")
    with pytest.raises(CommandError):
        call_command("createuser", "guan", "管一清", agency="first", stderr=StringIO())
    assert not Person.objects.exists()


def test_without_a_terminal_the_password_must_come_otherwise() -> None:
    agency("first", "某某市人民政府")
    with pytest.raises(CommandError, match="GONGKAI_NEW_PASSWORD"):
        call_command("createuser", "guan", "管一清", agency="first", stderr=StringIO())
