"""Writing an interpretation: draft, save, files, hand in, take back, give up, next edition."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.base.files.queries import open_file
from gongkai.base.files.rules import clean_html, to_text
from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import listing
from gongkai.law.grounds import Mode
from gongkai.proactive.interpretation.actions.autosave import forget_typed
from gongkai.proactive.interpretation.actions.shared import move, note
from gongkai.proactive.interpretation.models import Interpretation
from gongkai.proactive.interpretation.permissions import check_writing
from gongkai.proactive.interpretation.queries import edition_of, lacking_of, plan_of, policy_edition
from gongkai.proactive.interpretation.rules import FORMS, KIND, Sort, Stage, Status
from gongkai.proactive.interpretation.rules.captions import CaptionFault, read
from gongkai.proactive.interpretation.rules.kinds import KIND_WORDS, ROLE_KINDS, ROLE_NAMES, SORT_NAMES, STAGE_NAMES
from gongkai.proactive.interpretation.rules.road import TURNS, UNDER_WAY

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile
    from gongkai.base.organisations.models import Agency, Division
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, EditionFile, Item

FIELDS = frozenset(
    "policy_type audience content layout elements facts points transcript summary reason consultation_url "
    "copy_reason held_on speakers".split()
)


@transaction.atomic
def draft(
    *,
    policy: Item,
    title: str,
    by: Acting,
    form: str = "text",
    stage: str = Stage.RELEASE,
    sort: str = Sort.FIRST,
    html: str = "",
    agency: Agency | None = None,
    division: Division | None = None,
    **fields: Any,
) -> Interpretation:
    """Begin an interpretation of a policy. It belongs to the agency that issues the policy and is written by `agency`.

    Without `agency`, that of the plan or of the document's draft writes. Raises Refused, NotAllowed.
    """
    _check_fields(fields, form=form, stage=stage, sort=sort)
    home, division = _writers(policy, agency, division)
    _check_occasion(policy, stage, sort, str(fields.get("reason") or ""))
    clean = clean_html(html)
    edition = publishing.create_item(
        kind=KIND, agency=policy.agency, title=_titled(title), by=by, html=clean, text=to_text(clean), quiet=True
    )
    publishing.save_edition(
        edition=edition, version=1, by=by, title=_titled(title), html=clean, text=to_text(clean), mode=Mode.FULL_TEXT
    )
    basis = policy_edition(policy)
    interpretation = Interpretation(
        item=edition.item, policy=policy, form=form, stage=stage, sort=sort, drafting_agency=home, division=division,
        drafter=by.person, of_edition=basis.number if basis else 1, **fields,
    )  # fmt: skip
    check_writing(interpretation, by)
    interpretation.save(force_insert=True)
    publishing.relate(source=edition.item, verb="interprets", target=policy, by=by)
    note("draft", interpretation, by, new={"policy": policy.key, "form": form, "stage": stage, "sort": sort})
    return interpretation


def _titled(title: str) -> str:
    if not title.strip():
        raise Refused("请填写标题。")
    return title.strip()


def _writers(policy: Item, agency: Agency | None, division: Division | None) -> tuple[Agency, Division | None]:
    if agency is not None:
        return agency, division
    plan, document = plan_of(policy), getattr(policy, "document", None)
    if plan is not None:
        return plan.agency, plan.division
    if document is not None:
        return document.drafting_agency, document.division
    return policy.agency, division


def _check_fields(fields: dict[str, Any], *, form: str, stage: str, sort: str) -> None:
    unknown = set(fields) - FIELDS
    if unknown:
        raise ValueError(f"unknown: {sorted(unknown)}")
    if form not in FORMS or stage not in STAGE_NAMES or sort not in SORT_NAMES:
        raise Refused("请选择解读的形式、阶段和次序。")


def _check_occasion(policy: Item, stage: str, sort: str, reason: str) -> None:
    """A further interpretation says what gave rise to it and needs a public policy (R169)."""
    public = hasattr(policy, "release")
    if sort != Sort.FIRST and not reason.strip():
        raise Refused("二次解读、跟踪解读请写明原因：实施中出现了什么新情况、新问题。")
    if stage == Stage.IMPLEMENTATION and not public:
        raise Refused("文件还没有公开，不能做实施阶段的解读。")


@transaction.atomic
def save(
    *, interpretation: Interpretation, version: int, by: Acting, title: str, html: str, form: str = "", **fields: Any
) -> Edition:
    """Write wording and particulars together; all or nothing. Raises Stale when another save came in between."""
    form = form or interpretation.form
    _check_fields(fields, form=form, stage=interpretation.stage, sort=interpretation.sort)
    check_writing(interpretation, by)
    _check_draft(interpretation)
    clean = clean_html(html)
    edition = publishing.save_edition(
        edition=edition_of(interpretation), version=version, by=by, title=_titled(title), html=clean,
        text=to_text(clean), mode=Mode.FULL_TEXT,
    )  # fmt: skip
    old = {name: getattr(interpretation, name) for name in fields}
    changed = {name: value for name, value in fields.items() if old[name] != value}
    if form != interpretation.form:
        old["form"], changed["form"] = interpretation.form, form
    for name, value in changed.items():
        setattr(interpretation, name, value)
    if changed:
        interpretation.save(update_fields=sorted(changed))
        note("save", interpretation, by, old=_told({name: old[name] for name in changed}), new=_told(changed))
    forget_typed(interpretation=interpretation, by=by)
    return edition


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields as an event can hold them."""
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in fields.items()}


def _check_draft(interpretation: Interpretation) -> None:
    if interpretation.status != Status.DRAFT:
        raise Refused("这份解读已经送审，不能直接修改；需要修改的，请收回或者由审查人退回。")


@transaction.atomic
def add_file(*, interpretation: Interpretation, file: StoredFile, name: str, role: str, by: Acting) -> EditionFile:
    """Attach a picture, a video, a sound, its captions, or anything else people may take with them.

    Raises Refused when the file is not what its role wants, or captions cannot be read as such.
    """
    check_writing(interpretation, by)
    _check_draft(interpretation)
    if role not in ROLE_NAMES:
        raise Refused("请选择文件的用途。")
    if role in ROLE_KINDS and file.kind not in ROLE_KINDS[role]:
        raise Refused(f"“{name}”不能作{ROLE_NAMES[role]}用，{ROLE_NAMES[role]}请上传{KIND_WORDS[role]}。")
    if role == "captions":
        _check_captions(file)
    return publishing.attach(edition=edition_of(interpretation), file=file, name=name, by=by, role=role)


def _check_captions(file: StoredFile) -> None:
    with open_file(file) as opened:
        data = opened.read()
    try:
        read(data)
    except CaptionFault as fault:
        raise Refused("字幕文件不能用：" + listing(fault.sentences)) from fault


@transaction.atomic
def submit(*, interpretation: Interpretation, by: Acting) -> None:
    """Hand in for the review of the head. Raises Refused with everything that is missing."""
    check_writing(interpretation, by)
    _check_draft(interpretation)
    missing = lacking_of(interpretation)
    if missing:
        raise Refused("还不能送审：" + listing(missing))
    basis = policy_edition(interpretation.policy)
    if basis is not None and basis.number != interpretation.of_edition:
        interpretation.of_edition = basis.number
        interpretation.save(update_fields=["of_edition"])
    move("submit", interpretation, Status.HEAD, by=by)


@transaction.atomic
def reopen(*, interpretation: Interpretation, reason: str, by: Acting) -> None:
    """Take back what was handed in or signed, because the document or the interpretation changes; all is asked again."""
    check_writing(interpretation, by)
    if interpretation.status not in {*TURNS, Status.READY}:
        raise Refused("这份解读没有在审查，不需要收回。")
    if not reason.strip():
        raise Refused("请写明收回的原因。")
    publishing.new_round(edition=edition_of(interpretation))
    move("reopen", interpretation, Status.DRAFT, by=by, remark=reason.strip())


@transaction.atomic
def abandon(*, interpretation: Interpretation, reason: str, by: Acting) -> None:
    """Stop working on it. What is public already stays public."""
    check_writing(interpretation, by)
    if interpretation.status not in UNDER_WAY:
        raise Refused("这份解读已经办结，不能终止；已发布的请用“撤下”。")
    if not reason.strip():
        raise Refused("请写明终止的原因。")
    publishing.discard(edition=edition_of(interpretation), by=by, reason=reason.strip())
    public = hasattr(interpretation.item, "release")
    move("abandon", interpretation, Status.PUBLISHED if public else Status.ABANDONED, by=by, remark=reason.strip())


@transaction.atomic
def open_next(*, interpretation: Interpretation, reason: str, by: Acting) -> Edition:
    """Begin a corrected edition of what is public; readers see the reason as note of change."""
    check_writing(interpretation, by)
    check(by, Permission.INTERPRETATION_DRAFT, interpretation.drafting_agency)
    if interpretation.status not in {Status.PUBLISHED, Status.WITHDRAWN}:
        raise Refused("只有已经发布或者撤下的解读才能开始新的版本。")
    edition = publishing.open_edition(item=interpretation.item, note=reason, by=by)
    move("reopen", interpretation, Status.DRAFT, by=by, remark=reason.strip())
    return edition
