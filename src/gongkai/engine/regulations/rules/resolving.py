"""From mentions to verdicts: laws of the library, our own public documents, what follows in the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongkai.engine.regulations.rules.itself import Itself
from gongkai.engine.regulations.rules.judging import Days, Said, article, cited_version, key_of, standing
from gongkai.engine.regulations.rules.library import LawEntry, Library, Own, OwnEntry
from gongkai.engine.regulations.rules.mentions import Kind, Mention, find_mentions
from gongkai.engine.regulations.rules.titles import TRIAL, folded, is_lawlike, is_paper
from gongkai.engine.regulations.rules.verdicts import Citation, Verdict

NOT_FOUND = frozenset({Verdict.UNKNOWN, Verdict.WRONG_TITLE})
CHANGING = re.compile(r"关于(?:修改|修正|修订|废止)")
CHANGED = re.compile(r"[《〈<＜]([^《〈<＜》〉>＞]+)[》〉>＞]")
INTERNAL = re.compile(r"(?:请示|报告|汇报|提案|建议)$")  # what an agency writes to another is not published


def resolve(
    text: str, library: Library, own: Own, days: Days, mentions: Sequence[Mention] | None = None
) -> list[Citation]:
    """Return everything the text cites, in order of place; `mentions` where they are found already."""
    return list(_citations(text, find_mentions(text) if mentions is None else mentions, library, own, days))


def _citations(text: str, mentions: Sequence[Mention], library: Library, own: Own, days: Days) -> Iterator[Citation]:
    itself = Itself(text)
    around: Citation | None = None
    for mention in mentions:
        if mention.kind is Kind.OWN:
            yield from itself.missing_articles(mention)
            continue
        found = _one(text, mention, library, own, days)
        if found is None:
            continue
        if found.verdict in NOT_FOUND and itself.is_own(mention):
            found = replace(found, verdict=Verdict.OTHER, message="", suggestion="", title="", law_id=None)
        if not mention.inside:
            around = found
        elif around is not None and around.end >= found.end:
            if around.verdict is Verdict.VALID:
                continue  # 《关于印发〈X办法〉的通知》 is known as a whole
            if found.law_id and CHANGING.search(folded(around.written)):
                # 《关于修改〈X条例〉的决定》 tells of the change: that X has changed is no news.
                found = replace(found, verdict=Verdict.VALID, message="", suggestion="")
        yield found


def _one(text: str, mention: Mention, library: Library, own: Own, days: Days) -> Citation | None:
    if mention.kind is Kind.BARE:
        return _bare(text, mention, library, days)
    written = text[mention.start : mention.end]
    law = _law(mention, library)
    if law is not None:
        return _of_law(mention, written, law, days, library)
    known = own.find(mention.title, mention.numbers)
    return _own(mention, written, known) if known else _unknown(mention, written, library)


def _law(mention: Mention, library: Library) -> LawEntry | None:
    """Return the law that is meant; a title may lack 试行 or a year."""
    if mention.title:
        return library.by_title(mention.title) or library.by_lenient_title(mention.title)
    keys = [key_of(number) for number in mention.numbers]
    several = [law for key in keys for law in library.by_number(key)]
    # An order promulgates one law and may amend many: the one that it brought is meant.
    brought = [law for law in several if law.versions and law.versions[0].number in keys]
    return next(iter(brought or several), None)


def _bare(text: str, mention: Mention, library: Library, days: Days) -> Citation | None:
    """行政处罚法第八条: as many of the words before the article as are a title; unknown words are left alone."""
    found = library.longest_ending(mention.title)
    if found is None:
        return None
    length, law = found
    start = mention.end - length
    named = replace(mention, start=start, title=law.title)
    return _of_law(named, text[start : mention.end], law, days, library)


def _of_law(mention: Mention, written: str, law: LawEntry, days: Days, library: Library) -> Citation:
    cited, wrong = cited_version(mention, law, days, library)
    said = (
        _no_longer_trial(mention, law)
        or wrong
        or standing(law, cited, days)
        or article(mention.articles, law, cited)
        or Said(Verdict.VALID)
    )
    return Citation(
        mention.start, mention.end, written, said.verdict, said.message, said.suggestion, law.title, law.pk,
        cited.pk if cited else None, articles=mention.articles,
    )  # fmt: skip


def _no_longer_trial(mention: Mention, law: LawEntry) -> Said | None:
    if not TRIAL.search(folded(mention.title)) or TRIAL.search(folded(law.title)):
        return None
    if any(TRIAL.search(folded(name)) for name in law.names):
        return None
    return Said(Verdict.WRONG_TITLE, f"现行的名称是《{law.title}》，没有“试行”。", f"《{law.title}》")


def _own(mention: Mention, written: str, known: OwnEntry) -> Citation:
    said = Said(Verdict.REPEALED, f"《{known.title}》{known.over}。", "请改引现行文件。") if known.over else None
    verdict = said.verdict if said else Verdict.VALID
    return Citation(
        mention.start, mention.end, written, verdict, said.message if said else "", said.suggestion if said else "",
        known.title, item_key=known.key, articles=mention.articles,
    )  # fmt: skip


def _unknown(mention: Mention, written: str, library: Library) -> Citation:
    lawlike = bool(mention.title) and is_lawlike(mention.title)
    near = library.nearest(mention.title) if lawlike and not mention.inside else None
    if near is not None:
        return Citation(
            mention.start, mention.end, written, Verdict.WRONG_TITLE,
            f"法规库没有《{mention.title}》，有《{near.title}》。", f"《{near.title}》", near.title, near.pk,
            articles=mention.articles,
        )  # fmt: skip
    if mention.kind is Kind.NUMBER or _should_be_known(mention, library):
        what = f"《{mention.title}》" if mention.title else mention.numbers[0]
        return Citation(
            mention.start, mention.end, written, Verdict.UNKNOWN, f"法规库和本平台公开的文件里没有{what}。",
            "请核对名称和文号；确有此件的，可补充到法规库。", articles=mention.articles,
        )  # fmt: skip
    return Citation(mention.start, mention.end, written, Verdict.OTHER, articles=mention.articles)


def _should_be_known(mention: Mention, library: Library) -> bool:
    """Whether this names a law or a document, not a form or one of the many plans that are cited by name."""
    if mention.kind is not Kind.TITLE or mention.inside or INTERNAL.search(folded(mention.title)):
        return False
    if CHANGING.search(folded(mention.title)):
        inner = CHANGED.search(mention.title)
        return inner is None or library.by_title(inner.group(1)) is None
    return is_lawlike(mention.title) or (is_paper(mention.title) and bool(mention.numbers))
