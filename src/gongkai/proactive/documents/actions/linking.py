"""Mending links that only one side knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as published
from gongkai.engine.publishing.actions import Refused
from gongkai.law.numbers import number_key
from gongkai.proactive.documents.queries.reports import default_verb

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def mend_link(*, source: str, number: str, by: Acting) -> str:
    """Link the public document `source` (index number) to the one with this number; return that one's title.

    A relation that only named the number gets its target; a number cited in the text becomes a basis. Raises Refused
    when one of the two is not public here, NotAllowed or OutOfSight for other agencies' documents.
    """
    release = published.release_by_key(source)
    target = published.item_by_number(number)
    if release is None or target is None or target.pk == release.item_id:
        raise Refused("没有找到要关联的文件，请刷新页面查看。")
    check(by, Permission.PUBLISHING_CORRECT, release.agency)
    key = number_key(number)
    named = [row for row in release.item.relations.filter(target=None) if _same(row.target_label, number, key)]
    verb = named[0].verb if named else default_verb()
    for row in named:
        publishing.unrelate(relation=row, by=by)
    publishing.relate(source=release.item, verb=verb, target=target, by=by)
    other = published.release_by_key(target.key)
    return other.title if other else target.key


def _same(label: str, number: str, key: str | None) -> bool:
    return label == number or (key is not None and number_key(label) == key)
