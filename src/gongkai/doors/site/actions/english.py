"""English: names of agencies, columns and sites; and the English version of a document, bound to one Chinese edition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.html import escape

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.files.rules import clean_html, to_text
from gongkai.base.notify import actions as notify
from gongkai.base.notify.rules import Note
from gongkai.base.organisations.queries import Acting, agencies_where, check, holders, the_system
from gongkai.doors.site.actions.flow import check_drafting, note
from gongkai.doors.site.models import EnglishName, Translation
from gongkai.doors.site.queries.english import of_document
from gongkai.doors.site.rules import TRANSLATION
from gongkai.doors.site.rules.english import LEVELS, has_han, is_english, translation_key
from gongkai.doors.site.rules.flow import DRAFTING
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import State, Withdrawal
from gongkai.law.grounds import Mode

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.engine.publishing.models import Item, Release

LONGEST_KEY = 60
NAME_FACTS = ("name", "short_name", "about", "address", "office_hours")


@transaction.atomic
def create_translation(*, agency: Agency, source: Release, title: str, by: Acting) -> Translation:
    """Begin the English version of a public document of this agency or one below it, of the edition public today."""
    check(by, DRAFTING, agency)
    if source.kind != "document":
        raise Refused("目前只有公文可以有英文版。")
    if not source.agency.lineage.startswith(agency.lineage):
        raise Refused(f"这份文件由{source.agency.name}公开，不归本机关翻译。")
    if standing := of_document(source.item_id):
        raise Refused(f"这份文件已有英文版“{standing.item.editions.latest('number').title}”，请在列表中打开修改。")
    key = translation_key(source.key)
    if len(key) > LONGEST_KEY:
        raise Refused("这份文件的索引号太长，不能再加英文版的后缀。")
    name = _title(title)
    edition = publishing.create_item(kind=TRANSLATION, agency=agency, title=name, by=by, key=key)
    edition.mode = Mode.FULL_TEXT.value
    edition.save(update_fields=["mode"])
    number = source.edition.number
    made: Translation = Translation.objects.create(item=edition.item, source_id=source.item_id, of_edition=number)
    note("site:english:edit", made, by, new={"title": name, "of": source.key, "edition": number})
    return made


def _title(written: str) -> str:
    name = " ".join(written.split())
    if not is_english(name):
        raise Refused("请填写英文标题；标题中不要夹写汉字，人名、地名用汉语拼音。")
    return name


def wording(summary: str, body: str) -> str:
    """Return what is reviewed, screened, indexed and kept under the log's digest: the summary, then the translation."""
    return clean_html((f"<p>{escape(summary)}</p>" if summary else "") + body)


@transaction.atomic
def edit_translation(
    *,
    translation: Translation,
    version: int,
    title: str,
    level: str,
    summary: str,
    body: str,
    of_edition: int,
    by: Acting,
) -> Translation:
    """Write the whole working copy. Raises Stale when somebody saved in between."""
    row = Translation.objects.select_for_update(of=("self",)).select_related("item__agency").get(pk=translation.pk)
    edition = check_drafting(row, by)
    if level not in LEVELS:
        raise Refused("请选择英文内容的范围。")
    public = row.source.editions.filter(number=of_edition, state__in=[State.PUBLISHED, State.SUPERSEDED])
    if not public.exists():
        raise Refused("请选择译文对应的中文版次。")
    name, said = _title(title), " ".join(summary.split())
    if said and not is_english(said):
        raise Refused("摘要请用英文填写，不要夹写汉字。")
    row.level, row.summary, row.of_edition = level, said if level != "title" else "", of_edition
    row.body = clean_html(body) if level == "full" else ""
    html = wording(row.summary, row.body)
    publishing.save_edition(
        edition=edition, version=version, by=by, title=name, html=html, text=to_text(html), mode=Mode.FULL_TEXT.value
    )
    row.save(update_fields=["level", "summary", "body", "of_edition"])
    note("site:english:edit", row, by, new={"title": name, "level": level, "edition": of_edition})
    return row


def follow_withdrawal(source: Item) -> bool:
    """Take the English version down with its document, and stop one that waits for its time. True when one was public."""
    row = Translation.objects.filter(source=source).select_related("item").first()
    if row is None or source.withdrawn_at is None:
        return False
    _stop(row)
    by = the_system("translation")
    if not row.item.editions.filter(state=State.PUBLISHED).exists():
        return False
    publishing.withdraw(
        item=row.item, kind=Withdrawal(source.withdrawal_kind), by=by,
        reason=f"中文文件已经撤下，英文版一并撤下：{source.withdrawal_reason}"[:300],
    )  # fmt: skip
    return True


def _stop(row: Translation) -> None:
    """Take back what waits for its time: it could not be released any more, and would stand in the way of others."""
    for edition in row.item.editions.filter(state=State.SCHEDULED):
        publishing.unschedule(edition=edition, by=the_system("translation"))


def follow_correction(source: Item) -> bool:
    """Tell the editors that the Chinese text was corrected and their English is of an earlier edition; True when told."""
    row = Translation.objects.filter(source=source).select_related("item__agency").first()
    number = source.editions.filter(state=State.PUBLISHED).values_list("number", flat=True).first()
    if row is None or number is None or number == row.of_edition or row.item.withdrawn_at is not None:
        return False
    _stop(row)
    people = tuple(person.pk for person in holders(DRAFTING, row.item.agency))
    title = f"中文文件已更正，请核对英文版：{row.item.editions.latest('number').title}"
    key = f"english:{row.pk}:{number}"
    notify.tell_all(
        notes=[Note(people, title, key, url=f"/desk/site/english/{row.pk}/", kind="site")] if people else []
    )
    return True


def _check_naming(by: Acting, agency: Agency) -> None:
    """Let the editor of an agency name it and everything below it. Raises NotAllowed or OutOfSight."""
    if not any(agency.lineage.startswith(own.lineage) for own in agencies_where(by, DRAFTING)):
        check(by, DRAFTING, agency)


@transaction.atomic
def name_in_english(*, target: Any, facts: Mapping[str, str], by: Acting) -> EnglishName:
    """Give an agency, a column or a site its English name, address and words. `target` is the row of one of the three.

    Such names are register data like the Chinese ones: recorded with who and when, shown at once.
    """
    field = {"agency": "agency", "column": "column", "site": "site"}[target._meta.model_name]
    _check_naming(by, target if field == "agency" else target.agency if field == "site" else target.site.agency)
    said = {name: " ".join(str(facts.get(name, "")).split()) for name in NAME_FACTS}
    for name, text in said.items():
        if (name == "name" and not is_english(text)) or has_han(text):
            raise Refused("请用英文填写，不要夹写汉字；人名、地名用汉语拼音。")
    old = EnglishName.objects.filter(**{field: target}).first()
    row, _ = EnglishName.objects.update_or_create(**{field: target}, defaults=said)
    events.record(
        tag="site:english:name",
        by=by.actor(),
        subject=Subject(field, str(target.pk), str(target.name)),
        old={name: getattr(old, name) for name in said if old and getattr(old, name) != said[name]},
        new={name: text for name, text in said.items() if not old or getattr(old, name) != text},
    )
    publishing.void_pages()
    return row
