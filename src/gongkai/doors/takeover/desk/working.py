"""Long work at the desk: how far it is, stop it, go on with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.doors.takeover import actions, queries
from gongkai.doors.takeover.models import Run
from gongkai.doors.takeover.rules import State


def work_of(run: Run) -> dict[str, Any]:
    """Return what the progress box shows; `work` is None when nothing is under way."""
    progress = queries.progress_of(run)
    if progress is None:
        return {"work": None}
    word, unit = ("扫描", "个文件") if run.state == State.SCANNING else ("接管", "页")
    label = f"{word}：{progress.total}{unit}中的{progress.done}{unit}，{progress.percent}%"
    return {"work": {"progress": progress, "word": word, "label": label, "moves": not progress.stopped}}


@officer_required
@require_GET
def progress(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The box alone, asked for every few seconds; when the work is over the whole page is loaded anew."""
    found = queries.run_of(pk, request.acting)
    context = {"run": found, **work_of(found)}
    if context["work"] is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "takeover/desk/progress.html", context)


def attempt(request: OfficerRequest, verb: Callable[[], object], done: str) -> bool:
    """Do it and say so, or show the sentence of refusal; return whether it was done."""
    try:
        verb()
    except actions.Refused as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


@officer_required
@require_POST
def stop(request: OfficerRequest, pk: int) -> HttpResponseBase:
    found, why = queries.run_of(pk, request.acting), f"{request.acting.actor().name}暂停"
    attempt(
        request, lambda: actions.stop(run=found, why=why, by=request.acting),
        "已暂停，正在处理的这一组做完后停下。做完的都保留。",
    )  # fmt: skip
    return redirect("takeover:run", pk)


@officer_required
@require_POST
def resume(request: OfficerRequest, pk: int) -> HttpResponseBase:
    found = queries.run_of(pk, request.acting)
    attempt(request, lambda: actions.resume(run=found, by=request.acting), "已继续，从停下的地方接着做。")
    return redirect("takeover:run", pk)
