"""Who sits at the desk: what every back-office view gets, and the shell that every back-office page stands in.

A public door of this package: views elsewhere decorate with `officer_required` and answer with `desk_page`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from gongkai.base.organisations.counting import counts
from gongkai.base.organisations.queries import Acting, NotAllowed, OutOfSight, acting
from gongkai.base.organisations.rules import ROLES, SECOND_FACTOR_ROLES, Permission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Person


class OfficerRequest(HttpRequest):
    """What `officer_required` guarantees: somebody with at least one post, and what they may do today."""

    user: Person
    acting: Acting


View = Callable[..., HttpResponseBase]


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def acting_of(request: HttpRequest) -> Acting:
    """Return the signed-in person with today's grants, looked up once a request."""
    known = getattr(request, "acting", None)
    if known is None:
        known = acting(cast("Person", request.user), address=address_of(request))
        cast("OfficerRequest", request).acting = known
    return cast("Acting", known)


def _second_factor_missing(by: Acting, request: HttpRequest) -> bool:
    needed = any(grant.role in SECOND_FACTOR_ROLES for grant in by.grants)
    return needed and not getattr(request.user, "is_verified", bool)()


def officer_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only officers in. Strangers go to sign-in; other agencies' things are 404; a wrong role is told who may."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        by = acting_of(request)
        if request.user.must_change_password and request.path != reverse("organisations:password"):
            return redirect("organisations:password")
        if _second_factor_missing(by, request):
            return redirect("organisations:second-factor")
        try:
            response = view(request, *args, **kwargs)
        except OutOfSight as error:
            raise Http404 from error
        except NotAllowed as error:
            response = refusal(cast("OfficerRequest", request), str(error))
        # Nothing behind the desk may be kept by a browser or a proxy.
        add_never_cache_headers(response)
        return response

    wrapped.__dict__["officer_required"] = True
    return wrapped


def permission_required(permission: Permission) -> Callable[[View], View]:
    """Refuse a page to whoever holds the permission nowhere; the action behind it checks where."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.acting.may_anywhere(permission):
                names = "、".join(role.name for role in ROLES.values() if permission in role.permissions)
                raise NotAllowed(f"这一页供“{names}”使用，您目前没有这个岗位。")
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


@dataclass(frozen=True)
class Entry:
    """One line of the desk's navigation. `count` names the rows that wait for somebody, all counted in one query; `visible` must not query.

    What is not opened every day names in `under` the entry on whose page it is listed instead, with a `note` there.
    """

    key: str
    label: str
    url_name: str
    order: int
    visible: Callable[[Acting], bool] = lambda by: True
    count: Callable[[Acting], QuerySet[Any] | None] | None = None
    under: str = ""
    note: str = ""


ENTRIES: dict[str, Entry] = {}


def navigation(entry: Entry) -> None:
    """Register an entry; packages call this from their desk's urls module."""
    ENTRIES[entry.key] = entry


def listed_under(key: str, by: Acting) -> list[Entry]:
    """Return the entries that stand on the page of another, those that this person may see."""
    return sorted((one for one in ENTRIES.values() if one.under == key and one.visible(by)), key=lambda one: one.order)


def _entries(by: Acting, current: str) -> list[dict[str, Any]]:
    marked = ENTRIES[current].under or current if current in ENTRIES else current
    shown = [
        entry
        for entry in sorted(ENTRIES.values(), key=lambda entry: entry.order)
        if not entry.under and entry.visible(by)
    ]
    waiting = counts({entry.key: entry.count(by) for entry in shown if entry.count})
    return [
        {
            "label": entry.label,
            "url": reverse(entry.url_name),
            "count": waiting.get(entry.key),
            "current": entry.key == marked,
        }
        for entry in shown
    ]


def _person(by: Acting) -> dict[str, str]:
    own = [grant for grant in by.grants if not grant.standing_in_for]
    roles = "、".join(dict.fromkeys(ROLES[grant.role].name for grant in own))
    standing = "、".join(dict.fromkeys(f"代{grant.standing_in_for}" for grant in by.grants if grant.standing_in_for))
    return {
        "name": by.person.name if by.person else "",
        "agency": ROLE_LESS if not own else own[0].agency_name,
        "post": "，".join(part for part in (roles, standing) if part),
        "url": reverse("organisations:account"),
    }


ROLE_LESS = "未任职"


def shell(request: HttpRequest, nav: str = "") -> dict[str, Any]:
    """Return what `ui/desk.html` needs around a page."""
    by = acting_of(request)
    return {
        "desk_nav": _entries(by, nav),
        "person": _person(by),
        "sign_out_url": reverse("organisations:sign-out"),
        "desk_search_url": "/desk/documents/",
        "desk_search_placeholder": "文号、索引号或标题，按 / 键",
        "by": by,
    }


def desk_page(
    request: OfficerRequest, template: str, context: dict[str, Any] | None = None, *, nav: str = "", status: int = 200
) -> HttpResponse:
    """Render a page in the desk's shell; `nav` is the key of the entry to mark."""
    return render(request, template, shell(request, nav) | (context or {}), status=status)


def refusal(request: OfficerRequest, sentence: str) -> HttpResponse:
    return desk_page(request, "organisations/desk/refused.html", {"sentence": sentence}, status=403)
