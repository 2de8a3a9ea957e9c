"""How each document lives: its steps by the real verbs, in the right people's names, on working days.

A step is a moment and what happens then. The steps of all documents are told in the order of their moments, so that
the event chain runs the way time does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from gongkai.base.files import actions as files
from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.queries import Acting
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.queries import item_by_number
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.law.grounds import Attribute, Mode
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import SECRECY_CHECKS, is_full_disclosure
from gongkai.project.demo import attachments, care, days, exhibits, interpretation
from gongkai.project.demo.agencies import drafting_agency
from gongkai.project.demo.contents import Content
from gongkai.project.demo.founding import City
from gongkai.project.demo.markdown import to_html

Step: TypeAlias = tuple[dt.datetime, Callable[[], object]]
TAKEN_OVER_BEFORE = dt.date(2024, 2, 1)
OLD_SITE = "原云川市人民政府门户网站"
# The verbs that lie behind a document in each state, besides those of its whole road.
ROADS: dict[str, tuple[str, ...]] = {
    "draft": ("draft",),
    "division_review": ("draft", "submit"),
    "office_review": ("draft", "submit", "head"),
    "returned": ("draft", "submit", "head", "return"),
    "security_review": ("draft", "submit", "head", "check"),
    "authority_review": ("draft", "submit", "head", "check", "clear"),
    "signing": ("draft", "submit", "head", "check", "clear", "agree"),
}
TO_SIGNATURE = ("draft", "submit", "head", "check", "clear", "agree", "sign")
OPINIONS = {
    "head": ("同意，请办公室核稿。", "内容与科室会议研究一致，拟同意。", "数据已核对，同意送审。"),
    "check": ("格式和文字已核，公开属性适当，送保密审查。", "已核，建议按拟定方式公开。", "文字略作规范，同意。"),
    "clear": ("未发现涉密和敏感内容。", "经逐项审查，可以公开。", "审查通过。"),
    "agree": ("同意所提公开属性和理由。", "理由充分，同意。"),
    "sign": ("同意印发。", "请按程序印发并及时公开。", "发。"),
}
NOTHING_FOUND = dict.fromkeys(SECRECY_CHECKS, "none")


@dataclass
class Life:
    """One document on its way through the offices. `today` is the real day; the story ends before it."""

    content: Content
    city: City
    today: dt.date
    document: Document | None = None

    def steps(self) -> Iterator[Step]:
        issued_on = self.content.issued_on
        if issued_on is not None and issued_on < TAKEN_OVER_BEFORE:
            yield (
                self._moment(days.forward(days.OPENING_DAY, days.chance(self.content.name, 4)), "takeover"),
                self.take_over,
            )
        elif self.content.state in ROADS:
            yield from self._unfinished()
        else:
            yield from self._finished()

    # --- when -----------------------------------------------------------------------------------------

    def _moment(self, day: dt.date, verb: str, first: int = 9, last: int = 17) -> dt.datetime:
        return days.at(day, f"{self.content.name}:{verb}", first=first, last=last)

    def _later(self, day: dt.date) -> dt.date:
        """Return the day as told today: what is still under way ends with the story, whenever that is."""
        count = days.delay(self.today) if self.content.is_under_way else 0
        return days.forward(day, count) if count else day

    def _road(self, verbs: tuple[str, ...]) -> list[str]:
        full = is_full_disclosure(self.content.attribute, self.content.mode)
        return [verb for verb in verbs if verb != "agree" or not full]

    def _unfinished(self) -> Iterator[Step]:
        verbs = self._road(ROADS[self.content.state])
        end = min(self._later(days.back(self.content.formed_on, 0)), days.last_day(self.today))
        for place, verb in enumerate(verbs):
            yield (
                self._moment(days.back(end, len(verbs) - 1 - place), verb),
                getattr(self, verb if verb != "return" else "send_back"),
            )

    def _finished(self) -> Iterator[Step]:
        assert self.content.issued_on is not None
        formed, issued = self._later(self.content.formed_on), self._later(self.content.issued_on)
        verbs = self._road(TO_SIGNATURE)
        signed = days.back(formed, 0)
        for place, verb in enumerate(verbs[:-1]):
            yield self._moment(days.back(signed, len(verbs) - 1 - place), verb), getattr(self, verb)
        yield self._moment(signed, "sign", 9, 11), self.sign
        yield self._moment(issued, "issue", 13, 15), lambda: self.issue(formed, issued)
        if self.content.state == "scheduled":
            yield self._moment(issued, "schedule", 15, 17), self.schedule
        elif self.content.state != "issued":
            yield from self._public(issued)

    def _public(self, issued: dt.date) -> Iterator[Step]:
        content = self.content
        wait = 0 if content.withdrawn_on else days.chance(f"{content.name}:wait", 5)
        published = min(days.forward(issued, wait), days.last_day(self.today))
        yield self._moment(published, "publish", 15, 17), self.publish
        if content.correction is not None:
            noticed = min(days.forward(published, 2), days.back(days.last_day(self.today), 2))
            yield self._moment(noticed, "correct", 9, 11), self.correct
            for place, verb in enumerate(self._road(("head", "check", "clear", "agree", "sign")), start=1):
                moment = self._moment(days.forward(noticed, 1), "again", 9, 10) + dt.timedelta(minutes=50 * place)
                yield moment, getattr(self, f"{verb}_again") if verb == "check" else getattr(self, verb)
            yield self._moment(days.forward(noticed, 2), "publish-again", 9, 11), self.publish
        if content.withdrawn_on is not None:
            yield self._moment(content.withdrawn_on, "withdraw", 9, 11), self.withdraw

    # --- who ------------------------------------------------------------------------------------------

    @property
    def _home(self) -> str:
        return drafting_agency(self.content.agency, self.content.division)

    def _officer(self, place: int = 0) -> Acting:
        return self.city.who(self.content.agency, "openness_officer", place=place)

    def _opinion(self, verb: str) -> str:
        said = OPINIONS[verb]
        return said[days.chance(f"{self.content.name}:{verb}:opinion", len(said))]

    @property
    def _paper(self) -> Document:
        """The document as it stands in the database: other people have had it in hand since."""
        assert self.document is not None
        self.document = Document.objects.select_related("item__agency", "drafting_agency", "division").get(
            pk=self.document.pk
        )
        return self.document

    # --- what -----------------------------------------------------------------------------------------

    def _facts(self) -> dict[str, Any]:
        names = [self.city.agencies[code].name for code in self.content.joint]
        # What is withheld is withheld for the time being: it is looked at again after a year.
        again = self.content.formed_on.replace(year=self.content.formed_on.year + 1)
        later = {"next_review_on": again} if self.content.mode is Mode.REDACTED else {}
        return {**self.content.particulars, "joint_issuers": names, **later}

    def _text(self) -> str:
        text, wrong = self.content.text, self.content.correction
        return to_html(text.replace(wrong.new, wrong.old) if wrong else text)

    def _stored(self, by: str) -> Iterator[tuple[StoredFile, str]]:
        for one in self.content.attachments:
            name = f"{one.name}.{one.format}"
            yield files.store(data=attachments.make(one, self.content), filename=name, by=by), name

    def take_over(self) -> None:
        content, officer = self.content, self._officer()
        assert content.issued_on is not None
        self.document = documents.file_takeover(
            agency=self.city.agencies[content.agency], title=content.title, html=self._text(), by=officer,
            source=OLD_SITE, external_id=f"old-{content.name[:3]}", number=content.doc_number,
            issued_on=content.issued_on, formed_on=content.formed_on, mode=content.mode.value,
            published_at=self._moment(days.forward(content.issued_on, 2), "was-published"),
            files=tuple((file, name, "attachment") for file, name in self._stored(officer.actor().name)),
            wake=False, **self._facts(),
        )  # fmt: skip
        self._relate(officer)

    def draft(self) -> None:
        content, drafter = self.content, self.city.who(self._home, "drafter")
        self.document = documents.draft(
            agency=self.city.agencies[content.agency], drafting_agency=self.city.agencies[self._home],
            division=self.city.divisions[self._home, content.division], title=content.title, html=care.plain(self._text()),
            mode=content.mode.value, by=drafter, **self._facts(),
        )  # fmt: skip
        for file, name in self._stored(drafter.actor().name):
            documents.add_file(document=self.document, file=file, name=name, by=drafter)
        exhibits.attach(self._paper, content.name, drafter)
        care.withhold(self._paper, self._text(), drafter)
        self._relate(drafter)

    def _relate(self, by: Acting) -> None:
        for verb, number in self.content.relations:
            target = item_by_number(number)
            publishing.relate(source=self._paper.item, verb=verb, target=target, label="" if target else number, by=by)

    def submit(self) -> None:
        drafter = self.city.who(self._home, "drafter")
        interpretation.plan_for(self._paper, self.content.name, drafter)
        documents.submit(document=self._paper, by=drafter)

    def head(self) -> None:
        drafter, by = self.city.who(self._home, "drafter"), self.city.who(self._home, "division_head")
        care.prepare_package(self._paper, drafter)
        interpretation.interpret(self._paper, self.content.name, drafter=drafter, head=by)
        documents.approve_head(document=self._paper, by=by, opinion=self._opinion("head"))

    def check(self, place: int = 0) -> None:
        care.settle(self._paper, self._officer(place))
        care.check_norms(self._paper, self._officer(place))
        grounds = self.content.particulars["reason"] or "涉及公众切身利益、需要广泛知晓，依法主动公开"
        documents.check(
            document=self._paper, by=self._officer(place), mode=self.content.mode.value, mode_grounds=grounds,
            opinion=self._opinion("check"),
        )  # fmt: skip

    def check_again(self) -> None:
        self.check(place=1)

    def clear(self) -> None:
        by = self.city.who(self.content.agency, "secrecy_reviewer")
        care.settle(self._paper, by)
        documents.clear(document=self._paper, by=by, results=NOTHING_FOUND, opinion=self._opinion("clear"))
        interpretation.clear(self._paper, by)

    def agree(self) -> None:
        by = self.city.who("yc-gov", "openness_authority")
        documents.agree_attribute(document=self._paper, by=by, opinion=self._opinion("agree"))

    def sign(self) -> None:
        care.ask_joint_issuers(self._paper, self._officer())
        by = self.city.who(self.content.agency, "signing_leader")
        interpretation.sign(self._paper, by)
        documents.sign(document=self._paper, by=by, opinion=self._opinion("sign"))

    def send_back(self) -> None:
        documents.return_(
            document=self._paper, by=self._officer(), cause="内容需要修改", detail=self.content.returned_reason
        )

    def issue(self, formed: dt.date, issued: dt.date) -> None:
        documents.issue(
            document=self._paper, number=self.content.doc_number, issued_on=issued, formed_on=formed, by=self._officer()
        )

    def publish(self) -> None:
        documents.publish(document=self._paper, by=self._officer())

    def schedule(self) -> None:
        moment = days.at(days.forward(max(self.today, days.STORY_DAY) + days.ONE_DAY, 2), "schedule", first=9, last=10)
        documents.schedule(document=self._paper, at=moment, by=self._officer())

    def correct(self) -> None:
        """The officer who finds the mistake writes the new edition; colleagues review it."""
        assert self.content.correction is not None
        officer = self._officer()
        documents.correct(document=self._paper, note=self.content.correction.note, by=officer)
        edition = working_edition(self._paper)
        documents.save(
            document=self._paper, version=edition.version, by=officer, title=edition.title,
            html=to_html(self.content.text), mode=edition.mode,
        )  # fmt: skip
        documents.submit(document=self._paper, by=officer)

    def withdraw(self) -> None:
        private = "隐私" in self.content.withdrawn_reason
        documents.withdraw(
            document=self._paper, kind=Withdrawal.PRIVACY if private else Withdrawal.ERROR,
            reason=self.content.withdrawn_reason, by=self._officer(),
        )  # fmt: skip


def is_filed(content: Content) -> bool:
    """Whether the document is finished without ever going public."""
    return content.state == "issued" and content.attribute is not Attribute.PROACTIVE
