"""The verbs of gazette."""

from gongkai.proactive.gazette.actions.deciding import approve, recall, release, reopen
from gongkai.proactive.gazette.actions.english import begin_english, edit_english, publish_english, review_english
from gongkai.proactive.gazette.actions.filling import (
    add_text,
    arrange,
    choose,
    drop,
    edit_entry,
    found_gazette,
    move_entry,
    plan,
    refresh,
    select,
    set_print_run,
)
from gongkai.proactive.gazette.actions.papering import make_paper, order_paper
from gongkai.proactive.gazette.actions.reading import close_reading, decide_finding, note_finding, open_reading
from gongkai.proactive.gazette.actions.spreading import (
    edit_recipient,
    give_reason,
    note_channel,
    plan_supply,
    receive,
    send,
    take_back_reason,
)
from gongkai.proactive.gazette.actions.standard import compare_documents, decide_divergence
from gongkai.proactive.gazette.actions.takeover import Report, import_issues, take_over_issue

from gongkai.engine.publishing.actions import Refused  # isort: skip

__all__ = [
    "Refused",
    "Report",
    "add_text",
    "approve",
    "arrange",
    "begin_english",
    "choose",
    "close_reading",
    "compare_documents",
    "decide_divergence",
    "decide_finding",
    "drop",
    "edit_english",
    "edit_entry",
    "edit_recipient",
    "found_gazette",
    "give_reason",
    "import_issues",
    "make_paper",
    "move_entry",
    "note_channel",
    "note_finding",
    "open_reading",
    "order_paper",
    "plan",
    "plan_supply",
    "publish_english",
    "recall",
    "receive",
    "refresh",
    "release",
    "reopen",
    "review_english",
    "select",
    "send",
    "set_print_run",
    "take_back_reason",
    "take_over_issue",
]
