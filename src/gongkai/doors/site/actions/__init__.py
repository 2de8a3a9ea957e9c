"""The verbs of the portal: counting readings, arranging topics, reposting, keeping the site register."""

from gongkai.doors.site.actions.counting import count_view, drop_old_visits, flush_views
from gongkai.doors.site.actions.english import (
    create_translation,
    edit_translation,
    follow_correction,
    follow_withdrawal,
    name_in_english,
)
from gongkai.doors.site.actions.flow import (
    approve,
    discard,
    open_next,
    publish,
    schedule,
    send_back,
    submit,
    unschedule,
    withdraw,
)
from gongkai.doors.site.actions.reposts import check_link, decline, edit_repost, register_repost, remind_reposts
from gongkai.doors.site.actions.sites import (
    choose_theme,
    confirm_check,
    edit_profile,
    hide_term,
    remind_checks,
    show_term,
)
from gongkai.doors.site.actions.topics import (
    add_block,
    create_topic,
    describe_topic,
    edit_block,
    move_block,
    remove_block,
    set_banner,
)

__all__ = [
    "add_block",
    "approve",
    "check_link",
    "choose_theme",
    "confirm_check",
    "count_view",
    "create_topic",
    "create_translation",
    "decline",
    "describe_topic",
    "discard",
    "drop_old_visits",
    "edit_block",
    "edit_profile",
    "edit_repost",
    "edit_translation",
    "flush_views",
    "follow_correction",
    "follow_withdrawal",
    "hide_term",
    "move_block",
    "name_in_english",
    "open_next",
    "publish",
    "register_repost",
    "remind_checks",
    "remind_reposts",
    "remove_block",
    "schedule",
    "send_back",
    "set_banner",
    "show_term",
    "submit",
    "unschedule",
    "withdraw",
]
