"""Empty the personal data of a row when its retention is over."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models, transaction

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Actor, Subject
from gongkai.base.organisations.queries import Acting
from gongkai.base.vault.fields import Fingerprint, SealedText
from gongkai.base.vault.looking import actor_of
from gongkai.base.vault.rules import BLANK, Refused


def blank(
    *,
    instance: models.Model,
    fields: Sequence[str],
    by: Acting | Actor,
    why: str = "",
    subject: Subject | None = None,
) -> None:
    """Empty sealed columns and fingerprints of a row and record which (never what stood there).

    `subject` is what the event is filed under, the row itself by default. Raises Refused for a column of another sort.
    """
    names = {name: instance._meta.get_field(name) for name in fields}
    wrong = [name for name, field in names.items() if not isinstance(field, (SealedText, Fingerprint))]
    if wrong or not names:
        raise Refused(f"只能清除加密字段和指纹字段：{'、'.join(wrong) or '没有指明字段'}。")
    about = subject or Subject(instance._meta.label_lower, str(instance.pk))
    with transaction.atomic():
        type(instance)._base_manager.filter(pk=instance.pk).update(**dict.fromkeys(names, ""))
        words = [str(getattr(field, "verbose_name", name)) for name, field in names.items()]
        events.record(tag=BLANK, by=actor_of(by), subject=about, new={"fields": words}, remark=why)
    for name in names:
        setattr(instance, name, "")
