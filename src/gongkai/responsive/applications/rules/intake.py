"""By which door a form comes in, and which channel of the law that is (条例第三十一条). No Django."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from gongkai.law.application import missing_parts
from gongkai.law.identifiers import judge_credit_code, judge_id_number
from gongkai.law.receipt import Channel
from gongkai.responsive.applications.rules.road import ApplicantKind

MOST_TITLE = 200
MOST_TEXT = 4000
MOST_MATTERS = 20  # matters in one form at the door; more is asked to be handed in as several forms
MOST_PARTIES = 50
MOST_FILES = 10


class Door(StrEnum):
    WEB = "web"
    PLATFORM = "platform"
    EMAIL = "email"
    FAX = "fax"
    COUNTER = "counter"
    ORAL = "oral"
    REGISTERED_MAIL = "registered-mail"
    ORDINARY_MAIL = "ordinary-mail"

    @property
    def channel(self) -> Channel:
        return _CHANNELS[self]


DOOR_NAMES: dict[str, str] = {
    Door.WEB: "网上申请",
    Door.PLATFORM: "城市平台转来",
    Door.EMAIL: "电子邮件",
    Door.FAX: "传真",
    Door.COUNTER: "当面递交",
    Door.ORAL: "当面口述，由工作人员代填",
    Door.REGISTERED_MAIL: "需签收的邮寄",
    Door.ORDINARY_MAIL: "平常信函",
}
_CHANNELS = {
    Door.WEB: Channel.ONLINE,
    Door.PLATFORM: Channel.ONLINE,
    Door.EMAIL: Channel.ONLINE,
    Door.FAX: Channel.FAX,
    Door.COUNTER: Channel.COUNTER,
    Door.ORAL: Channel.COUNTER,
    Door.REGISTERED_MAIL: Channel.REGISTERED_MAIL,
    Door.ORDINARY_MAIL: Channel.ORDINARY_MAIL,
}
# What an officer can put down; what comes by the web or a platform comes by itself.
DESK_DOORS = (Door.COUNTER, Door.ORAL, Door.REGISTERED_MAIL, Door.ORDINARY_MAIL, Door.EMAIL, Door.FAX)


class Confirmation(StrEnum):
    """How both sides confirmed that it was received."""

    APPLICANT = "applicant"
    PHONE = "phone"
    EMAIL = "email"
    MEETING = "meeting"
    LETTER = "letter"


CONFIRMATION_NAMES: dict[str, str] = {
    Confirmation.APPLICANT: "申请人在查询页确认",
    Confirmation.PHONE: "电话",
    Confirmation.EMAIL: "电子邮件",
    Confirmation.MEETING: "当面",
    Confirmation.LETTER: "书面",
}


class Identity(StrEnum):
    ID_CARD = "id-card"
    PASSPORT = "passport"
    HK_MACAO = "hk-macao"
    TAIWAN = "taiwan"
    RESIDENCE = "residence"
    CREDIT_CODE = "credit-code"
    OTHER = "other"


IDENTITY_NAMES: dict[str, str] = {
    Identity.ID_CARD: "居民身份证",
    Identity.PASSPORT: "护照",
    Identity.HK_MACAO: "港澳居民来往内地通行证",
    Identity.TAIWAN: "台湾居民来往大陆通行证",
    Identity.RESIDENCE: "外国人永久居留身份证",
    Identity.CREDIT_CODE: "统一社会信用代码",
    Identity.OTHER: "其他证件",
}
PERSON_IDENTITIES = (
    Identity.ID_CARD, Identity.PASSPORT, Identity.HK_MACAO, Identity.TAIWAN, Identity.RESIDENCE, Identity.OTHER,
)  # fmt: skip
ORGANISATION_IDENTITIES = (Identity.CREDIT_CODE, Identity.OTHER)
_PHONE = re.compile(r"\+?[0-9][0-9\- ]{5,18}[0-9]")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PASSPORT = re.compile(r"(?=(?:.*[0-9]){3})[A-Za-z0-9]{6,12}")
# Names that can only be those of organisations: somebody chose the wrong kind of applicant.
_ORGANISATION = re.compile(
    r"(?:公司|集团|事务所|研究院|研究所|基金会|协会|学会|商会|合作社|委员会|大学|学院|医院|中心|中学|小学|学校|幼儿园|商行|商店|超市|酒店"
    r"|饭店|宾馆|工程队|施工队|报社|杂志社|出版社|银行|支行|信用社|村民小组|经营部|门市部|服务部|管理处|办事处|联合会|工会|药房|诊所|工作室)$"
    r"|^[\u4e00-\u9fff（）()]{5,}[厂店队社局站馆部厅院所]$"
)


def identity_defect(kind: str, identity: str, number: str) -> str:
    """Return what is wrong with a number of identity as a sentence, or "". `number` may be written full-width."""
    number = unicodedata.normalize("NFKC", number).strip()
    if not number:
        return "请填写证件号码。"
    if identity == Identity.ID_CARD:
        return judge_id_number(number).reason or ""
    if identity == Identity.CREDIT_CODE:
        return judge_credit_code(number).reason or ""
    if identity == Identity.PASSPORT and not _PASSPORT.fullmatch(number):
        return "护照号码由字母和数字组成，一般6到12位，请按护照资料页填写。"
    allowed = PERSON_IDENTITIES if ApplicantKind(kind).is_person else ORGANISATION_IDENTITIES
    return "" if identity in allowed else "所选证件与申请人类别不符，请重新选择。"


def kind_defect(kind: str, name: str, identity: str) -> str:
    """Return a sentence when a company applies as a person or the other way round, or ""."""
    person = ApplicantKind(kind).is_person
    if person and (_ORGANISATION.search(name.strip()) or identity == Identity.CREDIT_CODE):
        return "姓名或者证件像是单位的。请把申请人类别改为相应的单位类别，或者填写本人姓名和身份证件。"
    if not person and identity in {Identity.ID_CARD, Identity.PASSPORT}:
        return "单位申请请填写统一社会信用代码；以个人名义申请的，请把申请人类别改为“自然人”。"
    return ""


def contact_defects(facts: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with telephone, mail and address, by field; what is empty is no defect here."""
    found = {}
    if (phone := facts.get("phone", "").strip()) and not _PHONE.fullmatch(unicodedata.normalize("NFKC", phone)):
        found["phone"] = "电话号码只写数字，可以带区号和短横线，例如 021-00000000。"
    if (mail := facts.get("email", "").strip()) and not _MAIL.fullmatch(unicodedata.normalize("NFKC", mail)):
        found["email"] = "邮箱写得不完整，例如 name@example.com。"
    return found


def missing(facts: Mapping[str, str]) -> tuple[str, ...]:
    """Return what 条例第二十九条 asks for and is not there; any one way of contact is enough."""
    contact = facts.get("phone") or facts.get("email") or facts.get("address") or ""
    return missing_parts({**facts, "contact": contact})


def masked_name(name: str, kind: str) -> str:
    """Return what lists show: the family name of a person and stars; organisations apply under their full name."""
    name = name.strip()
    if not name or not ApplicantKind(kind).is_person:
        return name
    return name[0] + "*" * (len(name) - 1)
