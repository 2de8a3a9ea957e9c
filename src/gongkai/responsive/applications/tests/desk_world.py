"""Officers at the desk, signed in, and the posts that a case page takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.test import Client

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

REGISTER = "/desk/applications/"


def signed_in(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


def page(client: Client, application: Application, *, query: str = "") -> str:
    answer = client.get(f"{REGISTER}{application.pk}/{query}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def do(client: Client, application: Application, verb: str, **data: Any) -> Any:
    """Post a verb as its form does, with the version that the page showed last."""
    application.refresh_from_db()
    posted = {f"{verb}-{name}": value for name, value in data.items()} | {"seen": application.version}
    return client.post(f"{REGISTER}{application.pk}/do/{verb}/", posted)
