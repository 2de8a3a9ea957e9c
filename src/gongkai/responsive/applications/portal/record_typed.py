"""What somebody has typed so far to have a record put right: read from the form, judged field by field. Nothing is stored."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from gongkai.base.vault.queries import SealedFile
from gongkai.responsive.applications import rules
from gongkai.responsive.applications.portal.typed import (
    TypedParty,
    new_party,
    party_defects,
    read_party,
    route_defect,
    token_of,
)
from gongkai.responsive.applications.portal.uploads import Held, held
from gongkai.responsive.applications.rules.intake import MOST_FILES, MOST_TEXT
from gongkai.responsive.applications.rules.records import MOST_PLACE, MOST_WORDS, Material, as_asked
from gongkai.responsive.applications.rules.window import cleaned, plain_secret

PARTY = "p1-"
# Field of the form, how long it may be, what is said when it is empty, its name.
WORDS = (
    ("place", MOST_PLACE, "请写明是哪一份记录、哪一处。", "哪一份记录、哪一处"),
    ("wrong", MOST_WORDS, "请照抄记录里现在的写法。", "现在的记录"),
    ("right", MOST_WORDS, "请写明应当是什么。", "应当是什么"),
    ("evidence", MOST_TEXT, "请写明用什么证明记录不准确。", "证据说明"),
)
NO_EVIDENCE = "请上传证据材料：扫描件或者照片都可以。没有条件上传的，请到受理机关当面提出。"
NO_PROOF = "请上传证件的扫描件或者照片：更正的是本人的信息，机关要核对是本人提出。"


@dataclass
class TypedRecord:
    """The whole form. `token` names this one form: sent twice, it is taken in once."""

    token: str
    agency: str = ""
    agency_words: str = ""
    draft: str = ""
    method: str = rules.Method.ONLINE.value
    words: dict[str, str] = field(default_factory=dict)
    party: TypedParty = field(default_factory=new_party)
    files: list[Held] = field(default_factory=list)

    def hidden(self) -> Iterator[tuple[str, str]]:
        """Yield names and values of the form as it goes along through the page of review."""
        yield from {"what": "record", "token": self.token, "agency": self.agency, "method": self.method}.items()
        if self.draft:
            yield "draft", self.draft
        yield from self.words.items()
        yield from ((f"{PARTY}{name}", value) for name, value in self.party.values.items() if value)
        if self.party.scan:
            yield f"{PARTY}scan", self.party.scan.token
        yield from (("file", one.token) for one in self.files)

    @property
    def record(self) -> str:
        return as_asked(self.words["place"], self.words["wrong"], self.words["right"])

    def materials(self) -> list[tuple[str, SealedFile]]:
        proof = [(Material.IDENTITY.value, self.party.file)] if self.party.file else []
        return [*proof, *((Material.EVIDENCE.value, one.file) for one in self.files)]

    def all_files(self) -> list[SealedFile]:
        return [file for _, file in self.materials()]


def blank(agency: str = "") -> TypedRecord:
    return TypedRecord(secrets.token_urlsafe(), agency, words={name: "" for name, *_ in WORDS})


def read(data: QueryDict) -> TypedRecord:
    """Return what was posted; what no browser of ours sends is left out."""
    token = token_of(data)
    found = TypedRecord(token, cleaned(data.get("agency", ""))[:40], cleaned(data.get("agency_words", ""))[:60])
    found.draft = plain_secret(data.get("draft", ""))[:20]
    found.method = data.get("method", "") if data.get("method") in rules.METHOD_NAMES else ""
    found.words = {name: cleaned(data.get(name, ""), lines=name == "evidence") for name, *_ in WORDS}
    found.party = read_party(data, PARTY, token)
    files = [one for name in data.getlist("file")[:MOST_FILES] if (one := held(name, form=token))]
    dropped = set(data.getlist("drop_file"))
    found.files = [one for one in files if str(one.file.pk) not in dropped]
    return found


def defects(typed: TypedRecord, agencies: Mapping[str, object]) -> dict[str, str]:
    """Return id of the field → what is wrong there; {} when it can be sent."""
    found: dict[str, str] = {}
    if typed.agency not in agencies:
        found["agency"] = "请选择是哪个机关的记录。"
    for name, most, empty, label in WORDS:
        if not typed.words[name].strip():
            found[name] = empty
        elif len(typed.words[name]) > most:
            found[name] = f"“{label}”超过{most}字（现有{len(typed.words[name])}字），请写得简短些，细节放进证据材料。"
    if not found.keys() & {"wrong", "right"} and typed.words["wrong"] == typed.words["right"]:
        found["right"] = "与现在的记录一样，请核对应当是什么。"
    if not typed.files:
        found["upload"] = NO_EVIDENCE
    found |= {f"{PARTY}{name}": said for name, said in party_defects(typed.party, first=True).items()}
    if typed.party.scan is None:
        found[f"{PARTY}scan"] = NO_PROOF
    if not typed.method:
        found["method"] = "请选择怎样告知您处理结果。"
    elif sentence := route_defect(typed.party, typed.method):
        found["method"] = sentence
    return found
