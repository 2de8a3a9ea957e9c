"""The banner of a topic at the desk: its form, and its picture for those who prepare and review it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.files import actions as files
from gongkai.base.files.queries import open_file
from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.doors.site import actions, queries
from gongkai.doors.site.desk.pieces import REFUSALS, check_reader
from gongkai.doors.site.models import Topic
from gongkai.doors.site.queries.blocks import desk_picture
from gongkai.doors.site.rules.banners import MOST_ALT, PICTURE_KINDS, ROLE, TONES
from gongkai.doors.site.rules.flow import DRAFTING

SHOWN_AS = {"png": "image/png", "jpg": "image/jpeg"}


class BannerForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    tone = forms.ChoiceField(
        label="底色", required=False, choices=list(TONES.items()), widget=forms.RadioSelect,
        help_text="颜色随网站主题变化；高对比度和打印时用各自的颜色。",
    )  # fmt: skip
    picture = forms.FileField(
        label="横幅图片", required=False, help_text="JPG或者PNG，宜用宽1600像素以上的横图，图上不要写字。可以不用图片。",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
    )  # fmt: skip
    alt = forms.CharField(
        label="替代文字", required=False, max_length=MOST_ALT,
        help_text="用一句话写明图片画的是什么。用图片时必须填写，随专题一起审查和公开。",
    )  # fmt: skip
    remove = forms.BooleanField(label="不再使用现在的图片", required=False)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(DRAFTING)
def banner(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Choose ground and picture; what is public changes only with the next release."""
    topic = queries.find(Topic, pk, request.acting)
    edition = queries.edition_of(topic)
    form = BannerForm(request.POST or None, request.FILES or None, initial=topic.banner | {"version": edition.version})
    picture = desk_picture(topic, edition)
    if picture is None:
        del form.fields["remove"]
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, topic, form)
        except (*REFUSALS, FileRefused) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存横幅。")
            return redirect("site-desk:banner", pk)
    context = {
        "form": form,
        "topic": topic,
        "edition": edition,
        "tone": topic.banner.get("tone", ""),
        "picture": picture,
        "back": reverse("site-desk:topic", args=[pk]),
    }
    return desk_page(request, "site/desk/banner.html", context, nav="site-pieces", status=422 if form.errors else 200)


def _keep(request: OfficerRequest, topic: Topic, form: BannerForm) -> None:
    typed = form.cleaned_data
    sent = typed["picture"]
    stored = files.store(data=sent.read(), filename=sent.name, by=request.user.name) if sent else None
    actions.set_banner(
        topic=topic, version=typed["version"], tone=typed["tone"], alt=typed["alt"], file=stored,
        remove=typed.get("remove", False), by=request.acting,
    )  # fmt: skip


@officer_required
@require_GET
def picture(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Show the picture of the latest edition to whoever prepares or reviews it; never kept by anybody."""
    check_reader(request)
    topic = queries.find(Topic, pk, request.acting)
    attached = queries.edition_of(topic).files.select_related("file").filter(role=ROLE).first()
    if attached is None or attached.file.kind not in PICTURE_KINDS:
        raise Http404
    response = FileResponse(open_file(attached.file), content_type=SHOWN_AS[attached.file.kind])
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
