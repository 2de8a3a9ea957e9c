"""Pages of a register that change something: add, edit, deeds on many, saved views, import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.base.ui.models import SavedView
from gongkai.base.ui.registers import importing
from gongkai.base.ui.registers.declaration import Register
from gongkai.base.ui.registers.views import here, load, person_key, shell

MAX_CHOSEN = 1000


class ImportForm(forms.Form):
    file = forms.FileField(label="文件", help_text="XLSX，或者 UTF-8 编码的 CSV。第一行是列名，每行一条。")


def _form_page(request: HttpRequest, register: Register, entry: Any | None) -> HttpResponse:
    assert register.form
    form = register.form(request.POST or None, request.FILES or None, instance=entry)
    register.prepare(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            saved = register.save(request, form)
        except ValidationError as error:
            form.add_error(None, error)
        except register.refusals as error:
            form.add_error(None, str(error) or "您没有这项权限，请联系本机关的管理员。")
        else:
            messages.success(request, f"已{'修改' if entry else '登记'}：{saved}")
            return redirect(here(request, "entry", saved.pk))
    word = f"修改：{entry}" if entry else f"登记{register.noun}"
    context = shell(register, request, word) | {"form": form, "word": word, "entry": entry}
    if entry:
        context["back_url"] = here(request, "entry", entry.pk)
    return render(request, "ui/register_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, *, register: Register) -> HttpResponse:
    return _form_page(request, register, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, *, register: Register, pk: int) -> HttpResponse:
    return _form_page(request, register, load(register, request, pk, "change"))


def _back(request: HttpRequest) -> HttpResponse:
    query = request.POST.get("query", "")
    return redirect(here(request, "list") + (f"?{query}" if query else ""))


@require_POST
def bulk(request: HttpRequest, *, register: Register) -> HttpResponse:
    """Run one deed on the chosen entries, no more than the person may see."""
    action = next((a for a in register.bulk if a.name == request.POST.get("action")), None)
    if action is None or not register.may(request, f"bulk.{action.name}", None):
        raise PermissionDenied("您没有这项权限，需要时请联系本单位管理员。")
    keys = [key for key in request.POST.getlist("entry") if key.isdecimal()][:MAX_CHOSEN]
    if not keys:
        messages.warning(request, f"没有选中{register.noun}。请先勾选，再点“{action.label}”。")
        return _back(request)
    try:
        sentence = action.run(request, register.queryset(request).filter(pk__in=keys))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except register.refusals as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence)
    return _back(request)


@require_POST
def save_view(request: HttpRequest, *, register: Register) -> HttpResponse:
    """Keep the present search, filter and order under a name; the same name is replaced."""
    name = request.POST.get("name", "").strip()
    query = request.POST.get("query", "")
    longest = SavedView._meta.get_field("name").max_length or 0
    if not name or len(name) > longest or len(query) > 2000:
        messages.warning(request, f"没有保存。请给视图起一个不超过{longest}个字的名称。")
        return _back(request)
    SavedView.objects.update_or_create(
        person_id=person_key(request), register=register.name, name=name, defaults={"query": query}
    )
    messages.success(request, f"已保存视图“{name}”")
    return _back(request)


@require_POST
def drop_view(request: HttpRequest, *, register: Register, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=pk, person_id=person_key(request), register=register.name)
    view.delete()
    messages.success(request, f"已删除视图“{view.name}”")
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
def import_lines(request: HttpRequest, *, register: Register) -> HttpResponse:
    """First post: dry run with a report. Second post (with the ticket of the first): all or nothing."""
    context = shell(register, request, f"导入{register.noun}") | {"template_url": here(request, "template")}
    form = ImportForm(request.POST or None, request.FILES or None)
    context["form"] = form
    if request.method != "POST":
        context["form"] = ImportForm()
        return render(request, "ui/register_import.html", context)
    asked = request.POST.get("ticket", "")
    try:
        if not asked and not form.is_valid():
            return render(request, "ui/register_import.html", context, status=422)
        table = importing.redeem(register, request, asked) if asked else importing.read(form.cleaned_data["file"])
    except importing.UnreadableFile as error:
        context["form"] = ImportForm()
        return render(request, "ui/register_import.html", context | {"problem": str(error)}, status=422)
    report = importing.run(register, request, table, commit=bool(asked))
    if report.committed:
        messages.success(request, f"已导入{len(report.lines)}条")
        return redirect(here(request, "list"))
    context |= {"report": report, "ticket": "" if report.failed else importing.ticket(register, request, table)}
    context["form"] = ImportForm()
    return render(request, "ui/register_import.html", context, status=422 if report.failed else 200)
