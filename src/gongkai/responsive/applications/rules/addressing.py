"""How a letter speaks to whom it is written: 您 to a person, 你单位 to an organisation, 你们 to several. No Django."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.responsive.applications.rules.road import ApplicantKind

NAME = "称呼"  # the variable of the letters
LABEL = "对收件人的称呼：您、你们或者你单位"
PERSON, SEVERAL, ORGANISATION = "您", "你们", "你单位"
# Of a third party only the name is kept. No organisation ends otherwise and is as short as the name of a person.
ENDING = re.compile(
    r"(?:公司|集团|银行|中心|协会|学会|商会|基金会|委员会|联合会|工作室|合作社|物业|[厂场店社院校所站馆行部局队处室会委办])$"
)
LONGEST_NAME = 4  # characters of a name of a person, where no dot divides it
DOT = "·"


def to_applicants(kinds: Sequence[str]) -> str:
    """Return how applicants of these kinds are spoken to."""
    if len(kinds) > 1:
        return SEVERAL
    return PERSON if all(ApplicantKind(kind).is_person for kind in kinds) else ORGANISATION


def to_name(name: str) -> str:
    """Return how somebody is spoken to of whom only the name is known; who writes the letter sees it before it leaves."""
    bare = re.sub(r"（[^）]*）|\s", "", name)
    if DOT in bare:
        return PERSON
    return PERSON if len(bare) <= LONGEST_NAME and not ENDING.search(bare) else ORGANISATION
