"""One test walks every address of the desk: strangers are sent away, other agencies' things are not there (404)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from gongkai.base.files.actions import begin_upload
from gongkai.base.organisations.models import StandIn
from gongkai.engine.duties.models import Duty
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at

OPEN = {"sign-in", "code", "sign-out"}


@dataclass(frozen=True)
class Address:
    """`route` is the pattern as written, for the message; `parts` its converters by name."""

    route: str
    name: str
    parts: tuple[str, ...]


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, route)
        elif isinstance(pattern, URLPattern):
            parts = tuple(part.split(">")[0] for part in route.split("<")[1:])
            yield Address(route, pattern.name or "", parts)


def desk_addresses() -> list[Address]:
    found = [address for address in walk(get_resolver()) if address.route.startswith("desk/")]
    assert len(found) > 40
    return found


ADDRESSES = [address for address in desk_addresses() if address.name not in OPEN]


def fill(address: Address, values: dict[str, object]) -> str:
    path = address.route
    for part in address.parts:
        name = part.rpartition(":")[2]
        path = path.replace(f"<{part}>", str(values.get(name, values.get(part.partition(":")[0], "x"))))
    return "/" + path.lstrip("^").rstrip("$")


@pytest.fixture
def things(city: City) -> dict[str, object]:
    """One of everything that addresses name, all in the housing bureau."""
    document = document_at(city, Status.ISSUED, number="云川住建发〔2026〕3号")
    upload = begin_upload(person_id=city.people["lin"].pk, filename="a.txt", size=3)
    return {
        "pk": document.pk, "file": 1, "relation": 1, "number": 1, "verb": "publish", "kind": "csv", "year": 2026,
        "uuid": upload.pk, "upload_id": upload.pk, "int": document.pk, "str": "x", "slug": "publish",
    }  # fmt: skip


def reach(client: Client, path: str) -> tuple[int, int]:
    return client.get(path).status_code, client.post(path).status_code


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.route)
def test_a_stranger_is_sent_to_sign_in(address: Address, things: dict[str, object]) -> None:
    path = fill(address, things)
    for response in (Client().get(path), Client().post(path)):
        assert response.status_code in {302, 401, 403, 404, 405}, path
        if response.status_code == 302:
            assert response["Location"].startswith("/desk/sign-in/"), path


DOCUMENT_PAGES = [address for address in ADDRESSES if address.route.startswith("desk/documents/<int:pk>/")]


@pytest.mark.parametrize("address", DOCUMENT_PAGES, ids=lambda address: address.route)
def test_another_agencys_document_is_not_there(address: Address, city: City, things: dict[str, object]) -> None:
    client = Client()
    client.force_login(city.people["mo"])
    got, posted = reach(client, fill(address, things))
    assert {got, posted} <= {404, 405}, address.route


def test_another_agencys_duty_stand_in_and_upload_are_not_there(city: City, things: dict[str, object]) -> None:
    stand_in = StandIn.objects.create(
        absent=city.people["lin"], substitute=city.people["zhou"], starts_on="2026-11-01", ends_on="2026-12-01",
        reason="休假", appointed_by=city.people["lin"],
    )  # fmt: skip
    client = Client()
    client.force_login(city.people["mo"])
    assert client.get(f"/desk/duties/{Duty.objects.get().pk}/").status_code == 404
    assert client.post(f"/desk/account/stand-in/{stand_in.pk}/end/").status_code == 404
    assert client.get(f"/desk/files/uploads/{things['uuid']}/").status_code == 404
    assert client.get(f"/desk/files/uploads/{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize(
    "page",
    [
        "/desk/events/", "/desk/settings/people/", "/desk/settings/people/add/", "/desk/settings/sites/",
        "/desk/settings/columns/", "/desk/settings/agencies/add/", "/desk/settings/agencies/import/",
        "/desk/documents/secret-stubs/",
    ],
)  # fmt: skip
def test_a_drafter_is_told_who_may(page: str, city: City) -> None:
    client = Client()
    client.force_login(city.people["lin"])
    assert client.get(page).status_code == 403


def test_somebody_without_a_post_gets_nowhere(city: City) -> None:
    city.people["lin"].posts.update(ends_on="2020-12-31")
    document = document_at_safe(city)
    client = Client()
    client.force_login(city.people["lin"])
    assert client.get(f"/desk/documents/{document}/").status_code == 404
    assert client.get("/desk/documents/").status_code == 403
    assert client.get("/desk/events/").status_code == 403


def document_at_safe(city: City) -> int:
    from gongkai.base.organisations.queries import the_system
    from gongkai.proactive.documents import actions

    return actions.draft(agency=city.housing, title="只看标题", by=the_system("test")).pk
