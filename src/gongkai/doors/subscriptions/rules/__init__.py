"""Words and tables of subscriptions: states, rhythms, limits. Configuration of our own with why; no number of law. No Django."""

from __future__ import annotations

from enum import StrEnum

from gongkai.base.events.rules import declare
from gongkai.doors.subscriptions.rules.criteria import FACETS, Criteria, CriteriaRefused, Document, meets

__all__ = ["FACETS", "Criteria", "CriteriaRefused", "Document", "meets"]

declare(
    {
        "subscriptions:subscriber:confirm": "确认订阅",
        "subscriptions:subscriber:register": "代为登记订阅",
        "subscriptions:subscriber:stop": "停止通知",
        "subscriptions:subscriber:delete": "删除订阅资料",
        "subscriptions:device:add": "添加接收提醒的设备",
        "subscriptions:device:renew": "设备更换推送地址",
        "subscriptions:device:remove": "移除接收提醒的设备",
        "subscriptions:device:gone": "设备不再接收提醒",
        "subscriptions:push-key:save": "启用浏览器提醒",
        "subscriptions:campaign:prepare": "拟定推送",
        "subscriptions:campaign:approve": "审核推送",
        "subscriptions:campaign:return": "退回推送",
        "subscriptions:campaign:applied": "登记推送后的申报",
        "subscriptions:partner:save": "登记合作方",
        "subscriptions:partner:end-mails": "合作方不再接收邮件",
        "subscriptions:partner:show": "查看合作方密钥",
        "subscriptions:partner:retry": "重新推送给合作方",
        "subscriptions:cooperation:save": "登记政社合作",
        "subscriptions:point:save": "登记线下点位",
        "subscriptions:offline:hand-out": "发放线下材料",
        "subscriptions:offline:receipt": "登记线下签收",
    }
)


class Frequency(StrEnum):
    NOW = "now"
    DAY = "day"
    WEEK = "week"


FREQUENCY_NAMES: dict[str, str] = {Frequency.NOW: "随时", Frequency.DAY: "每天一封", Frequency.WEEK: "每周一封"}


class Standing(StrEnum):
    """How an address stands: pending lives in `Request`, so there is no row before somebody agreed."""

    CONFIRMED = "confirmed"
    STOPPED = "stopped"


STANDING_NAMES: dict[str, str] = {Standing.CONFIRMED: "已确认", Standing.STOPPED: "已停止"}
CHANNEL_NAMES: dict[str, str] = {"mail": "邮件", "sms": "短信", "wechat": "微信"}
# Why a browser is told no more; `expired` is what its push service says (404, 410), as good as a returned letter.
DEVICE_GONE_NAMES: dict[str, str] = {
    "own": "本人移除", "stopped": "通知已经停止", "expired": "浏览器取消了授权", "failed": "多次没有送到"
}  # fmt: skip
SUBSCRIBER_KINDS: dict[str, str] = {"person": "个人", "enterprise": "企业和组织"}
STOP_NAMES: dict[str, str] = {
    "own": "本人退订",
    "bounced": "地址无法送达",
    "complaint": "收件人投诉",
    "desk": "工作人员停止",
}


class Sending(StrEnum):
    """A letter: `handing` is written before the mail server hears of it."""

    WAITING = "waiting"
    HANDING = "handing"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    FILED = "filed"  # an adapter for trials wrote it into a file: nobody was told


SENDING_NAMES: dict[str, str] = {
    Sending.WAITING: "待发送", Sending.HANDING: "正在交付", Sending.SENT: "已送出", Sending.FAILED: "没有送到",
    Sending.DROPPED: "不再发送", Sending.FILED: "只写入文件，没有发出",
}  # fmt: skip
TOPIC_NAMES: dict[str, str] = {"released": "新公开", "corrected": "更正", "withdrawn": "撤下", "chosen": "定向推送"}

# The four push methods (四类推送法) and the channels of each.
METHOD_NAMES: dict[str, str] = {
    "precise": "精准推送和订阅", "broad": "第三方平台推送", "direct": "短信、微信直达", "offline": "线下接力推送"
}  # fmt: skip


class Campaigning(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    RETURNED = "returned"


CAMPAIGN_NAMES: dict[str, str] = {
    Campaigning.DRAFT: "待审核", Campaigning.APPROVED: "已审核", Campaigning.RETURNED: "已退回"
}  # fmt: skip
PARTNER_KINDS: dict[str, str] = {
    "association": "行业协会", "chamber": "商会", "park": "产业园区", "legal": "法律服务机构", "committee": "居村委会",
    "platform": "第三方平台", "other": "其他组织",
}  # fmt: skip
PLATFORM = "platform"  # the one kind that spreads widely; the others pass on to those around them
POINT_KINDS: dict[str, str] = {
    "window": "办事窗口", "association": "行业协会", "chamber": "商会", "park": "产业园区", "committee": "居村委会",
    "other": "其他",
}  # fmt: skip
COOPERATION_KINDS: dict[str, str] = {
    "coaching": "政策辅导", "demand": "政策需求", "evaluation": "政策评价", "agreement": "试点合作协议"
}  # fmt: skip

# Each with why. An address gets one confirmation mail a day, whoever asks for it: so nobody is flooded through us.
CONFIRMATION_LIVES_HOURS = 72
COMPLAINT_DAYS = 60  # calendar days in which a complaint about a question still finds whom it was put to; configuration
CONFIRMATIONS_A_DAY, DAY_SECONDS = 1, 86_400
MOST_WAITING = 5  # later sign-ups of a day that wait for the one mail to be answered; configuration
# From one network address; behind one may stand an office.
SIGN_UPS, SIGN_UP_SECONDS = 10, 3600
# A code by short message: figures, minutes it lives, tries before it is void, codes a day to one number (each costs money).
CODE_FIGURES, CODE_LIVES_MINUTES, CODE_TRIES, CODES_A_DAY = 6, 10, 5, 5
# A page of a sign-up by WeChat waits longer than a code: the telephone is fetched, the account is followed first.
WECHAT_LIVES_MINUTES = 30
MOST_SUBSCRIPTIONS = 30  # of one subscriber
# Browsers of one subscriber, and how many may be added within an hour: so that nobody makes us call addresses by the thousand.
MOST_DEVICES = 8
DEVICE_ADDS, DEVICE_ADD_SECONDS = 10, 3600
BOUNCES_BEFORE_STOP = 3  # soft ones; a hard one stops at once
# Letters are claimed and settled in batches; a lease outlives the slowest batch by far.
LETTER_BATCH, LETTER_LEASE = 500, 300
MOST_TRIES = 8
# Browsers: calls at once, seconds for a whole call, letters that a worker takes at a time (their lease outlives them); first pause
# after a push service could not take it, doubled each time; longest pause that a service may ask for; letters lost before it is gone.
PUSH_AT_ONCE, PUSH_SECONDS, PUSH_BATCH = 8, 8.0, 100
PUSH_FIRST_PAUSE, PUSH_LONGEST_PAUSE = 60, 7200
PUSH_LOST_BEFORE_GONE = 3
# A text published long before it is announced was taken over from elsewhere: no news.
NEWS_FOR_HOURS = 48
# Partners: seconds for a whole call; first pause, doubled each time, given up after a day.
WEBHOOK_SECONDS, WEBHOOK_AT_ONCE = 10.0, 8
WEBHOOK_FIRST_PAUSE, WEBHOOK_GIVEN_UP = 30, 86_400
CONSENT = "我同意按所选内容和频率接收“{site}”发来的通知。邮箱、手机号码或者微信标识加密保存，只用于发送通知；每封邮件都可以一键退订，短信回复 T、微信回复“退订”即可退订，资料可以随时导出、删除。"
PROFILE_CONSENT = (
    "我同意“{site}”用我填写的情况判断惠企惠民政策适不适用，并把符合和可能符合条件的告诉我。情况加密保存，不公开，也不提供给别人，"
    "随时可以清空，清空以后不再使用。"
)
PUSH_CONSENT = (
    "我同意“{site}”通过这个浏览器的推送服务发来提醒。提醒只写标题、机关和网址，内容加密；推送服务由浏览器厂商提供，能不能及时送到由它决定，"
    "所以邮件照常发送。设备的推送地址加密保存，可以随时移除。"
)


def push_pause(tries: int, asked: int = 0) -> int:
    """Return the seconds to wait after this many tries: 60, 120, 240 …, or what the push service asks for; two hours at most."""
    return int(min(max(PUSH_FIRST_PAUSE * 2 ** max(tries - 1, 0), asked), PUSH_LONGEST_PAUSE))


def webhook_pause(tries: int) -> int:
    """Return the seconds to wait after this many failed calls: 30, 60, 120 … up to two hours."""
    return int(min(WEBHOOK_FIRST_PAUSE * 2 ** max(tries - 1, 0), 7200))
