"""What an applicant does on the track page. The platform acts for the form whose secret was given, and for no other."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from gongkai.base.guard import actions as guard
from gongkai.base.guard import queries as guard_queries
from gongkai.base.vault.queries import SealedFile
from gongkai.responsive.applications import actions, rules
from gongkai.responsive.applications.models import Application, Submission
from gongkai.responsive.applications.permissions import REFUSALS as CASE_REFUSALS
from gongkai.responsive.applications.permissions import Refused, WrongState
from gongkai.responsive.applications.portal import own
from gongkai.responsive.applications.portal.shared import CRUMBS, applicant, citizen, page
from gongkai.responsive.applications.portal.tracking import entering, shown
from gongkai.responsive.applications.portal.uploads import MATERIAL, seal, take_in_memory, too_large
from gongkai.responsive.applications.portal.uploads import REFUSALS as FILE_REFUSALS
from gongkai.responsive.applications.rules.intake import MOST_FILES, MOST_TEXT
from gongkai.responsive.applications.rules.window import UPLOAD_SECONDS, UPLOAD_TRIES, cleaned

Verb = Callable[..., None]


def posted(name: str) -> Callable[[Verb], Callable[..., HttpResponseBase]]:
    """Make a view of a verb: by POST only, back to the page with a word of thanks, or with what was wrong and typed."""

    def make(verb: Verb) -> Callable[..., HttpResponseBase]:
        @entering
        @csrf_protect
        def view(request: HttpRequest, submission: Submission, **parts: Any) -> HttpResponseBase:
            if request.method != "POST" or submission.erased_at is not None:
                raise Http404
            try:
                verb(request, submission, **parts)
            except WrongState as error:
                # Done already in another window, or overtaken by the office: the page below shows how it stands.
                said = f"这件申请现在是“{error.now}”，不能再这样办理；下面是最新情况。"
                return shown(request, submission, problem=said, unsent=_text(request) or _text(request, "reason"))
            except (*CASE_REFUSALS, *FILE_REFUSALS, guard.TooMany) as error:
                at = f"{name}{parts.get('position', '')}"
                typed = {key: str(value) for key, value in request.POST.items()}
                return shown(request, submission, problem=str(error), at=at, typed=typed)
            return redirect(f"/apply/track?done={name}")

        @csrf_exempt  # checked inside: files must find their place in memory before anything reads the form
        @wraps(verb)
        def outer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            take_in_memory(request)
            return view(request, **parts)

        return outer

    return make


def matter_at(submission: Submission, position: int) -> Application:
    found = submission.applications.select_related("agency", "submission").filter(position=position).first()
    if found is None:
        raise Http404
    return found


def _text(request: HttpRequest, name: str = "text") -> str:
    text = cleaned(request.POST.get(name, ""), lines=True)
    if len(text) > MOST_TEXT:
        raise Refused(f"文字超过{MOST_TEXT}字，请改为上传附件。")
    return text


def _files(request: HttpRequest, submission: Submission) -> list[SealedFile]:
    """Seal what was sent. Raises what `uploads` refuses, Refused for too many."""
    if refused := too_large(request):
        raise Refused(" ".join(refused.values()))
    uploads = request.FILES.getlist("upload")
    if len(uploads) > MOST_FILES:
        raise Refused(f"一次最多上传{MOST_FILES}个文件。")
    own.check_room(submission, len(uploads))
    if uploads:
        guard.count("apply-upload", guard_queries.address_of(request), limit=UPLOAD_TRIES, seconds=UPLOAD_SECONDS)
    return [seal(one, by=citizen(request), purpose=MATERIAL) for one in uploads]


@posted("confirm")
def confirm(request: HttpRequest, submission: Submission) -> None:
    """The applicant says that it was sent: with the platform's receipt both sides have confirmed (条例第三十一条)."""
    del request
    actions.confirm(
        submission=submission, on=timezone.localdate(), how=rules.Confirmation.APPLICANT.value, by=applicant()
    )


@posted("attach")
def attach(request: HttpRequest, submission: Submission) -> None:
    note = _text(request)
    with transaction.atomic():
        own.attach(submission=submission, files=_files(request, submission), note=note, by=applicant())


@posted("contact")
def contact(request: HttpRequest, submission: Submission) -> None:
    facts = {name: cleaned(request.POST[name]) for name in own.CONTACT_NAMES if cleaned(request.POST.get(name, ""))}
    own.change_contact(submission=submission, facts=facts, by=applicant())


def _is_late(matter: Application) -> bool:
    asked = getattr(matter, "supplement", None)
    return asked is not None and asked.is_open and asked.due_on < timezone.localdate()


@posted("supplement")
def supplement(request: HttpRequest, submission: Submission, position: int) -> None:
    matter, text = matter_at(submission, position), _text(request)
    if _is_late(matter):
        why = _text(request, "late")
        if not why.strip():
            raise Refused("补正期限已过，请写明逾期的理由；机关会据此决定是否继续办理。")
        text = f"逾期的理由：{why.strip()}\n{text}"
    with transaction.atomic():
        actions.supplement(application=matter, text=text, by=applicant())
        own.keep(submission, _files(request, submission), "随补正提交")


@posted("reasons")
def reasons(request: HttpRequest, submission: Submission, position: int) -> None:
    actions.give_reasons(application=matter_at(submission, position), answer=_text(request), by=applicant())


@posted("withdraw")
def _withdraw(request: HttpRequest, submission: Submission, position: int) -> None:
    actions.withdraw(application=matter_at(submission, position), reason=_text(request, "reason"), by=applicant())


@entering
def _ask_withdraw(request: HttpRequest, submission: Submission, position: int) -> HttpResponseBase:
    """Ask once more: what is taken back does not come back."""
    matter = matter_at(submission, position)
    if matter.status not in rules.WITHDRAWABLE or submission.erased_at is not None:
        return redirect("applications_portal:track")
    return page(request, "withdraw", {"application": matter, "submission": submission, "crumbs": CRUMBS})


@csrf_exempt  # the view of the verb checks it
def withdraw(request: HttpRequest, position: int) -> HttpResponseBase:
    view = _withdraw if request.method == "POST" else _ask_withdraw
    return view(request, position=position)
