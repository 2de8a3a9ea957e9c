"""Writing a list of questions: begin, save row by row, import, join doubles, hand in, take back, next edition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import State, listing
from gongkai.proactive.faq.actions.shared import check_draft, move, note, write
from gongkai.proactive.faq.models import QuestionList
from gongkai.proactive.faq.permissions import check_writing
from gongkai.proactive.faq.queries import basis_choices, edition_of, policy_edition
from gongkai.proactive.faq.rules import KIND, TURNS, Status, cleaned, lacking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, Item


ISSUED = re.compile(r"印发(《.+》)的通知$")


def short_name(title: str) -> str:
    """Return what people call a policy: of a notice that issues one, the name of what is issued."""
    found = ISSUED.search(title)
    return found.group(1) if found else title


@transaction.atomic
def begin(*, policy: Item, by: Acting, title: str = "") -> QuestionList:
    """Begin the list of questions of a policy. One policy has one list. Raises Refused, NotAllowed."""
    check_writing(policy.agency, by)
    basis = policy_edition(policy)
    if basis is None or policy.kind == KIND:
        raise Refused("请选择一份政策文件。")
    document = getattr(policy, "document", None)
    name = title.strip() or f"{short_name(basis.title)}常见问题"
    edition = publishing.create_item(kind=KIND, agency=policy.agency, title=name[:300], by=by, quiet=True)
    one = QuestionList(
        item=edition.item, title=edition.title, policy=policy, drafter=by.person, of_edition=basis.number,
        division=document.division if document is not None else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            one.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("这份文件已经有问题清单，请在原清单里修改。") from error
    write(one, [], version=1, title=edition.title, by=by)
    publishing.relate(source=edition.item, verb="answers", target=policy, by=by)
    note("begin", one, by, new={"policy": policy.key})
    return one


def _kept(one: QuestionList, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows as entries; the words of a basis are read from the policy, never typed. Raises Refused naming the row."""
    basis = dict(basis_choices(one.policy))
    entries, wrong = [], []
    for place, row in enumerate(rows, 1):
        try:
            entry = cleaned(row)
        except ValueError as error:
            wrong.append(f"第{place}个问题：{error}")
            continue
        if entry["basis"] and entry["basis"] not in basis:
            wrong.append(f"第{place}个问题：文件里没有所选的依据段落，请重新选择")
        entries.append(entry | {"basis_text": basis.get(entry["basis"], "")})
    if wrong:
        raise Refused(listing(wrong))
    return entries


@transaction.atomic
def save(*, one: QuestionList, version: int, rows: Sequence[Mapping[str, Any]], by: Acting, title: str = "") -> Edition:
    """Write all rows in their order. Raises Stale when somebody saved since `version`, Refused naming bad rows."""
    edition = check_draft(one, by)
    entries = _kept(one, rows)
    old = len(one.entries)
    saved = write(one, entries, version=version, title=title.strip()[:300] or edition.title, by=by)
    note("save", one, by, old={"questions": old}, new={"questions": len(entries)})
    return saved


@transaction.atomic
def add_many(*, one: QuestionList, rows: Sequence[Mapping[str, Any]], by: Acting) -> int:
    """Add rows of a file at the end; a question that stands already gets the new answer. Return how many are new."""
    edition = check_draft(one, by)
    standing = {entry["question"]: entry for entry in one.entries}
    entries, new = [dict(entry) for entry in one.entries], 0
    for row in rows:
        known = standing.get(" ".join(str(row.get("question") or "").split()))
        if known is None:
            entries.append(dict(row) | {"source": "import"})
            new += 1
        else:
            at = next(place for place, entry in enumerate(entries) if entry["id"] == known["id"])
            entries[at] = entries[at] | {name: row[name] for name in ("answer", "basis") if row.get(name)}
    write(one, _kept(one, entries), version=edition.version, title=edition.title, by=by)
    note("import", one, by, new={"rows": len(rows), "new": new})
    return new


@transaction.atomic
def join(*, one: QuestionList, keep: str, drop: str, by: Acting) -> None:
    """Make one of two entries that ask the same: the kept wording stands, the counts add up, no answer is lost."""
    edition = check_draft(one, by)
    found = {entry["id"]: entry for entry in one.entries}
    if keep == drop or keep not in found or drop not in found:
        raise Refused("要合并的问题已经不在了，请刷新页面。")
    kept, gone = found[keep], found[drop]
    answer = kept["answer"] or gone["answer"]
    if gone["answer"] and gone["answer"] not in answer:
        answer = f"{answer}\n{gone['answer']}"
    joined = kept | {"answer": answer, "asked": kept["asked"] + gone["asked"], "basis": kept["basis"] or gone["basis"]}
    entries = [joined if entry["id"] == keep else entry for entry in one.entries if entry["id"] != drop]
    write(one, _kept(one, entries), version=edition.version, title=edition.title, by=by)
    note("save", one, by, old={"question": gone["question"]}, new={"question": kept["question"]}, remark="合并")


@transaction.atomic
def submit(*, one: QuestionList, by: Acting) -> None:
    """Hand over to the reviewers. Raises Refused with everything that is still missing."""
    check_draft(one, by)
    missing = lacking(one.entries)
    if missing:
        raise Refused("还不能送审：" + listing(missing))
    basis = policy_edition(one.policy)
    if basis is not None and basis.number != one.of_edition:
        QuestionList.objects.filter(pk=one.pk).update(of_edition=basis.number, recheck_since=None)
        one.of_edition, one.recheck_since = basis.number, None
    move("submit", one, Status.CHECK, by=by)


@transaction.atomic
def reopen(*, one: QuestionList, reason: str, by: Acting) -> None:
    """Take back what lies with the reviewers or waits for release; every review is asked again."""
    check_writing(one.item.agency, by)
    if one.status not in {*TURNS, Status.READY}:
        raise Refused("这份问题清单没有在审查，不需要收回。")
    if not reason.strip():
        raise Refused("请写明收回的原因。")
    publishing.new_round(edition=edition_of(one))
    move("reopen", one, Status.DRAFT, by=by, remark=reason.strip())


@transaction.atomic
def open_next(*, one: QuestionList, reason: str, by: Acting) -> Edition:
    """Begin a new edition of what is public (or was withdrawn); readers see the reason as note of change."""
    check_writing(one.item.agency, by)
    if one.status not in {Status.PUBLISHED, Status.WITHDRAWN}:
        raise Refused("只有已经发布或者撤下的清单才能开始新的版本。")
    edition = publishing.open_edition(item=one.item, note=reason, by=by)
    move("reopen", one, Status.DRAFT, by=by, remark=reason.strip())
    return edition


@transaction.atomic
def discard(*, one: QuestionList, reason: str, by: Acting) -> None:
    """Give up the edition in preparation; the working copy says again what is public."""
    edition = check_draft(one, by)
    public = one.item.editions.filter(state=State.PUBLISHED).first()
    if public is None:
        raise Refused("这份清单还没有公开过，没有可以恢复的版本。不再需要的问题请逐个删除。")
    if not reason.strip():
        raise Refused("请写明放弃的原因。")
    publishing.discard(edition=edition, by=by, reason=reason.strip())
    one.entries = [dict(entry) for entry in public.snapshot["entries"]]
    one.save(update_fields=["entries"])
    move("discard", one, Status.PUBLISHED, by=by, remark=reason.strip())
