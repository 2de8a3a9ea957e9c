"""One verb at the desk as data, and the ways in which the verbs are called from their forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gongkai.responsive.applications import actions
from gongkai.responsive.applications.desk import verb_forms as f
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.permissions import Refused
from gongkai.responsive.applications.queries.lists import readable

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.queries.parts import Parts

Run = Callable[..., object]  # case, form, acting, and `text` where the verb issues a notice


def _always(_application: Application, _parts: Parts) -> bool:
    return True


@dataclass(frozen=True)
class Offer:
    """One verb at the desk. `verb` is the key in rules.VERBS where it differs; `fits` says whether the case asks for it.

    A `note` only adds to the case: it is taken although somebody else has worked on it meanwhile.
    """

    form: type[f.VerbForm]
    run: Run
    said: str
    button: str = ""
    hint: str = ""
    verb: str = ""
    fits: Callable[[Application, Parts], bool] = _always
    note: bool = False
    file: bool = False
    heading: str = ""
    # The verb issues a notice, whose wording may be changed before: `run` takes `text`.
    notice: bool = False
    initial: Callable[[Application, Parts], Mapping[str, Any]] = field(default=lambda application, parts: {})


def plain(action: Callable[..., object]) -> Run:
    """The fields of the form are the arguments of the verb."""
    return lambda application, form, by, **more: action(application=application, by=by, **form.cleaned_data, **more)


def on_part(action: Callable[..., object], name: str, find: Callable[[Application], Any]) -> Run:
    """The verb acts on a part of the case."""

    def run(application: Application, form: f.VerbForm, by: Acting, **more: Any) -> object:
        found = find(application)
        if found is None:
            raise Refused("已经有人办理过，请刷新页面看最新情况。")
        return action(by=by, **{name: found}, **form.cleaned_data, **more)

    return run


def open_counsel(application: Application) -> Any:
    return application.counsels.filter(answered_on__isnull=True).first()


def open_extension(application: Application) -> Any:
    return application.extensions.filter(decided_on__isnull=True).first()


def on_inquiry(action: Callable[..., object]) -> Run:
    return lambda application, form, by: action(by=by, **form.cleaned_data)


def on_submission(action: Callable[..., object]) -> Run:
    return lambda application, form, by, **more: action(
        submission=application.submission, by=by, **form.cleaned_data, **more
    )


def split(application: Application, form: Any, by: Acting) -> object:
    return actions.split(application=application, matters=form.matters, by=by)


def _other(application: Application, number: str, by: Acting) -> Application:
    found = readable(by).filter(agency=application.agency, number=number.strip()).first()
    if found is None:
        raise Refused(f"登记簿中没有“{number}”，请核对登记编号。")
    return found


def link(application: Application, form: f.VerbForm, by: Acting) -> object:
    data = form.cleaned_data
    other = _other(application, data["number"], by)
    return actions.link(application=application, other=other, why=data["why"], repeats=data["repeats"], by=by)


def merge(application: Application, form: f.VerbForm, by: Acting, text: str | None = None) -> object:
    data = form.cleaned_data
    into = _other(application, data["number"], by)
    return actions.merge(application=application, into=into, reason=data["reason"], by=by, text=text)


def tie(application: Application, form: f.VerbForm, by: Acting) -> object:
    data = form.cleaned_data
    lead = _other(application, data["number"], by)
    return actions.tie(application=application, lead=lead, reason=data["reason"], by=by)


def copy(application: Application, form: f.VerbForm, by: Acting) -> str:
    """Say of each what became of it."""
    del form
    rows = actions.copy_answer(application=application, by=by)
    said = [(one.number, " ".join(why.splitlines())) for one, why in rows]
    return "".join(f"{number}：{why}" if why else f"{number}已拟出答复。" for number, why in said)


def at_once(application: Application, form: Any, by: Acting) -> object:
    return actions.answer_at_once(application=application, by=by, given=getattr(form, "given", ()), **form.cleaned_data)
