"""Numbers without gaps and doubles: the row of the counter is the lock, and a number belongs to its transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.casework.actions.shared import name_of, reason_of
from gongkai.engine.casework.models import Number, Series, SeriesForm
from gongkai.engine.casework.rules import SERIES, Refused, default_prefix, pattern_defect, written

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def next_number(*, series: str, agency: Agency, year: int, by: Acting, subject: Subject | None = None) -> str:
    """Return the next number and keep who took it. Rolled back with the caller's transaction, it was never taken.

    Others wait for the row until this transaction ends. Four queries. Raises KeyError for an unknown series.
    """
    form = form_of(series, agency)
    counter = _counter(series, agency, year)
    counter.last += 1
    counter.save(update_fields=["last"])
    text = written(form.pattern, prefix=form.prefix, year=year, n=counter.last)
    Number.objects.create(
        series=counter, n=counter.last, text=text, given_by=name_of(by)[:60],
        subject_type=subject.type if subject else "", subject_id=subject.id if subject else "",
    )  # fmt: skip
    return text


def _counter(series: str, agency: Agency, year: int) -> Series:
    """Return the locked counter, made on first use."""
    Series.objects.get_or_create(key=series, agency=agency, year=year)
    return Series.objects.select_for_update().get(key=series, agency=agency, year=year)


def form_of(series: str, agency: Agency) -> SeriesForm:
    """Return how this agency writes the numbers of a series, with defaults filled in. One query."""
    known = SERIES[series]
    kept = SeriesForm.objects.filter(key=series, agency=agency).first() or SeriesForm(key=series, agency=agency)
    kept.prefix = kept.prefix or default_prefix(agency.number_prefixes, known.word)
    kept.pattern = kept.pattern or known.pattern
    return kept


@transaction.atomic
def arrange_series(
    *, series: str, agency: Agency, by: Acting, prefix: str = "", pattern: str = "", reason: str = ""
) -> None:
    """Set how the numbers are written from now on; numbers given out stay as they are. Raises Refused."""
    check(by, Permission.CASEWORK_TEMPLATES, agency)
    wrong = pattern_defect(pattern) if pattern else ""
    if series not in SERIES or wrong or "{" in prefix or len(prefix) > 40:
        raise Refused(wrong or "没有这个编号序列，或者代字超过40字、含有花括号。")
    old = form_of(series, agency)
    SeriesForm.objects.update_or_create(
        key=series, agency=agency, defaults={"prefix": prefix.strip(), "pattern": pattern.strip()}
    )
    new = form_of(series, agency)
    _note("arrange", series, agency, by, _written(old), _written(new), reason)


@transaction.atomic
def advance_series(*, series: str, agency: Agency, year: int, to: int, by: Acting, reason: str) -> None:
    """Go on behind numbers given out on paper before. Raises Refused downwards: no number is given out twice."""
    check(by, Permission.CASEWORK_TEMPLATES, agency)
    why = reason_of(reason, "请说明为什么从这个号开始，例如“接续纸质登记簿”。")
    if series not in SERIES:
        raise Refused("没有这个编号序列。")
    counter = _counter(series, agency, year)
    if to <= counter.last or to > 999_999:
        raise Refused(f"编号已经用到第{counter.last}号，只能向后接续。")
    old, counter.last = counter.last, to
    counter.save(update_fields=["last"])
    _note("advance", series, agency, by, old, to, why)


def _written(form: SeriesForm) -> dict[str, str]:
    return {"代字": form.prefix, "编号格式": form.pattern}


def _note(tag: str, series: str, agency: Agency, by: Acting, old: object, new: object, reason: str) -> None:
    events.record(
        tag=f"casework:series:{tag}", by=by.actor(Permission.CASEWORK_TEMPLATES, agency),
        subject=Subject("series", f"{agency.code}:{series}", SERIES[series].name), old=old, new=new, remark=reason,
    )  # fmt: skip
