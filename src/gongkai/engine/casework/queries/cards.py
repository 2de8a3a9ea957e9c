"""What the page of a letter shows, also inside the page of its case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.organisations.rules import Permission
from gongkai.engine.casework import rules
from gongkai.engine.casework.models import Countersignature, Letter
from gongkai.engine.casework.queries.letters import digest_of, pending_step, problems_of, sheet, signatures, values_of
from gongkai.engine.casework.rules import DispatchState, MailState, Route, State

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.casework.models import Dispatch

SHORT = 40  # characters that fit one line of a form
PILLS = {State.DRAFT: "info", State.COUNTERSIGNING: "warn", State.ISSUED: "ok", State.VOID: "bad"}
DISPATCH_PILLS = {
    DispatchState.PREPARED: "warn",
    DispatchState.SENT: "ok",
    DispatchState.SIGNED: "ok",
    DispatchState.RETURNED: "bad",
    DispatchState.SETTLED: "pause",
}


def card(letter: Letter, by: Acting) -> dict[str, Any]:
    """Return the context of `casework/desk/_letter.html`; set `back` to the address to return to, `stale` to list changes."""
    kind, shown = letter.kind_data, sheet(letter)
    writes = by.may(kind.permission, letter.agency)
    step = pending_step(letter)
    return {
        "letter": letter,
        "kind": kind,
        "sheet": shown,
        "rows": blocks_for_screen(shown["blocks"]),
        "pill": PILLS[State(letter.state)],
        "problems": problems_of(letter),
        "steps": _steps(letter),
        "remarks": [
            {"row": row, "name": named.name if (named := kind.step(row.step)) else row.step}
            for row in letter.signatures.order_by("-pk")
        ],
        "pending": step if letter.state == State.COUNTERSIGNING else None,
        "may_sign": _may_sign(letter, step, by),
        "own": step is not None and _is_own(letter, by) and not step.author_may,
        "seen": digest_of(letter) if letter.is_open else "",
        "writes": writes,
        "may_submit": writes and letter.state == State.DRAFT and bool(kind.steps),
        "may_issue": writes and letter.is_open and step is None,
        "may_send": letter.state == State.ISSUED and (writes or by.may(Permission.CASEWORK_DISPATCH, letter.agency)),
        "variables": _variables(letter) if letter.is_open else [],
        "clauses": rules.clauses_of(kind, correcting=letter.corrects_id is not None),
        "dispatches": [dispatch_row(one) for one in letter.dispatches.select_related("proof", "created_by")],
        "routes": rules.ROUTE_NAMES,
        "electronic_source": rules.ELECTRONIC_SOURCE,
        "seal_hint": rules.SEAL_HINT,
        "followers": list(letter.corrected_by.order_by("pk")) + list(letter.replaced_by.order_by("pk")),
        "text": letter.text,
        "editing": False,
        "standing": _standing(letter) if letter.state == State.ISSUED else "",
        **(_sending(letter) if letter.state == State.ISSUED else {"posted": {}, "recipients": [], "waiting": []}),
        "today": timezone.localdate().isoformat(),
        "stale": [],
        "back": "",
    }


def blocks_for_screen(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put neighbouring rows together into one table for the screen."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        if block["kind"] == "row" and found and found[-1]["kind"] == "table":
            found[-1]["rows"].append(block["cells"])
        elif block["kind"] == "row":
            found.append({"kind": "table", "rows": [block["cells"]]})
        else:
            found.append({"kind": block["kind"], "text": block["cells"][0]})
    return found


def _steps(letter: Letter) -> list[dict[str, str]]:
    signed: dict[str, Countersignature] = signatures(letter)
    names = [
        ("draft", "起草"),
        *((step.key, step.name) for step in letter.kind_data.steps),
        ("issue", "签发"),
        ("sent", "送出"),
    ]
    done = {"draft": letter.state != State.DRAFT, "issue": letter.issued_on is not None} | dict.fromkeys(signed, True)
    done["sent"] = any(
        one.state not in {DispatchState.PREPARED, DispatchState.RETURNED} for one in letter.dispatches.all()
    )
    found, now = [], False
    for key, name in names:
        state = "done" if done.get(key) else "next" if now else "now"
        now = now or state == "now"
        found.append({"label": name, "state": state})
    return found


def _is_own(letter: Letter, by: Acting) -> bool:
    return by.person is not None and letter.drafted_by_id == by.person.pk


def _standing(letter: Letter) -> str:
    told = rules.STANDING.get(letter.subject_type)
    return told(letter.subject_id, letter.pk) if told is not None else ""


def _chosen(letter: Letter) -> str:
    """Return the route that the reader of the letter asked for, "" where nobody knows."""
    told = rules.CHOSEN_ROUTES.get(letter.subject_type)
    return told(letter.subject_id, letter.kind_data.addressee) if told is not None else ""


def _sending(letter: Letter) -> dict[str, Any]:
    """Return what the form of a sending begins with: the way that was asked for, the addresses that are known."""
    told = rules.RECIPIENTS.get(letter.subject_type)
    people = told(letter.subject_id, letter.kind_data.addressee, letter.pk) if told is not None else []
    route = _chosen(letter)
    first = people[0].ways.get(route, "") if len(people) == 1 and not letter.dispatches.exists() else ""
    return {
        "posted": {"route": route, "address": first},
        "recipients": [(one.name, address) for one in people for address in dict.fromkeys(one.ways.values())],
        "waiting": [one.name for one in people if one.waits] if len(people) > 1 else [],
    }


def _may_sign(letter: Letter, step: rules.CounterStep | None, by: Acting) -> bool:
    if step is None or letter.state != State.COUNTERSIGNING:
        return False
    return by.may(step.permission, letter.agency, letter.division_id) and (step.author_may or not _is_own(letter, by))


def _variables(letter: Letter) -> list[dict[str, Any]]:
    """Return what the text uses, and whatever has a value already."""
    values, kind = values_of(letter), letter.kind_data
    used = rules.used_names(letter.text, kind) | set(kind.required)
    return [
        {
            "name": name,
            "label": label,
            "value": (value := values.get(name, "")),
            "required": name in kind.required,
            "long": len(value) > SHORT or "\n" in value,
        }
        for name, label in kind.variables.items()
        if name in used or values.get(name)
    ]


def dispatch_row(one: Dispatch) -> dict[str, Any]:
    """Return a dispatch with what may be recorded next."""
    prepared = one.state == DispatchState.PREPARED
    failed = one.mail_state in {MailState.FAILED, MailState.UNKNOWN}
    return {
        "row": one,
        "pill": "bad" if failed else DISPATCH_PILLS[DispatchState(one.state)],
        "label": one.get_mail_state_display() if prepared and one.mail_state else one.get_state_display(),
        "may_post": prepared and one.route in {Route.POST, Route.COURIER, Route.FAX},
        "may_sign": (prepared and one.route == Route.HAND) or (one.state == DispatchState.SENT),
        "may_return": one.state == DispatchState.SENT and one.route != Route.HAND,
        "may_redate": one.state in {DispatchState.SENT, DispatchState.SIGNED, DispatchState.RETURNED}
        and one.route in {Route.POST, Route.COURIER, Route.FAX, Route.HAND},
        "day": one.signed_on if one.route == Route.HAND else one.posted_on,
        "may_settle": one.state == DispatchState.RETURNED or (prepared and failed),
        "stamp": prepared and one.route in rules.STAMPED,
        "law": one.route in {Route.POST, Route.COURIER, Route.HAND},
    }
