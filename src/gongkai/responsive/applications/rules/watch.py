"""Which clocks run on an application and its parts; the days stand in `law.clocks`. No Django."""

from __future__ import annotations

from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.rules import DutyRule, register

REMIND = "到期前5个、3个、1个工作日和到期当日提醒，逾期后每日提醒一次"
SUBJECT = "application"
# An inquiry, a request for an opinion: clocks of their own beside that of the application.
INQUIRY = "application-inquiry"
OPINION = "application-opinion"


def _rule(key: str, name: str, clock: str, before: tuple[int, ...], source: str, repeat: int = 1) -> str:
    return register(
        DutyRule(
            key=key, name=name, clock=clock, remind=Permission.APPLICATIONS_HANDLE, remind_before=before, source=source,
            escalate=Permission.APPLICATIONS_APPROVE, repeat_days=repeat, opens=Permission.APPLICATIONS_READ,
        )
    ).key  # fmt: skip


CONFIRM_DUTY = _rule(
    "application-confirm", "确认收到申请", "APPLY-CONFIRM", (0,),
    "平台配置：平常信函须当日确认（条例第三十一条），其他渠道参照执行；到期当日提醒，逾期后每日提醒一次",
)  # fmt: skip
NOTICE_DUTY = _rule(
    "application-supplement-notice", "一次性告知补正", "C2", (3, 1, 0),
    "平台配置：到期前3个、1个工作日和到期当日提醒，逾期后每日提醒一次",
)  # fmt: skip
SUPPLEMENT_DUTY = _rule(
    "application-supplement", "等待申请人补正", "APPLY-DATE", (0,),
    "平台配置：补正期限由机关在告知书中确定（条例第三十条）；期满当日提醒经办人",
)  # fmt: skip
REPLY_DUTY = _rule("application-reply", "答复申请人", "C3", (5, 3, 1, 0), f"平台配置：{REMIND}")
REPLY_AGAIN_DUTY = _rule("application-reply-after-fee", "缴费后答复申请人", "C8", (5, 3, 1, 0), f"平台配置：{REMIND}")
DELAYED_DUTY = _rule(
    "application-reply-delayed", "按告知的延迟期限答复", "APPLY-DATE", (5, 3, 1, 0),
    f"条例第三十五条：机关确定并告知的合理期限；平台配置：{REMIND}",
)  # fmt: skip
ORDERED_DUTY = _rule(
    "application-reply-ordered", "依裁判答复", "APPLY-DATE", (5, 3, 1, 0),
    f"期限由复议决定书、判决书确定，登记结果时照录；平台配置：{REMIND}",
)  # fmt: skip
THIRD_DUTY = _rule(
    "application-third-party", "等待第三方意见", "C5", (1, 0),
    "平台配置：期满前1个工作日和期满当日提醒经办人",
)  # fmt: skip
JOINT_DUTY = _rule(
    "application-joint-maker", "等待共同制作机关意见", "C6", (1, 0),
    "平台配置：期满前1个工作日和期满当日提醒经办人",
)  # fmt: skip
PAYMENT_DUTY = _rule(
    "application-payment", "等待申请人缴费", "C7", (0,), "平台配置：期满当日提醒经办人",
)  # fmt: skip
# The division that was asked is reminded; once it is late, or where nobody sits in it, the office is told.
OPINION_DUTY = register(
    DutyRule(
        key="application-opinion", name="科室反馈意见", clock="APPLY-DATE", remind=Permission.APPLICATIONS_HANDLE,
        remind_before=(1, 0), escalate=Permission.APPLICATIONS_APPROVE, repeat_days=1, opens=Permission.APPLICATIONS_READ,
        source="平台配置：期限由办公室分办时确定；期满前1个工作日和期满当日提醒科室，逾期后每日提醒科室、经办人和负责人一次",
        in_division=Permission.APPLICATIONS_OPINION,
    )
).key  # fmt: skip
# The clocks that say when the applicant must have an answer; exactly one of them runs on a matter under way.
REPLY_RULES = (REPLY_DUTY, REPLY_AGAIN_DUTY, DELAYED_DUTY, ORDERED_DUTY)
# Days that the agency or a court set: they stand still for nobody, and nothing lengthens them.
SET_DAYS = (DELAYED_DUTY, ORDERED_DUTY)
SUPPLEMENT_DAYS = 15  # working days offered in the notice; the law leaves the length to the agency
REASON_DAYS = 10  # working days that reasons are waited for before silence may be judged
REASON_SOURCE = "平台配置：要求说明理由后等待10个工作日；条例第三十五条没有规定说明理由的期限"
SUPPLEMENT_SOURCE = "平台配置：告知书中默认给15个工作日补正，可逐件调整；条例第三十条只要求“合理的补正期限”"
OPINION_DAYS = 5
OPINION_SOURCE = "平台配置：征求科室意见默认5个工作日，可逐件调整"
HEARING_DUTY = _rule(
    "application-hearing", "出庭、听证", "APPLY-DATE", (5, 1, 0),
    "平台配置：开庭、听证日期由法院或者复议机关确定；到期前5个、1个工作日和当日提醒",
)  # fmt: skip
CONVERSION_DUTY = _rule(
    "application-conversion", "依申请信息转为主动公开", "C1", (5, 1, 0), f"条例第二十六条、第四十四条；平台配置：{REMIND}",
)  # fmt: skip
CHALLENGE = "application-challenge"
CONVERSION = "application-conversion"
RECORD_DUTY = _rule(
    "application-record", "更正政府信息", "APPLY-DATE", (5, 1, 0),
    f"平台配置：条例第四十一条没有规定期限，由机关逐件确定；{REMIND}",
)  # fmt: skip
SERVE_DAYS = 3  # working days to serve an answer that came back by another way; no law says how many
SERVE_DUTY = _rule(
    "application-serve-again", "另行送达答复", "APPLY-DATE", (1, 0),
    f"平台配置：答复被退回以后给{SERVE_DAYS}个工作日另行送达，现行规定没有写明；到期前1个工作日和到期当日提醒，逾期后每日提醒一次",
)  # fmt: skip
