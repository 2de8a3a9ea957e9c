"""The form of an answer: one choice first, then only the fields that this outcome needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q

from gongkai.base.organisations.queries import agency_model
from gongkai.engine.regulations import queries as regulations
from gongkai.law.grounds import GROUNDS, Rank
from gongkai.law.replies import REPLY_KINDS, ReplyKind, Row
from gongkai.responsive.applications.desk.fields import choice, text
from gongkai.responsive.applications.rules import ONLY_THEN, Status
from gongkai.responsive.applications.rules.letters import GROUND_NAMES
from gongkai.responsive.applications.rules.outcomes import (
    ELSEWHERE,
    ENDED,
    NEEDS_APPROVAL,
    REDIRECT,
    THIRD_PARTY,
)
from gongkai.responsive.applications.rules.proactive_review import PROACTIVE_NAMES

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application
    from gongkai.responsive.applications.queries.parts import Parts

BASES = 4  # rows for legal bases
# What is given out with the answer itself, and so is asked about for everybody (R237).
HANDED_OUT = frozenset({"R2", "R3"})
GROUPS: dict[str, str] = {
    "（一）": "予以公开", "（二）": "部分公开", "（三）": "不予公开", "（四）": "无法提供", "（五）": "不予处理", "（六）": "其他处理",
}  # fmt: skip


def group_of(kind: ReplyKind) -> str:
    return next(name for mark, name in GROUPS.items() if Row(kind.row).value.startswith(mark))


def outcomes(application: Application) -> list[dict[str, Any]]:
    """Return the statutory outcomes in their groups; from some states only one can be chosen."""
    only = ONLY_THEN.get(Status(application.status))
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in GROUPS.values()}
    for kind in REPLY_KINDS.values():
        if kind.code == ENDED or (only and kind.code not in only):
            continue
        groups[group_of(kind)].append({"kind": kind, "approval": kind.code in NEEDS_APPROVAL})
    return [{"name": name, "rows": rows} for name, rows in groups.items() if rows]


class DecideForm(forms.Form):
    """Fields by outcome. `law_titles` are offered while typing; a basis is name, article and rank."""

    def __init__(self, *args: Any, code: str, parts: Parts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.code = REPLY_KINDS[code], code
        if code not in {"R1", "R2"}:
            self.fields["reason"] = text(
                "事实和理由", rows=5, help_text="写给申请人看：事实是什么，为什么这样答复。不能只列条文。"
            )
        self._giving(parts)
        self._refusing(parts)
        self._telling()
        if code in HANDED_OUT:
            self.fields["proactive"] = forms.ChoiceField(
                label="同步审查：提供的信息是否应当主动公开",
                choices=list(PROACTIVE_NAMES.items()),
                widget=forms.RadioSelect,
            )
            self.fields["proactive_reason"] = forms.CharField(
                label="同步审查理由",
                max_length=300,
                help_text="例如：申请量大、重复性高、涉及范围广、需要广泛知晓，或者为什么不适合。",
            )

    def _giving(self, parts: Parts) -> None:
        code = self.code
        if code in {"R1", "R2"}:
            self.fields["where"] = text(
                "获取的方式、途径和时间", rows=3, required=code == "R1",
                help_text="网址、公报期数或者查阅地点。" if code == "R1" else "随答复附上文件的，可以留空。",
            )  # fmt: skip
        if code == "R3":
            self.fields["withheld"] = text("没有公开的内容", rows=4, help_text="逐项写明哪一处没有公开、为什么。")
            self.fields["withheld_grounds"] = forms.MultipleChoiceField(
                label="不予公开的理由种类", choices=list(GROUND_NAMES.items()), widget=forms.CheckboxSelectMultiple
            )
        if code in {"R1", "R2", "R3"} and parts.third_party_refused:
            self.fields["override"] = text(
                "公共利益的说明", rows=4,
                help_text="有第三方不同意公开。认为不公开会对公共利益造成重大影响、决定公开的，写明理由，并书面告知第三方。",
            )  # fmt: skip

    def _refusing(self, parts: Parts) -> None:
        if not self.needs_bases:
            return
        ground = GROUNDS.get(self.kind.ground)
        for place in range(BASES):
            name = forms.CharField(label="名称", max_length=200, required=False)
            name.widget.attrs["list"] = "law-titles"
            self.fields[f"basis_name_{place}"] = name
            self.fields[f"basis_article_{place}"] = forms.CharField(label="条款", max_length=60, required=False)
            self.fields[f"basis_rank_{place}"] = choice(
                "效力级别", [(one.value, one.value) for one in Rank], required=False
            )
        if ground is not None:
            self.initial = {
                "basis_name_0": ground.source.instrument, "basis_article_0": ground.source.article,
                "basis_rank_0": Rank.ADMINISTRATIVE_REGULATION.value,
                **self.initial,
            }  # fmt: skip
            self.fields["severable"] = text(
                "能否区分处理",
                rows=3,
                help_text="能够把不予公开的内容分开的，应当改选“部分公开”；不能分开的，写明为什么。",
            )
        if self.code == THIRD_PARTY and not any(one.answer for one in parts.inquiries):
            self.fields["override"] = text(
                "为什么没有征求第三方意见", rows=3, required=False, help_text="例如：无法联系第三方。"
            )
        if self.code == ELSEWHERE:
            self.fields["other_law"] = forms.CharField(label="另有规定的法律、行政法规，怎样查询", max_length=200)

    def _telling(self) -> None:
        if self.code == REDIRECT:
            other = forms.CharField(label="负责公开的机关", max_length=100, required=False)
            other.widget.attrs["list"] = "agency-names"
            other.help_text = "输入名称时会列出平台登记的机关；不在其中的，写全称。"
            self.fields["redirect"] = other
            self.fields["redirect_contact"] = forms.CharField(
                label="该机关的联系方式", max_length=200, required=False,
                help_text="选平台登记的机关时可以留空，自动填入登记的电话和地址。",
            )  # fmt: skip
            self.fields["redirect_unknown"] = forms.BooleanField(label="不能确定负责公开的机关", required=False)

    def clean_redirect_contact(self) -> str:
        """Take the contact of an agency of the register from there where none was typed: it is kept in one place."""
        typed = str(self.cleaned_data.get("redirect_contact", "")).strip()
        return typed or contact_of(str(self.cleaned_data.get("redirect", "")))

    @property
    def needs_bases(self) -> bool:
        return self.kind.withholds or self.code == ELSEWHERE

    @property
    def gives(self) -> bool:
        return self.code in HANDED_OUT

    @property
    def plain(self) -> list[Any]:
        """The fields outside the table of legal bases and the question about everybody."""
        return [self[name] for name in self.fields if not name.startswith(("basis_", "proactive"))]

    @property
    def for_everybody(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("proactive")]

    @property
    def basis_rows(self) -> list[tuple[Any, Any, Any]]:
        if not self.needs_bases:
            return []
        return [
            (self[f"basis_name_{place}"], self[f"basis_article_{place}"], self[f"basis_rank_{place}"])
            for place in range(BASES)
        ]

    @property
    def facts(self) -> dict[str, Any]:
        """Return what `actions.decide` takes."""
        data = {name: value for name, value in self.cleaned_data.items() if not name.startswith("basis_")}
        if self.needs_bases:
            rows = [
                {
                    "name": self.cleaned_data.get(f"basis_name_{place}", "").strip(),
                    "article": self.cleaned_data.get(f"basis_article_{place}", "").strip(),
                    "rank": self.cleaned_data.get(f"basis_rank_{place}", ""),
                }
                for place in range(BASES)
            ]
            data["bases"] = [row for row in rows if row["name"]]
        return data


def agency_names() -> list[str]:
    """Return the agencies of the register that there are today, for the list under the field."""
    return list(
        agency_model().objects.filter(abolished_on=None).order_by("order", "code").values_list("name", flat=True)
    )


def contact_of(name: str) -> str:
    """Return telephone and address of an agency by its full or short name, "" where it is not in the register."""
    wanted = name.strip()
    rows = agency_model().objects.filter(abolished_on=None)
    found = rows.filter(Q(name=wanted) | Q(short_name=wanted)).first() if wanted else None
    if found is None:
        return ""
    return "，".join(part for part in (f"电话：{found.phone}" if found.phone else "", found.address) if part)


def law_titles() -> list[dict[str, str]]:
    """Return the texts of the library that are in force, for the list under the field."""
    rows = regulations.law_model().objects.filter(repealed_on__isnull=True).order_by("title")[:300]
    return [{"title": f"《{one.title}》", "rank": one.get_rank_display()} for one in rows]
