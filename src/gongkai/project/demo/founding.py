"""The city before its first document: agencies, divisions, people with posts, sites, columns; each by its verb."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.models import Agency, Division, Person, Site
from gongkai.base.organisations.queries import Acting, acting, the_system
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Column
from gongkai.engine.regulations import actions as regulations
from gongkai.project.demo import agencies, people
from gongkai.project.demo.columns import WINDOWS, Window
from gongkai.project.demo.contents import Content

SINCE = dt.date(2018, 1, 1)
ADDRESSES = "10.60.{place}.{desk}"  # an inner network of the fictional city


@dataclass
class City:
    """Everything of the city by its code, sign-in name or slug; `acting` says who is at work."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    divisions: dict[tuple[str, str], Division] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    holders: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _at_work: dict[str, Acting] = field(default_factory=dict)

    def who(self, agency: str, role: str, *, place: int = 0) -> Acting:
        """Return the holder of a post at work; `place` chooses the second where there are two."""
        username = self.holders[agency, role][place]
        if username not in self._at_work:
            serial = list(self.people).index(username)
            address = ADDRESSES.format(place=serial // 200 + 1, desk=serial % 200 + 10)
            # Posts began before the story does and end never, so grants of one day serve all of it.
            self._at_work[username] = acting(self.people[username], address=address)
        return self._at_work[username]

    def has_two(self, agency: str, role: str) -> bool:
        return len(self.holders.get((agency, role), ())) > 1


def found(contents: Iterable[Content]) -> City:
    """Build the bodies that these documents need, with their people, the sites and the columns."""
    city, system = City(), the_system("demo")
    regulations.load_sample(by=system)
    needed = _needed(contents)
    for body in agencies.BODIES:
        if body.code in needed:
            _create_body(city, body, system)
    for content in contents:
        home = agencies.drafting_agency(content.agency, content.division)
        _division(city, home, content.division, system)
    _create_people(city, system)
    for window in WINDOWS:
        if window.agency in city.agencies:
            _create_window(city, window, system)
    return city


def _needed(contents: Iterable[Content]) -> set[str]:
    codes = {"yc-gov", "yc-office", "yc-zjj"}
    for content in contents:
        codes |= {content.agency, agencies.drafting_agency(content.agency, content.division), *content.joint}
    parents = {body.code: body.parent for body in agencies.BODIES}
    return codes | {parents[code] for code in codes if parents[code]}


def _create_body(city: City, body: agencies.Body, by: Acting) -> None:
    names = people.STAFF.get(body.code) or people.STAFF["yc-office"]
    city.agencies[body.code] = organisations.create_agency(
        code=body.code, name=body.name, short_name=body.short_name, kind=body.kind, by=by,
        parent=city.agencies.get(body.parent), credit_code=agencies.credit_code(body.serial),
        number_prefixes=list(body.prefixes), address=body.address, postal_code="990100",
        phone=f"000-6000{body.serial:04d}", office_hours=agencies.HOURS, duties_text=body.duties,
        head_name=names[-1], order=body.serial, former_names=list(body.former_names),
    )  # fmt: skip
    for name in body.divisions:
        _division(city, body.code, name, by)


def _division(city: City, agency: str, name: str, by: Acting) -> None:
    if (agency, name) not in city.divisions:
        city.divisions[agency, name] = organisations.create_division(agency=city.agencies[agency], name=name, by=by)


def _create_people(city: City, by: Acting) -> None:
    for somebody in people.everybody():
        posts = [(code, role) for code, role in somebody.posts if code in city.agencies]
        if not posts:
            continue
        home = city.agencies[posts[0][0]]
        # One password for all, printed on every start: hashed once, not a hundred times.
        person = organisations.create_person(
            username=somebody.username, name=somebody.name, password=None, agency=home, by=by,
            email=f"{somebody.username}@yunchuan.example", phone=f"000-61{len(city.people):06d}",
        )  # fmt: skip
        city.people[somebody.username] = person
        for code, role in posts:
            organisations.appoint(person=person, agency=city.agencies[code], role=role, starts_on=SINCE, by=by)
            city.holders.setdefault((code, role), []).append(somebody.username)
    Person.objects.filter(pk__in=[person.pk for person in city.people.values()]).update(
        password=make_password(people.PASSWORD)
    )


def _create_window(city: City, window: Window, by: Acting) -> Site:
    agency = city.agencies[window.agency]
    sponsor = city.agencies["yc-office"] if window.agency == "yc-gov" else agency
    site = organisations.create_site(
        host=window.host, name=window.name, tagline=window.tagline, agency=agency, by=by,
        is_default=window.is_default, whole_tree=window.whole_tree, identification_code=window.code,
        sponsor=sponsor.name, organiser="云川市大数据中心", address=agency.address, postal_code=agency.postal_code,
        phone="000-12345（非工作时间由政务服务便民热线接听）", icp_number="云ICP备00000000号-1",
        police_number="云公网安备 99010002000000号", copyright=f"{sponsor.name}版权所有",
        offline_help="不方便上网的市民，可以到市档案馆、市图书馆和各街道便民服务中心的政府信息查阅点查阅。",
    )  # fmt: skip
    made: dict[str, Column] = {}
    for place, shelf in enumerate(window.shelves, start=1):
        responsible = city.agencies.get(shelf.agency, sponsor)
        made[shelf.slug] = publishing.create_column(
            site=site, slug=shelf.slug, name=shelf.name, agency=responsible, by=by, parent=made.get(shelf.parent),
            column_type=shelf.type, description=shelf.description, update_duty=shelf.duty, update_days=shelf.days,
            statutory=shelf.statutory, order=place * 10,
        )  # fmt: skip
    city.columns |= {f"{window.host}:{slug}": column for slug, column in made.items()}
    return site
