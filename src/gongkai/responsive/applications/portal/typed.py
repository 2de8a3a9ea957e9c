"""What somebody has typed so far: read from the form, changed by its buttons, judged field by field. Nothing is stored."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from gongkai.base.vault.queries import SealedFile
from gongkai.responsive.applications import rules
from gongkai.responsive.applications.portal.uploads import Held, held
from gongkai.responsive.applications.rules.forms import Matter, Party, form_defects
from gongkai.responsive.applications.rules.helping import help_in
from gongkai.responsive.applications.rules.intake import (
    MOST_FILES,
    MOST_MATTERS,
    MOST_PARTIES,
    MOST_TEXT,
    MOST_TITLE,
    contact_defects,
    identity_defect,
    kind_defect,
)
from gongkai.responsive.applications.rules.window import TOKEN, cleaned, plain_secret

PARTY_FIELDS = (
    "kind", "name", "identity", "identity_number", "phone", "email", "address", "postal_code", "fax", "representative",
    "contact", "agent",
)  # fmt: skip
LONGEST = {"name": 100, "address": 300, "representative": 100, "contact": 100, "agent": 100, "email": 200}
MOST_READ = 400  # matters read from one form, so that whoever writes far too many sees them all again


@dataclass
class TypedParty:
    """One applicant as typed; `scan` is the identity paper that is sealed already."""

    values: dict[str, str]
    scan: Held | None = None

    def __getattr__(self, name: str) -> str:
        if name in PARTY_FIELDS:
            return self.values.get(name, "")
        raise AttributeError(name)

    @property
    def is_empty(self) -> bool:
        return not any(value for key, value in self.values.items() if key not in {"kind", "identity"})

    def party(self) -> Party:
        return Party(**{name: self.values.get(name, "") for name in PARTY_FIELDS}, identity_file=self.file)

    @property
    def file(self) -> SealedFile | None:
        return self.scan.file if self.scan else None


@dataclass
class Typed:
    """The whole form. `token` names this one form: sent twice, it is taken in once."""

    token: str
    agency: str = ""
    agency_words: str = ""
    draft: str = ""
    form: str = rules.Form.ELECTRONIC.value
    method: str = rules.Method.ONLINE.value
    matters: list[Matter] = field(default_factory=list)
    parties: list[TypedParty] = field(default_factory=list)
    files: list[Held] = field(default_factory=list)
    help_wanted: list[str] = field(default_factory=list)

    def hidden(self) -> Iterator[tuple[str, str]]:
        """Yield names and values of the form as it goes along through the page of review."""
        yield from {"token": self.token, "agency": self.agency, "form": self.form, "method": self.method}.items()
        if self.draft:
            yield "draft", self.draft
        yield from {"matters": str(len(self.matters)), "parties": str(len(self.parties))}.items()
        for place, matter in enumerate(self.matters, start=1):
            yield f"m{place}-title", matter.title
            yield f"m{place}-text", matter.description
        for place, one in enumerate(self.parties, start=1):
            yield from ((f"p{place}-{name}", value) for name, value in one.values.items() if value)
            if one.scan:
                yield f"p{place}-scan", one.scan.token
        yield from (("file", one.token) for one in self.files)
        yield from (("help", one) for one in self.help_wanted)

    def all_files(self) -> list[SealedFile]:
        return [one.file for one in self.files] + [one.file for one in self.parties if one.file]


def blank(agency: str = "") -> Typed:
    return Typed(secrets.token_urlsafe(), agency, matters=[Matter("")], parties=[new_party()])


def new_party() -> TypedParty:
    return TypedParty({"kind": rules.ApplicantKind.PERSON.value, "identity": rules.Identity.ID_CARD.value})


def token_of(data: QueryDict) -> str:
    """Return the name of this one form, a new one where none of ours came."""
    token = data.get("token", "")
    return token if TOKEN.fullmatch(token) else secrets.token_urlsafe()


def read(data: QueryDict) -> Typed:
    """Return what was posted; what no browser of ours sends is left out."""
    token = token_of(data)
    found = Typed(token, cleaned(data.get("agency", ""))[:40], cleaned(data.get("agency_words", ""))[:60])
    found.draft = plain_secret(data.get("draft", ""))[:20]
    found.form = data.get("form", "") if data.get("form") in rules.FORM_NAMES else ""
    found.method = data.get("method", "") if data.get("method") in rules.METHOD_NAMES else ""
    found.help_wanted = help_in(data.getlist("help"))
    for place in range(1, min(_count(data, "matters"), MOST_READ) + 1):
        title = cleaned(data.get(f"m{place}-title", ""))
        found.matters.append(Matter(title, cleaned(data.get(f"m{place}-text", ""), lines=True)))
    for place in range(1, min(_count(data, "parties"), MOST_PARTIES) + 1):
        found.parties.append(read_party(data, f"p{place}-", token))
    found.matters = found.matters or [Matter("")]
    found.parties = found.parties or [new_party()]
    found.files = [one for name in data.getlist("file")[:MOST_FILES] if (one := held(name, form=token))]
    dropped = set(data.getlist("drop_file"))
    found.files = [one for one in found.files if str(one.file.pk) not in dropped]
    return found


def _count(data: QueryDict, name: str) -> int:
    text = data.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 1


def read_party(data: QueryDict, prefix: str, token: str) -> TypedParty:
    values = {name: cleaned(data.get(f"{prefix}{name}", ""))[: LONGEST.get(name, MOST_TITLE)] for name in PARTY_FIELDS}
    values["kind"] = values["kind"] if values["kind"] in rules.APPLICANT_NAMES else ""
    values["identity"] = values["identity"] if values["identity"] in rules.IDENTITY_NAMES else ""
    scan = held(data.get(f"{prefix}scan", ""), form=token) if data.get(f"{prefix}scan") else None
    if scan is not None and data.get(f"{prefix}drop_scan"):
        scan = None
    return TypedParty(values, scan)


def defects(typed: Typed, agencies: Mapping[str, object]) -> dict[str, str]:
    """Return id of the field → what is wrong there; "" holds what concerns the whole. {} when it can be sent."""
    found: dict[str, str] = {}
    if typed.agency not in agencies:
        found["agency"] = "请选择向哪个机关申请。"
    found |= _matter_defects(typed.matters)
    for place, one in enumerate(typed.parties, start=1):
        found |= {f"p{place}-{name}": sentence for name, sentence in party_defects(one, first=place == 1).items()}
    if not typed.form:
        found["form"] = "请选择需要的形式。"
    if not typed.method:
        found["method"] = "请选择怎样取得答复。"
    elif sentence := route_defect(typed.parties[0], typed.method):
        found["method"] = sentence
    if not found and (whole := form_defects(typed.matters, [one.party() for one in typed.parties], complete=True)):
        found[""] = " ".join(whole)
    return found


def _matter_defects(matters: list[Matter]) -> dict[str, str]:
    found: dict[str, str] = {}
    if len(matters) > MOST_MATTERS:
        found["matters"] = next(one for one in form_defects(matters, [], complete=False) if "最多写" in one)
    for place, one in enumerate(matters, start=1):
        if not one.title:
            found[f"m{place}-title"] = (
                "请写明所申请信息的名称、文号，或者便于查询的其他特征。"
                if len(matters) == 1
                else f"第{place}项还没有写；不需要的，请删去这一项。"
            )
        elif len(one.title) > MOST_TITLE:
            found[f"m{place}-title"] = f"名称超过{MOST_TITLE}字，请把细节写进补充描述。"
        if len(one.description) > MOST_TEXT:
            found[f"m{place}-text"] = f"补充描述超过{MOST_TEXT}字，请改为上传附件。"
    return found


def party_defects(one: TypedParty, *, first: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    if not one.kind:
        return {"kind": "请选择申请人类别。"}
    if not one.name:
        found["name"] = "请填写姓名或者名称。"
    if not one.identity:
        found["identity"] = "请选择证件类型。"
    else:
        if sentence := kind_defect(one.kind, one.name, one.identity):
            found["kind"] = sentence
        if sentence := identity_defect(one.kind, one.identity, one.identity_number):
            found["identity_number"] = sentence
    found |= contact_defects({"phone": one.phone, "email": one.email})
    if first and not (one.phone or one.email or one.address):
        found["phone"] = "请至少留下一种联系方式：电话、电子邮箱或者通信地址。"
    return found


def route_defect(first: TypedParty, method: str) -> str:
    """Return what is missing for the answer to arrive the way it is wanted."""
    wanted = {
        rules.Method.MAIL.value: (first.email, "选择了电子邮件，请填写电子邮箱。"),
        rules.Method.POST.value: (first.address, "选择了邮寄，请填写通信地址。"),
        rules.Method.FAX.value: (first.fax, "选择了传真，请填写传真号码。"),
    }
    value, sentence = wanted.get(method, ("—", ""))
    return "" if value else sentence
