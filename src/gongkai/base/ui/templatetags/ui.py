"""`{% load ui %}`: everything pages need from the design language. The cheat sheet is the gallery at /desk/ui/."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from gongkai.base.ui import charts, daygrid, linked, text, wide
from gongkai.base.ui.fields import present
from gongkai.base.ui.public import readings
from gongkai.base.ui.qr import qr_svg

register = template.Library()

VALIDITY = {
    "in_force": ("现行有效", "is-ok"),
    "future": ("尚未施行", "is-info future"),
    "amended": ("已修改", "is-warn changed"),
    "expired": ("已失效", "void"),
    "repealed": ("已废止", "is-bad void"),
}
_BY_WORD = {word: key for key, (word, _) in VALIDITY.items()} | {"已被修改": "amended"}


def _dateish(value: object) -> bool:
    return isinstance(value, dt.date)


@register.simple_tag
def ui_styles() -> SafeString:
    """Link the one stylesheet; its address changes whenever its content does."""
    return format_html('<link rel="stylesheet" href="{}">', static("ui/bundle.css"))


@register.simple_tag
def ui_scripts(*, htmx: bool = False) -> SafeString:
    """Link our modules, with htmx=True also htmx. Every page works without either."""
    tag = format_html('<script type="module" src="{}"></script>', static("ui/bundle.js"))
    if not htmx:
        return tag
    return format_html('<script src="{}" defer></script>{}', static("ui/vendor/htmx.min.js"), tag)


@register.filter
def tongue(value: object) -> SafeString | str:
    """Mark a Latin text as English inside a Chinese page: a screen reader otherwise reads it by Chinese rules."""
    said = text.plain(value)
    return format_html('<span lang="en">{}</span>', said) if text.is_latin(said) else said


@register.filter
def named(code: str, names: Mapping[str, str]) -> str:
    """Return the word for a code, or the code where there is none."""
    return names.get(code, code)


@register.filter
def by_word(value: object) -> SafeString:
    return text.by_word(str(value or ""))


@register.simple_tag(takes_context=True)
def statements(context: Context) -> SafeString:
    """Write what the page says to machines: its things, if it has any, and its breadcrumb."""
    request, crumbs = context["request"], context.get("crumbs") or ()
    return linked.json_ld(*(context.get("things") or ()), *([linked.trail(request, crumbs)] if crumbs else ()))


@register.simple_tag(takes_context=True)
def released(context: Context, release: Any) -> SafeString:
    """Write when a thing was published, to the second as the site standard wants, and how often it was read (R266)."""
    told = [("公布时间", release.first_published_at)]
    if release.published_at != release.first_published_at:
        told.append(("更新时间", release.published_at))
    shown = format_html_join("", "<span>{} {}</span>", ((name, time(at, "datetime")) for name, at in told))
    views = readings(context.get("request"), release.key)
    return shown if views is None else shown + format_html("<span>浏览次数 {}</span>", f"{views:,}")


@register.filter
def cited(value: object) -> str:
    """Write a title in its marks, those inside it as single ones."""
    return text.cited(str(value or ""))


@register.filter
def framed(value: SafeString | str | None) -> SafeString | str:
    """Put the tables of a published text into frames that scroll."""
    return wide.framed(value or "")


@register.filter
def highlight(value: object, words: object) -> SafeString:
    return text.highlight(str(value or ""), str(words or ""))


@register.filter
def cn_date(value: Any) -> str:
    return text.cn_date(value) if _dateish(value) else str(value or "")


@register.filter
def cn_day(value: Any) -> str:
    return text.cn_day(value) if _dateish(value) else str(value or "")


@register.filter
def cn_datetime(value: Any) -> str:
    return text.cn_datetime(value) if _dateish(value) else str(value or "")


@register.filter
def cn_weekday(value: Any) -> str:
    return text.cn_weekday(value) if _dateish(value) else ""


@register.filter
def working_days_left(value: int | None) -> str:
    return "" if value is None else text.working_days_left(int(value))


@register.filter
def filesize_cn(value: float | None) -> str:
    return "" if value is None else text.filesize_cn(value)


@register.simple_tag
def time(value: Any, style: str = "date") -> SafeString | str:
    """Write `<time>`; style: date, day, datetime. Text that is no date passes through."""
    if not _dateish(value):
        return str(value or "")
    shown = {"date": text.cn_date, "day": text.cn_day, "datetime": text.cn_datetime}[style](value)
    return format_html('<time datetime="{}">{}</time>', text.iso(value), shown)


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: object) -> str:
    """Return `?…` with the present query changed; None takes a key away. Without a request it starts empty."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def theme_url(context: Context, theme: str) -> str:
    """Address that keeps the choice and comes back here; a plain preview where the page is not mounted."""
    return _look_url(context, "theme", theme)


@register.simple_tag(takes_context=True)
def size_url(context: Context, size: str) -> str:
    """The same for the type size; theme stays as it is."""
    return _look_url(context, "size", size)


def _look_url(context: Context, name: str, value: str) -> str:
    request: HttpRequest | None = context.get("request")
    # A preview by address must not outlive the choice: what comes back is the page without it.
    here = _without(request, "look") if request else "/"
    try:
        return f"{reverse('looks:appearance')}?{name}={value}&next={quote(here)}"
    except NoReverseMatch:
        return f"?{'look' if name == 'theme' else name}={value}"


def _without(request: HttpRequest, name: str) -> str:
    if name not in request.GET:
        return request.get_full_path()
    query = request.GET.copy()
    del query[name]
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.filter
def validity_class(value: object) -> str:
    key = _BY_WORD.get(str(value), str(value))
    return VALIDITY.get(key, ("", ""))[1]


@register.filter
def validity_word(value: object) -> str:
    return VALIDITY.get(str(value), (str(value or ""), ""))[0]


@register.simple_tag
def field(bound: BoundField, **options: Any) -> str:
    """Render one form field with label, help, error and the right description ids. label= and help= may replace the form's."""
    return render_to_string("ui/field.html", present(bound, **options))


@register.filter
def not_told_yet(form: Any) -> bool:
    """Say yes the first time this form's summary is asked for: a page and `form_fields` both do."""
    told = getattr(form, "summary_is_told", False)
    form.summary_is_told = True
    return not told


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """Render the error summary, the hidden fields and every visible field of a form."""
    hidden = "".join(str(bound) for bound in form.hidden_fields())
    shown = "".join(render_to_string("ui/field.html", present(bound)) for bound in form.visible_fields())
    summary = render_to_string("ui/form_errors.html", {"form": form})
    return mark_safe(summary + hidden + shown)  # noqa: S308 rendered by templates and widgets


@register.simple_tag
def day_grid(days: Any, summary: str = "") -> SafeString:
    return daygrid.draw(days or (), summary) if days else mark_safe("")


@register.simple_tag
def day_legend(days: Any) -> SafeString:
    return daygrid.legend(days or ())


register.simple_tag(charts.bars, name="chart_bars")
register.simple_tag(charts.line, name="chart_line")
register.simple_tag(charts.sparkline, name="chart_sparkline")
register.simple_tag(qr_svg)


@register.simple_block_tag(end_name="endnotice_box")
def notice_box(content: str, *, kind: str = "info", title: str = "", role: str = "") -> str:
    return render_to_string("ui/notice.html", {"kind": kind, "title": title, "html": content, "role": role})


@register.simple_block_tag(end_name="endfold")
def fold(content: str, *, summary: str, open: bool = False, always: bool = False, quiet: bool = False) -> str:  # noqa: A002 reads as HTML
    context = {"summary": summary, "open": open, "always": always, "quiet": quiet, "html": content}
    return render_to_string("ui/fold.html", context)


@register.simple_block_tag(end_name="enddialog")
def dialog(content: str, *, id: str, title: str) -> str:  # noqa: A002 reads as HTML
    return render_to_string("ui/dialog.html", {"id": id, "title": title, "html": content})


@register.simple_block_tag(end_name="endtoolbar")
def toolbar(content: str, *, label: str, method: str = "get", action: str = "") -> str:
    return render_to_string("ui/toolbar.html", {"label": label, "method": method, "action": action, "html": content})


@register.simple_block_tag(end_name="endchoices")
def choices(content: str, *, legend: str, help: str = "", error: str = "") -> str:  # noqa: A002 reads as HTML
    return render_to_string("ui/fieldset.html", {"legend": legend, "help": help, "error": error, "html": content})


@register.filter
def cell(value: object) -> object:
    """Show a table value: yes and no as words, dates in Chinese, nothing as a dash with a word for readers."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        return text.cn_datetime(value)
    if isinstance(value, dt.date):
        return text.cn_date(value)
    if value is None or value == "":
        return format_html(
            '<span class="ink-2"><span aria-hidden="true">—</span><span class="sr">{}</span></span>', "无"
        )
    return value


@register.filter
def paired(head: Any, row: Any) -> list[tuple[object, object]]:
    """Put each cell beside its column."""
    return list(zip(head, row, strict=False))


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """Numbers around the present page, first and last; None where some are left out."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in elided]


@register.simple_tag(takes_context=True)
def page_url(context: Context, number: int, param: str) -> str:
    return query_with(context, **{param: number})


@register.filter
def split_words(value: str) -> list[str]:
    return str(value).split()


@register.filter
def validity_key(value: object) -> str:
    """Return in_force, future, … for the Chinese word; what is known already passes through."""
    return _BY_WORD.get(str(value), str(value))
