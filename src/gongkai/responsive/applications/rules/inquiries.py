"""Who is asked before an answer, and what silence means (条例第三十二条、第三十三条第三款、第三十四条). No Django."""

from __future__ import annotations

from enum import StrEnum


class Party(StrEnum):
    THIRD_PARTY = "third-party"
    JOINT_MAKER = "joint-maker"
    AGENCY = "agency"


PARTY_NAMES: dict[str, str] = {
    Party.THIRD_PARTY: "第三方",
    Party.JOINT_MAKER: "共同制作机关",
    Party.AGENCY: "其他机关",
}


class Answer(StrEnum):
    CONSENTED = "consented"
    REFUSED = "refused"
    PARTLY = "partly"
    SILENT = "silent"
    STOPPED = "stopped"


ANSWER_NAMES: dict[str, str] = {
    Answer.CONSENTED: "同意公开",
    Answer.REFUSED: "不同意公开",
    Answer.PARTLY: "同意部分公开",
    Answer.SILENT: "逾期未答复",
    Answer.STOPPED: "不再等待",
}
# What the agency finds by itself; the rest is what they said.
FOUND_BY_AGENCY = frozenset({Answer.SILENT, Answer.STOPPED})


def meaning(party: str, answer: str) -> str:
    """Return what an answer means for the decision, in a sentence with its article."""
    if answer == Answer.SILENT:
        if party == Party.JOINT_MAKER:
            return "逾期未提出意见，视为同意公开（条例第三十四条）。"
        if party == Party.THIRD_PARTY:
            return "逾期未提出意见，由本机关依照条例的规定决定是否公开，既不是同意也不是不同意（条例第三十二条）。"
        return "逾期未答复，由本机关自行决定。"
    if answer == Answer.STOPPED:
        return "没有取得意见，由本机关依照条例的规定决定是否公开，既不是同意也不是不同意。"
    if answer == Answer.REFUSED and party == Party.THIRD_PARTY:
        return "不同意公开且有合理理由的，不予公开；认为不公开可能对公共利益造成重大影响的，可以决定公开并书面告知第三方（条例第三十二条）。"
    return ""


def consents(party: str, answer: str) -> bool:
    return answer == Answer.CONSENTED or (answer == Answer.SILENT and party == Party.JOINT_MAKER)
