"""Reads: what can be chosen, links in letters, packages of partners, figures of pushes."""

from gongkai.doors.subscriptions.queries.devices import device_counts, public_key, push_key, shown_devices
from gongkai.doors.subscriptions.queries.documents import choices, document_of, in_words
from gongkai.doors.subscriptions.queries.links import (
    code_path,
    manage_path,
    partner_of_stop,
    request_of,
    request_of_code,
    stop_path,
    subscriber_of,
    waiting_requests,
)
from gongkai.doors.subscriptions.queries.own import own_data
from gongkai.doors.subscriptions.queries.packages import package, page_of
from gongkai.doors.subscriptions.queries.pushes import (
    Effect,
    by_channel,
    campaign_of,
    campaigns,
    effect_of,
    effects,
    overview,
)

__all__ = [
    "Effect",
    "by_channel",
    "campaign_of",
    "campaigns",
    "choices",
    "code_path",
    "device_counts",
    "document_of",
    "effect_of",
    "effects",
    "in_words",
    "manage_path",
    "overview",
    "own_data",
    "package",
    "page_of",
    "partner_of_stop",
    "public_key",
    "push_key",
    "request_of",
    "request_of_code",
    "shown_devices",
    "stop_path",
    "subscriber_of",
    "waiting_requests",
]
