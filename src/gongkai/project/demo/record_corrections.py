"""Somebody found his own entry wrong in a register of the housing bureau: three requests, put right, open, and not ours."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from PIL import Image, ImageDraw

from gongkai.base.organisations.queries import the_system
from gongkai.base.vault import actions as vault
from gongkai.engine.casework import actions as casework
from gongkai.project.demo.applications import BUREAU, PEOPLE, SECRET
from gongkai.project.demo.founding import City
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import RecordRequest
from gongkai.responsive.applications.rules.forms import Party
from gongkai.responsive.applications.rules.records import Material, as_asked

if TYPE_CHECKING:
    from gongkai.base.vault.queries import SealedFile


def build_record_corrections(city: City) -> None:
    """Bring three in by the web and settle two; nothing in a city without the housing bureau. Call it once."""
    if BUREAU not in city.agencies:
        return
    person, *others = [one for one in PEOPLE.values() if one.kind == "natural"]
    again = others[0] if others else person
    corrected = _asked(
        city, person, "公租房轮候登记表的家庭人口一栏", "2人", "3人", "户口簿载明女儿已经落户，家庭人口为3人。"
    )
    _settled(city, corrected, "corrected", "经查户籍信息，公租房轮候登记表的家庭人口由2人更正为3人。")
    _asked(
        city,
        again,
        "住房租赁补贴发放表的建筑面积一栏",
        "86平方米",
        "68平方米",
        "房屋租赁合同和不动产登记查询结果均为68平方米。",
    )
    elsewhere = _asked(
        city, person, "住房保障信息中的出生日期", "1990年3月17日", "1990年3月7日", "居民身份证载明的出生日期。"
    )
    _settled(city, elsewhere, "forwarded", "该项信息由公安机关登记，本机关从户籍信息取得。", other="云川市公安局")


def _asked(city: City, party: Party, place: str, wrong: str, right: str, why: str) -> RecordRequest:
    papers = [(Material.IDENTITY.value, "身份证.png"), (Material.EVIDENCE.value, "证据材料.png")]
    received = actions.submit_record_request(
        agency=city.agencies[BUREAU], party=party, record=as_asked(place, wrong, right), evidence=why, method="online",
        materials=[(what, _paper(name)) for what, name in papers], external_id=f"demo:{place}",
        by=the_system("applicant"),
    )  # fmt: skip
    RecordRequest.objects.filter(pk=received.request.pk).update(secret=make_password(SECRET))
    received.request.refresh_from_db()
    return received.request


def _paper(name: str) -> SealedFile:
    """A blank sheet that says what it stands for: nobody's papers."""
    sheet = Image.new("RGB", (640, 400), "white")
    ImageDraw.Draw(sheet).rectangle((20, 20, 620, 380), outline="black")
    data = io.BytesIO()
    sheet.save(data, "PNG")
    return vault.keep_file(data=data.getvalue(), name=name, by=the_system("demo"), purpose="申请材料")


def _settled(city: City, request: RecordRequest, outcome: str, reason: str, other: str = "") -> None:
    post = "application_handler" if (BUREAU, "application_handler") in city.holders else "openness_officer"
    handler = city.who(BUREAU, post)
    letter = actions.settle_record_request(request=request, outcome=outcome, reason=reason, other=other, by=handler)
    casework.countersign(letter=letter, step="approve", by=city.who(BUREAU, "signing_leader"))
    casework.issue(letter=letter, by=handler, on=timezone.localdate())
    casework.dispatch(letter=letter, route="site", by=handler)
