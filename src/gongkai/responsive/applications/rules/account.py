"""Signing in by a link in a mail, beside number and secret: how long, how often, what is said. Configuration. No Django."""

from __future__ import annotations

from datetime import timedelta

JOB = "applications.account-link"
PURPOSE = "applications.account"  # of the fingerprint: no other list of addresses can be joined with this one
# Platform configuration: long enough for a slow mail server, short enough for a mailbox that somebody else opens later.
LINK_LASTS = timedelta(minutes=30)
LINK_KEPT = timedelta(days=1)  # then nothing says any more that somebody asked
# Links asked for, and in how many seconds: from one network address, and to one mailbox whoever asks.
ASK_TRIES, ASK_SECONDS = 20, 3600
MAILBOX_TRIES, MAILBOX_SECONDS = 3, 3600
LINES = 20
SHOWN = 60  # characters of what was asked for

ASKED = (
    "如果这个邮箱在本网站提交过申请，登录邮件会在几分钟内到达，请打开邮件里的链接。没有收到的，请看垃圾邮件，核对邮箱是否与申请时所填的一致；"
    "一小时内同一邮箱最多发三封。"
)
NO_MAILBOX = "请填写完整的电子邮箱，例如 name@example.com。"
DEAD = "这个链接已经用过或者已经过期。需要登录的，请重新获取一个。"
ENDED = "登录已经结束。为保护您的信息，一段时间不操作会自动退出，请重新获取登录链接。"


def minutes() -> int:
    return int(LINK_LASTS.total_seconds() // 60)


def mail_text(*, site: str, link: str) -> tuple[str, str]:
    """Return subject and body. Nothing in it says whether or what somebody applied for."""
    subject = f"登录{site}查看您的申请"
    body = (
        f"有人在{site}请求用这个邮箱登录，查看政府信息公开申请的办理进度。是您本人的，请打开下面的网址，再点“登录”：\n\n{link}\n\n"
        f"网址{minutes()}分钟内有效，只能用一次，请不要转发给别人。不是您本人操作的，不必理会，没有人能因此看到您的申请。\n\n"
        "本邮件由系统自动发出，请勿直接回复。\n"
    )
    return subject, body
