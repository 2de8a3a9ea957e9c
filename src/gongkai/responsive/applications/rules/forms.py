"""A form as it comes in: who, what, how. No Django."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.responsive.applications.rules.intake import (
    MOST_MATTERS,
    MOST_PARTIES,
    MOST_TEXT,
    MOST_TITLE,
    contact_defects,
    identity_defect,
    kind_defect,
)
from gongkai.responsive.applications.rules.road import APPLICANT_NAMES


@dataclass(frozen=True)
class Matter:
    """One thing asked for: a line that names it, and what else helps to find it."""

    title: str
    description: str = ""


@dataclass(frozen=True)
class Party:
    """One applicant as written on the form; `identity_file` is a sealed file or None."""

    kind: str
    name: str
    identity: str = ""
    identity_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postal_code: str = ""
    fax: str = ""
    representative: str = ""
    contact: str = ""
    agent: str = ""
    identity_file: Any = field(default=None, compare=False)


def form_defects(matters: Sequence[Matter], parties: Sequence[Party], *, complete: bool) -> list[str]:
    """Return what keeps a form from being taken in, as sentences.

    `complete` asks for everything of 条例第二十九条 (a form on the web cannot be sent without it); what came on paper is
    taken in as it is, and what is missing is asked for once.
    """
    return [*_matter_defects(matters), *_party_defects(parties, complete=complete)]


def _matter_defects(matters: Sequence[Matter]) -> list[str]:
    if not [one for one in matters if one.title.strip()]:
        return ["请写明申请公开的政府信息的名称、文号或者便于查询的其他特征。"]
    found = []
    if len(matters) > MOST_MATTERS:
        found.append(
            f"一张申请表最多写{MOST_MATTERS}项，现有{len(matters)}项。请分次提交，或者合并为同一事项后再提交；已填内容不会丢失。"
        )
    for number, one in enumerate(matters, start=1):
        if not one.title.strip():
            found.append(f"第{number}项没有写申请内容。")
        if len(one.title.strip()) > MOST_TITLE:
            found.append(f"第{number}项的名称超过{MOST_TITLE}字，请把细节写进内容描述。")
        if len(one.description) > MOST_TEXT:
            found.append(f"第{number}项的内容描述超过{MOST_TEXT}字，请改为上传附件。")
    return found


def _party_defects(parties: Sequence[Party], *, complete: bool) -> list[str]:
    if not parties:
        return ["请填写申请人。"]
    if len(parties) > MOST_PARTIES:
        return [f"共同申请人最多{MOST_PARTIES}人，请推选代表人提交。"]
    found = []
    for number, party in enumerate(parties, start=1):
        who = f"第{number}位申请人：" if len(parties) > 1 else ""
        found += [f"{who}{sentence}" for sentence in _one(party, first=number == 1, complete=complete)]
    return found + _twice(parties)


def _twice(parties: Sequence[Party]) -> list[str]:
    """Return a sentence for each applicant with the number of another: one person applies once."""
    first: dict[tuple[str, str], int] = {}
    found = []
    for number, party in enumerate(parties, start=1):
        told = "".join(unicodedata.normalize("NFKC", party.identity_number).upper().split())
        if told and (before := first.setdefault((party.identity, told), number)) != number:
            found.append(f"第{number}位与第{before}位申请人的证件号码相同，请核对；同一个人只填一次。")
    return found


def _one(party: Party, *, first: bool, complete: bool) -> list[str]:
    if party.kind not in APPLICANT_NAMES:
        return ["请选择申请人类别。"]
    found = []
    if not party.name.strip():
        found.append("请填写姓名或者名称。")
    if party.identity_number.strip() or complete:
        found += [
            sentence for sentence in [identity_defect(party.kind, party.identity, party.identity_number)] if sentence
        ]
    found += [sentence for sentence in [kind_defect(party.kind, party.name, party.identity)] if sentence]
    facts = {"phone": party.phone, "email": party.email}
    found += list(contact_defects(facts).values())
    if complete and first and not (party.phone.strip() or party.email.strip() or party.address.strip()):
        found.append("请至少留下一种联系方式：电话、电子邮箱或者通信地址。")
    return found
