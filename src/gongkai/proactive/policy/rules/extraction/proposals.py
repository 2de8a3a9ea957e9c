"""What the machine proposes: items with their fields, each with the place in the text where it was read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongkai.proactive.policy.rules.conditions import Every, Free, Node, facts_in
from gongkai.proactive.policy.rules.extraction import naming
from gongkai.proactive.policy.rules.extraction.around import Whole, around, list_after, notes
from gongkai.proactive.policy.rules.extraction.dating import Days, days_of
from gongkai.proactive.policy.rules.extraction.fitting import ASKED_OF_BOTH, fitting
from gongkai.proactive.policy.rules.extraction.guess import alternatives, bare, every, hits, understood
from gongkai.proactive.policy.rules.extraction.items import Candidate, candidates
from gongkai.proactive.policy.rules.extraction.joining import joined
from gongkai.proactive.policy.rules.extraction.money import Money
from gongkai.proactive.policy.rules.extraction.practical import Practical, practical_of
from gongkai.proactive.policy.rules.extraction.stepping import Step, steps_of
from gongkai.proactive.policy.rules.extraction.text import Piece, paragraphs, segments
from gongkai.proactive.policy.rules.facts import FACTS, Audience

BENEFIT_KINDS: dict[str, str] = {
    "reward": "奖励", "subsidy": "补贴补助", "interest": "贷款和贴息", "relief": "减免返还", "allowance": "津贴待遇",
    "voucher": "消费券、服务券", "priority": "优先优待", "other": "其他支持",
}  # fmt: skip
_KIND_WORDS = (
    ("interest", r"贴息|贷款|担保"), ("voucher", r"[券]"), ("relief", r"减免|免收|免征|免除|免费|扣减|返还|减半|下浮|减按"),
    ("allowance", r"津贴|扶助金|抚慰金|救助供养|保险金|基本生活标准|养老金"), ("reward", r"奖励|奖金|奖补|(?<!以)奖\d"),
    ("subsidy", r"补贴|补助|资助"), ("priority", r"优先|优待"),
)  # fmt: skip
_GRANT_WORDS = re.compile(
    r"给予|予以|发放|发给|颁发|享受|可以?申请|可领取|可以领取|按[^，]{0,24}(?:给予|补贴|补助|奖励|返还|发放)|奖励|补贴|补助|减免|免收|免除|免费|优先|提高到|提高至|每人|每户|一次性|(?:支持|补贴|补助)比例|额度最高|每[^，]{1,4}最高|单\\S{0,2}最高"
)
_ONLY_TITLE = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、]|[一二三四五六七八九十]+、)?[^，。；：]{2,14}。$"
)
_WITHIN = re.compile(r"\s*(?:其中|另|并|再|同时|每|单|同一|累计|总额)")  # says more of those who were meant before
_RESIDENT_WORDS = re.compile(
    r"老年人|居民|家庭|个人|毕业生|残疾人|学生|夫妻|户籍|儿童|子女|失业人员|退役军人|农户|消费者|周岁|博士|人才|承租"
)
_COMPANY_WORDS = re.compile(r"企业|单位|机构|项目|基地|民宿|组织|经营者|合作社|公司|商家")
_OPENS_LIST = re.compile(
    r"^(?:[（(][^）)]+[)）]|第[^条]{1,5}条)?\s*(?:对|凡)?(?:同时)?(?:符合|具备|满足|属于|具有|有)?(?:下列|以下|如下)"
)
_LIST_NAMED = re.compile(r"(?:下列|以下|如下)[^，。；、且并和及]{0,6}?(?:条件|情形|要求)(?:之一)?(?:[且并和及、的])?")
_ASKS_WHO = re.compile(
    r"^(?:谁|哪些人?)(?:可以?|能够?)?(?:享受|申请|申领|领取)?[?？：:]?|^[\u4e00-\u9fff]{2,6}(?:对象|范围|主体)[：:]"
)
# A heading of the benefit, or a span of years, stands where the persons would.
_NOBODY = re.compile(
    r"(?:支持|补贴|补助|奖励|资助|扶持|发放|具体)?(?:标准|方式|内容|措施|额度|比例|金额)|[前后首次第][一二两三四五六七八九十\d]*年(?:度|内)?"
)
_POINTS = re.compile(r"(?:见|按照?)?(?:本[\u4e00-\u9fff]{2,4})?第[一二三四五六七八九十百\d]+[条章节款项](?:规定)?")
SHORTEST_FREE = 4  # letters: «建设», «运营» before a sum are the name of it, no condition


@dataclass(frozen=True)
class Mark:
    """A field and the place that it was read from; the desk paints it."""

    field: str
    start: int
    end: int


@dataclass
class Proposal:
    title: str
    audiences: tuple[str, ...]
    kind: str
    who: str
    benefit: str
    money: Money
    condition: Node
    days: Days
    practical: Practical
    paragraph: int
    start: int
    end: int
    marks: list[Mark] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def proposals(source: str) -> list[Proposal]:
    """Return what the text seems to grant. The days and offices of the whole text are proposed for each item."""
    lines, days, practical = paragraphs(source), days_of(source), practical_of(source)
    found = candidates(source)
    whole = Whole(lines, found)
    headings, about = naming.headings(lines), naming.about(source)
    return [_proposal(one, whole, days, practical, (headings[one.paragraph.index], about)) for one in found]


def _proposal(found: Candidate, whole: Whole, days: Days, practical: Practical, called: tuple[str, str]) -> Proposal:
    who_words = _who_pieces(found)
    parts, marks = _conditions(found, who_words, whole)
    benefit = " ".join(one.text.strip() for one in found.clauses)
    condition = fitting(every(parts) if parts else Every(()))
    marks = [Mark("benefit", one.start, one.end) for one in found.clauses] + marks
    marks += [Mark("money", start, end) for start, end in found.money.places]
    if practical.apply:
        marks.append(Mark("apply", practical.apply.start, practical.apply.end))
    if practical.materials_at:
        marks.append(Mark("materials", *practical.materials_at))
    if practical.department:
        marks.append(Mark("department", practical.department.start, practical.department.end))
    who = _whom("".join(one.text for one in who_words))
    said = notes(found, whole)
    marks += [Mark("condition", place.start, place.end) for _, place in said]
    audiences = _audiences(condition, who + benefit)
    return Proposal(
        title=naming.name(found, benefit, *called), audiences=audiences, kind=_kind(benefit), who=who,
        benefit=benefit, money=found.money, condition=condition, days=days, practical=practical,
        paragraph=found.paragraph.index, start=found.start, end=found.end, marks=marks, notes=[one for one, _ in said],
        steps=steps_of(found),
    )  # fmt: skip


def _whom(words: str) -> str:
    """Return persons only: a number of an entry and a heading that asks or announces for whom say none."""
    said = _ASKS_WHO.sub("", bare(words)).strip("，。：； ")
    return "" if _POINTS.fullmatch(said) or _NOBODY.fullmatch(said) else said


def _who_pieces(found: Candidate) -> list[Piece]:
    """Return the parts of the first clause before what is granted; of a row of a table the cells that say who."""
    if found.said_of:
        return found.said_of[0]
    titled = len(found.clauses) > 1 and _ONLY_TITLE.match(found.clauses[0].text)
    return [one for one in _before_the_grant(found.clauses[1 if titled else 0]) if not _only_grants(one, found)]


def _only_grants(piece: Piece, found: Candidate) -> bool:
    """«每月增加60元» before the limit of it says what is granted, and of nobody."""
    granted = any(piece.start <= start < piece.end for start, _ in found.money.places)
    return granted and not hits(piece.text) and not piece.text.rstrip("，, ").endswith("的")


def _before_the_grant(clause: Piece) -> list[Piece]:
    pieces = []
    for part in segments(clause):
        if _ASKS_WHO.fullmatch(f"{bare(part.text)}："):
            continue  # «补贴对象：» names a benefit, but grants nothing yet
        grant = _GRANT_WORDS.search(part.text)
        if grant is None or part.text.rstrip("，：").endswith("的"):
            pieces.append(part)
            continue
        before = part.text[: grant.start()]
        if len(before.strip()) > 1:
            pieces.append(Piece(before, part.start))
        break
    return pieces


def _beside_the_list(piece: Piece) -> Piece | None:
    """«符合下列条件且具有本市户籍的» asks for the household registration too; the words that only open the list ask nothing."""
    if not _OPENS_LIST.search(piece.text):
        return piece
    named = _LIST_NAMED.search(piece.text)
    rest = piece.text[named.end() :] if named else ""
    return Piece(rest, piece.end - len(rest)) if hits(rest) else None


def _conditions(found: Candidate, who: list[Piece], whole: Whole) -> tuple[list[Node], list[Mark]]:
    pieces: list[Piece] = list(who)
    for lead in found.lead:
        pieces += [one for one in segments(lead) if not re.search(r"按(?:以下|下列)|如下", one.text)]
    listed = list_after(found, whole)
    if listed is not None:
        pieces = [kept for one in pieces if (kept := _beside_the_list(one)) is not None]
    nodes, words = _referred([one for one in pieces if _says(one.text)], found, whole)
    nodes += [one for one in joined(words) if not (isinstance(one, Free) and len(one.text) < SHORTEST_FREE)]
    steps = [node for one in _step_pieces(found) if (node := understood(one.text)) is not None]
    if steps and who and _says(who[-1].text) and (last := understood(who[-1].text)) in nodes:
        at = nodes.index(last)
        nodes[at : at + 1] = _with_steps(last, steps)
    nodes = _for_each_step(nodes, steps_of(found))
    extra, places = around(found, whole)
    if listed is not None:
        extra, places = [*extra, listed.node], [*places, *listed.places]
    marks = [Mark("condition", one.start, one.end) for one in [*pieces, *places]]
    return nodes + extra, marks


def _referred(pieces: list[Piece], found: Candidate, whole: Whole) -> tuple[list[Node], list[str]]:
    """Put what another article asks in the place of the words that point to it."""
    nodes: list[Node] = []
    words: list[str] = []
    for one in pieces:
        meant = whole.referred(one.text, found)
        if meant is not None:
            nodes += meant[0]
        rest = one.text if meant is None else meant[1]
        if meant is None or _says(rest):
            words.append(rest)
    return nodes, words


def _for_each_step(nodes: list[Node], steps: list[Step]) -> list[Node]:
    """«大型企业5%、小微企业10%» is for both: let the others stand beside the first of them."""
    each = [node for one in steps if (node := understood(one.who)) is not None]
    if len(each) < len(steps) or not each or each[0] not in nodes:
        return nodes
    return [alternatives(each) if one == each[0] else one for one in nodes]


def _with_steps(last: Node, steps: list[Node]) -> list[Node]:
    """Let the steps stand beside that part of the first condition which asks the same: the rest is asked of all."""
    parts: list[Node] = list(last.parts) if isinstance(last, Every) else [last]
    asked = {fact for step in steps for fact in facts_in(step)}
    own = [one for one in parts if asked & set(facts_in(one))] or parts
    return [*(one for one in parts if one not in own), alternatives([every(own), *steps])]


def _step_pieces(found: Candidate) -> list[Piece]:
    """Return who is meant by the further steps of one benefit: «二级残疾的…；三级残疾的…» is for all of them."""
    if found.said_of:
        return [one for row in found.said_of[1:] for one in row[-1:]]
    whose = [_before_the_grant(clause) for clause in found.clauses[1:] if not _WITHIN.match(clause.text)]
    return [parts[-1] for parts in whose if parts and parts[-1].text.rstrip("，, ").endswith("的")]


def _says(text: str) -> bool:
    """Leave out what is only a number of an article or the name of the measure."""
    bare = re.sub(
        r"^\s*(?:第[一二三四五六七八九十百]+条|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、])\s*", "", text
    ).strip("，。；： ")
    return len(bare) > 1 and not re.fullmatch(
        r"[\u4e00-\u9fff]{2,10}(?:补贴|奖励|标准|奖补|资助|补助|其中)|其中|并|再|分别|由[^，]{0,4}财政|可以?|经[^，]{2,14}(?:同意|批准)|"
        r"(?:自|从)[\d年月日]+起|[\d年月日]+(?:至|到)[\d年月日]+(?:期间)?|每(?:招用|新增|吸纳)\d人|(?:额度|单|每)\S{0,3}最高.*|连续\S{1,6}",
        bare,
    )


def _kind(benefit: str) -> str:
    return next((kind for kind, words in _KIND_WORDS if re.search(words, benefit)), "other")


def _audiences(condition: Node, words: str) -> tuple[str, ...]:
    """Return who is meant: by the facts that are asked, and where there are none by the words."""
    asked = {str(FACTS[key].audience) for key in facts_in(condition) - ASKED_OF_BOTH}
    if not asked:
        asked = {str(Audience.RESIDENT)} if _RESIDENT_WORDS.search(words) else set()
        if _COMPANY_WORDS.search(words) or (not asked and facts_in(condition)):
            asked = {str(Audience.COMPANY)}
    return tuple(sorted(asked)) or (str(Audience.COMPANY), str(Audience.RESIDENT))
