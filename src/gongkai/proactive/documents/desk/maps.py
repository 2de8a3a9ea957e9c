"""The outlines of divisions that maps are drawn on: what is in use, and the installation's own in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.queries import agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.figures import Area, drawn_map
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.queries import exhibits as known

if TYPE_CHECKING:
    from django.http import HttpResponseBase


class MapUploadForm(forms.Form):
    agency: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="机关", queryset=None, help_text="这个机关和它的下级机关都用这张底图。"
    )
    upload = forms.FileField(
        label="底图文件", help_text="GeoJSON（properties.name 写行政区名称）或者 SVG（每个区域带 id 或者 title）。"
    )
    source = forms.CharField(
        label="底图来源和审图号",
        max_length=200,
        help_text="会显示在地图下方，例如“标准地图服务系统，审图号 川S（2026）00001号”。",
    )


@officer_required
@permission_required(Permission.PUBLISHING_COLUMNS)
def maps(request: OfficerRequest) -> HttpResponseBase:
    """The outlines in use, and their replacement by the installation's own."""
    agencies = agencies_where(request.acting, Permission.PUBLISHING_COLUMNS)
    form = MapUploadForm(request.POST or None, request.FILES or None, initial={"agency": agencies.first()})
    form.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                sheet = actions.upload_map(
                    agency=form.cleaned_data["agency"], data=form.cleaned_data["upload"].read(),
                    filename=form.cleaned_data["upload"].name, source=form.cleaned_data["source"], by=request.acting,
                )  # fmt: skip
                messages.success(request, f"底图已更换，共{len(sheet.areas)}个行政区。以前公开的地图不受影响。")
                return redirect("documents:maps")
            except actions.Refused as error:
                form.add_error("upload", str(error))
    shown = []
    for agency in agencies.filter(kind="government"):
        areas, box, source = known.outlines_for(agency)
        outlines = [Area(one["name"], one["d"], one["x"], one["y"]) for one in areas]
        label = f"{agency.name}行政区划示意图"
        svg = drawn_map(outlines, [], box=(box[0], box[1]), label=label) if outlines else ""
        shown.append({"agency": agency, "svg": svg, "source": source, "own": known.map_for(agency)})
    return desk_page(
        request, "documents/desk/maps.html", {"form": form, "shown": shown}, nav="documents", status=status
    )
