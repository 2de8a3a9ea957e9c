"""Where a policy was spread, when that should be on record, and how often one looks for misreadings.

No rule fixes these intervals (R173, R174 say only that it is tracked): they are configuration of our own.
"""

from __future__ import annotations

import datetime as dt

from gongkai.base.events.rules import declare

SPREAD_KINDS: dict[str, str] = {
    "news": "主要新闻媒体",
    "wechat": "微信公众号转发",
    "weibo": "微博",
    "video": "短视频平台",
    "site": "其他网站",
    "offline": "线下宣传",
    "other": "其他渠道",
}
GUEST_KINDS: dict[str, str] = {
    "expert": "专家",
    "scholar": "学者",
    "deputy": "人大代表",
    "member": "政协委员",
    "enterprise": "企业代表",
    "citizen": "市民代表",
    "media": "新闻媒体",
}
SPREAD_GRACE = dt.timedelta(days=15)  # after release, until a policy without recorded spread is flagged
CHANNEL_GRACE = dt.timedelta(days=10)  # after release, until a planned channel without record is flagged
WATCH_EVERY = dt.timedelta(days=7)  # between two looks for misreadings
WATCH_FOR = dt.timedelta(days=60)  # after release, so long one looks

_KINDS = {
    "spread": "传播记录", "survey": "知晓度调查", "watch": "舆情跟踪", "channel": "解读渠道", "leader": "领导名册",
    "appearance": "领导发布解读", "supplier": "供应商", "product": "解读产品", "guest": "邀请人员", "contest": "优秀解读评选",
}  # fmt: skip
declare(
    {f"outreach:{key}:add": f"登记{name}" for key, name in _KINDS.items()}
    | {f"outreach:{key}:change": f"修改{name}" for key, name in _KINDS.items()}
    | {
        "outreach:product:review": "审核解读产品",
        "outreach:contest:enter": "推荐参评解读",
        "outreach:contest:juror": "聘请评委",
        "outreach:contest:score": "评分",
        "outreach:contest:judge": "开始评分",
        "outreach:contest:settle": "形成评选结果",
        "outreach:contest:approve": "同意评选结果",
        "outreach:contest:return": "退回评选结果",
        "outreach:contest:publish": "公布评选结果",
        "outreach:contest:withdraw": "撤下评选结果",
    }
)


def watch_due(published: dt.date, last: dt.date | None) -> dt.date | None:
    """Return the day by which the next look for misreadings is due; None once the time of watching is over."""
    due = (last or published) + WATCH_EVERY
    return due if due <= published + WATCH_FOR else None
