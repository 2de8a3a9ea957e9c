"""Topics and reposts on their way to the public: kinds, reviews, addresses, words. No Django."""

from __future__ import annotations

import datetime as dt

from gongkai.base.events.rules import declare
from gongkai.base.organisations.rules import Permission
from gongkai.doors.site.rules.english import PREFIX, source_key
from gongkai.engine.publishing.rules import Step

declare(
    {
        "site:piece:submit": "送审",
        "site:piece:return": "退回修改",
        "site:topic:arrange": "编排专题",
        "site:repost:register": "登记转载",
        "site:repost:edit": "修改转载信息",
        "site:repost:decline": "决定不转载",
        "site:reference:check": "核对上级网站链接",
        "site:register:edit": "修改网站登记",
        "site:register:check": "网站年度核查",
        "site:hot:hide": "热门检索词不再展示",
        "site:hot:show": "热门检索词恢复展示",
        "site:english:edit": "编辑英文版",
        "site:english:name": "填写英文名称",
    }
)

TOPIC = "topic"
REPOST = "repost"
REFERENCE = "reference"
TRANSLATION = "translation"
MOST_REPOST_HOURS = 8760  # within which a site may set itself to repost: a year
KIND_NAMES = {TOPIC: "专题", REPOST: "转载", REFERENCE: "上级网站信息", TRANSLATION: "英文版"}
# Where each is worked on, below /desk/site/.
DESKS = {TOPIC: "topics", REPOST: "reposts", REFERENCE: "reposts", TRANSLATION: "english"}

CHECK = Step("check", "审核")
SECRECY = Step("secrecy", "保密审查", ("state_secret", "work_secret", "sensitive"))
STEPS = (CHECK, SECRECY)
# Whoever arranges sites drafts; the openness officer checks and releases; the secrecy reviewer is a third person.
DRAFTING = Permission.PUBLISHING_COLUMNS
REVIEWERS = {CHECK.key: Permission.DOCUMENTS_CHECK, SECRECY.key: Permission.DOCUMENTS_SECRECY_REVIEW}
_MARK = "/ZT-"


def topic_key(agency: str, slug: str) -> str:
    """Return the index number of a topic: it ends in the slug, so that the address needs no look-up."""
    return f"{agency}{_MARK}{slug}"


def slug_of(key: str) -> str:
    return key.rpartition(_MARK)[2]


def path_of(kind: str, key: str) -> str:
    if kind == TRANSLATION:
        return f"{PREFIX}documents/{source_key(key)}"
    return f"/topics/{slug_of(key)}/" if kind == TOPIC else f"/reposts/{key}"


def delay_words(original: dt.date | None, here: dt.date) -> str:
    """Return how long after the original the repost came, in words; nothing where the original's day is not known."""
    if original is None:
        return ""
    days = (here - original).days
    if days < 0:
        return ""
    return "原文发布当日转载" if days == 0 else f"原文发布后第{days}日转载"
