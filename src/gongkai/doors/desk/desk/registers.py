"""The registers of the platform itself: agencies, people, posts, stand-ins. Sites and columns stand in `windows`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.events.rules import Subject, label
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations import queries
from gongkai.base.organisations.officer import acting_of, shell
from gongkai.base.organisations.rules import AGENCY_KINDS, ROLES, Permission
from gongkai.base.ui.registers import BulkAction, Column, ImportPlan, Register
from gongkai.engine.publishing import actions as publishing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

REFUSALS = (
    organisations.UnableToAppoint,
    publishing.Refused,
    queries.NotAllowed,
    queries.OutOfSight,
    ValidationError,
)
Agency = queries.agency_model()
Person = queries.person_model()


def may_do(view: Permission | None, change: Permission) -> Callable[..., bool]:
    """Everybody with a post may read where `view` is None; changing needs the permission somewhere, actions check where."""

    def may(request: HttpRequest, verb: str, entry: Any) -> bool:
        del entry
        by = acting_of(request)
        if verb in {"view", "export"}:
            return view is None or by.may_anywhere(view) or by.may_anywhere(change)
        return by.may_anywhere(change)

    return may


def history_of(kind: str) -> Callable[[Any], list[dict[str, Any]]]:
    def history(entry: Any) -> list[dict[str, Any]]:
        found = events.events_of(Subject(kind, str(entry.pk))).order_by("-seq")[:100]
        return [
            {
                "at": event.at,
                "who": f"{event.actor_name}　{event.actor_role}",
                "what": label(event.tag),
                "note": event.remark,
                "changes": [
                    {"label": key, "old": (event.old or {}).get(key), "new": value}
                    for key, value in (event.new or {}).items()
                ],
            }
            for event in found
        ]

    return history


def shell_of(nav: str) -> Callable[[HttpRequest], dict[str, Any]]:
    return lambda request: shell(request, nav)


# --- agencies ---------------------------------------------------------------------------------------


class AgencyForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Agency
        fields = (
            "code", "name", "short_name", "kind", "parent", "credit_code", "address", "postal_code", "phone",
            "office_hours", "head_name", "duties_text", "order", "abolished_on",
        )  # fmt: skip
        widgets = {
            "abolished_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "duties_text": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # Code and place in the tree are addresses that others rely on.
            for name in ("code", "parent"):
                self.fields[name].disabled = True


def _save_agency(request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    data = dict(form.cleaned_data)
    by = acting_of(request)
    code, parent = data.pop("code"), data.pop("parent")
    if form.instance.pk:
        saved = organisations.edit_agency(agency=queries.agency(form.instance.code), changes=data, by=by)
    else:
        name = data.pop("name")
        saved = organisations.create_agency(code=code, name=name, parent=parent, by=by, **data)
    publishing.void_pages()  # its name and address stand on public pages
    return saved


class AgencyRow(forms.Form):
    code = forms.CharField(label="代码")
    name = forms.CharField(label="全称")
    short_name = forms.CharField(label="简称", required=False)
    kind = forms.ChoiceField(label="类型", choices=[(name, name) for name in AGENCY_KINDS.values()], required=False)
    parent = forms.CharField(label="上级代码")
    phone = forms.CharField(label="电话", required=False)
    address = forms.CharField(label="地址", required=False)


def _import_agency(request: HttpRequest, form: forms.Form) -> str:
    data = form.cleaned_data
    by = acting_of(request)
    parent = Agency.objects.filter(code=data["parent"]).first()
    if parent is None:
        raise organisations.UnableToAppoint(f"没有代码为“{data['parent']}”的上级机关，请先导入上级机关。")
    kinds = {name: key for key, name in AGENCY_KINDS.items()}
    details = {
        "short_name": data["short_name"],
        "kind": kinds.get(data["kind"], "department"),
        "phone": data["phone"],
        "address": data["address"],
    }
    standing = Agency.objects.filter(code=data["code"]).first()
    if standing is None:
        organisations.create_agency(code=data["code"], name=data["name"], parent=parent, by=by, **details)
        publishing.void_pages()
        return "新增"
    before = standing.name, *(getattr(standing, key) for key in details)
    changed = organisations.edit_agency(agency=standing, changes={"name": data["name"], **details}, by=by)
    publishing.void_pages()
    return "未变" if before == (changed.name, *(getattr(changed, key) for key in details)) else "更新"


AGENCIES = Register(
    name="agencies",
    title="机关",
    noun="机关",
    queryset=lambda request: queries.visible_agencies(acting_of(request)).select_related("parent"),
    columns=[
        Column("name", "全称", sortable=True),
        Column("short_name", "简称"),
        Column("code", "代码", sortable=True),
        Column("kind", "类型", sortable=True),
        Column("parent.label", "上级"),
        Column("phone", "电话"),
        Column("credit_code", "统一社会信用代码", export=True),
    ],
    search=["name", "short_name", "code"],
    filters=["kind"],
    ordering=("lineage",),
    form=AgencyForm,
    save=_save_agency,
    importing=ImportPlan(form=AgencyRow, save=_import_agency, note="代码相同的机关会更新，其余新增。"),
    history=history_of("agency"),
    may=may_do(None, Permission.ORGANISATIONS_AGENCIES),
    refusals=REFUSALS,
    context=shell_of("settings"),
)


# --- people and posts -------------------------------------------------------------------------------


def _people(request: HttpRequest) -> QuerySet[Any]:
    agencies = queries.visible_agencies(acting_of(request)).values("pk")
    return Person.objects.filter(posts__agency__in=agencies).distinct()


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    agency = forms.ModelChoiceField(label="所在机关", queryset=Agency.objects.none())
    role = forms.ChoiceField(label="角色", choices=[(role.key, role.name) for role in ROLES.values()])
    starts_on = forms.DateField(label="开始日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    password = forms.CharField(label="初始密码", min_length=10, help_text="本人首次登录后须修改。")

    class Meta:
        model = Person
        fields = ("username", "name", "email", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.all()  # type: ignore[attr-defined]
        if self.instance.pk:
            for name in ("agency", "role", "starts_on", "password"):
                del self.fields[name]
            self.fields["username"].disabled = True


def _save_person(request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    by = acting_of(request)
    data = form.cleaned_data
    if form.instance.pk:
        return organisations.edit_person(
            person=form.instance, by=by, changes={key: data[key] for key in ("name", "email", "phone")}
        )
    person = organisations.create_person(
        username=data["username"], name=data["name"], password=data["password"], agency=data["agency"],
        email=data["email"], phone=data["phone"], by=by,
    )  # fmt: skip
    organisations.appoint(person=person, agency=data["agency"], role=data["role"], starts_on=data["starts_on"], by=by)
    return person


def _deactivate(request: HttpRequest, chosen: QuerySet[Any]) -> str:
    by = acting_of(request)
    count = 0
    for person in chosen:
        post = person.posts.select_related("agency").first()
        if post is not None and person.is_active:
            organisations.set_active(person=person, active=False, agency=post.agency, by=by)
            count += 1
    return f"已停用{count}人。"


def _posts_text(person: Any) -> str:
    today = timezone.localdate()
    posts = [post for post in person.posts.all() if post.ends_on is None or post.ends_on >= today]
    return "；".join(f"{post.agency.label}{post.role_data.name}" for post in posts)


PEOPLE = Register(
    name="people",
    title="人员",
    noun="人员",
    queryset=lambda request: _people(request).prefetch_related("posts__agency"),
    columns=[
        Column("name", "姓名", sortable=True),
        Column("username", "登录名", sortable=True),
        Column("posts", "岗位", value=_posts_text),
        Column("email", "电子邮箱"),
        Column("is_active", "在用", value=lambda person: "在用" if person.is_active else "停用"),
    ],
    search=["name", "username"],
    filters=["is_active"],
    ordering=("name",),
    entry_url=lambda person: f"/desk/settings/people/{person.pk}/posts/",
    form=PersonForm,
    save=_save_person,
    bulk=[BulkAction("deactivate", "停用", run=_deactivate, confirm="停用后立即不能登录，确定吗？", danger=True)],
    history=history_of("person"),
    may=may_do(Permission.ORGANISATIONS_PEOPLE, Permission.ORGANISATIONS_PEOPLE),
    refusals=REFUSALS,
    context=shell_of("settings"),
)
