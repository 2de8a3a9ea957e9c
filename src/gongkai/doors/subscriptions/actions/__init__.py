"""The verbs: ask, confirm and manage subscriptions; tell what became public; send; push; keep the registers."""

from gongkai.doors.subscriptions.actions.asking import ask, confirm_code, send_confirmation
from gongkai.doors.subscriptions.actions.by_wechat import ask_by_wechat, bind, spoken_code, square_code
from gongkai.doors.subscriptions.actions.devices import add_device, remove_device, renew_device
from gongkai.doors.subscriptions.actions.fitting import tell_fitting, tell_what_is_open
from gongkai.doors.subscriptions.actions.gateway import InboundRefused, connect, read_inbound
from gongkai.doors.subscriptions.actions.handing_over import hand_over_due, hear_for_partners
from gongkai.doors.subscriptions.actions.keeping_up import forget_changes, forget_index, matching, note_changes
from gongkai.doors.subscriptions.actions.listening import listen, take_inbound
from gongkai.doors.subscriptions.actions.push_key import save_push_key
from gongkai.doors.subscriptions.actions.pushing import (
    approve,
    count_opening,
    hand_out,
    prepare,
    receive,
    record_applied,
    send_back,
)
from gongkai.doors.subscriptions.actions.registering import (
    end_mails,
    renew_keys,
    save_cooperation,
    save_partner,
    save_point,
    show_keys,
    try_again,
)
from gongkai.doors.subscriptions.actions.returned import take_returned
from gongkai.doors.subscriptions.actions.sending import Unreachable, bounce, forget_letters, recover, send_due
from gongkai.doors.subscriptions.actions.subscribing import (
    accept,
    add,
    confirm,
    decline,
    delete_all,
    drop,
    forget_requests,
    register,
    set_profile,
    set_rhythm,
    start,
    stop,
)
from gongkai.doors.subscriptions.actions.telling import deliver, hear
from gongkai.doors.subscriptions.permissions import Refused

__all__ = [
    "InboundRefused",
    "Refused",
    "Unreachable",
    "accept",
    "add",
    "add_device",
    "approve",
    "ask",
    "ask_by_wechat",
    "bind",
    "bounce",
    "confirm",
    "confirm_code",
    "connect",
    "count_opening",
    "decline",
    "delete_all",
    "deliver",
    "drop",
    "end_mails",
    "forget_changes",
    "forget_index",
    "forget_letters",
    "forget_requests",
    "hand_out",
    "hand_over_due",
    "hear",
    "hear_for_partners",
    "listen",
    "matching",
    "note_changes",
    "prepare",
    "read_inbound",
    "receive",
    "record_applied",
    "recover",
    "register",
    "remove_device",
    "renew_device",
    "renew_keys",
    "save_cooperation",
    "save_partner",
    "save_point",
    "save_push_key",
    "send_back",
    "send_confirmation",
    "send_due",
    "set_profile",
    "set_rhythm",
    "show_keys",
    "spoken_code",
    "square_code",
    "start",
    "stop",
    "take_inbound",
    "take_returned",
    "tell_fitting",
    "tell_what_is_open",
    "try_again",
]
