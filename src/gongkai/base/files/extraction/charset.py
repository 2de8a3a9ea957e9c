"""Telling UTF-8, GB 18030, Big5 and UTF-16 apart, for text and web pages that do not say."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from .refusals import MalformedFile

# The commonest characters of official prose, simplified and traditional: a wrong decoding hits few of them.
_SIMPLIFIED = set(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相"
    "全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料"
    "象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取"
    "据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身"
    "车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持"
    "音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛"
    "亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严，。、；：（）〔〕《》“”"
)
_TRADITIONAL = set(
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
    "十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相"
    "全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料"
    "象員革位入常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾九區強放決西被幹做必戰先回則任取"
    "據處隊南給色光門即保治北造百規熱領七海口東導器壓志世金增爭濟階油思術極交受聯什認六共權收證改清己美再採轉更單風切打白教速花帶安場身"
    "車例真務具萬每目至達走積示議聲報鬥完類八離華名確才科張信馬節話米整空元況今集溫傳土許步群廣石記需段研界拉林律叫且究觀越織裝影算低持"
    "音眾書布複容兒須際商非驗連斷深難近礦千周委素技備半辦青省列習響約支般史感勞便團往酸歷市克何除消構府稱太準精值號率族維劃選標寫存候毛"
    "親快效斯院查江型眼王按格養易置派層片始卻專狀育廠京識適屬圓包火住調滿縣局照參紅細引聽該鐵價嚴，。、；：（）〔〕《》「」"
)
_NAMES = {"utf-8": "UTF-8", "gb18030": "GB 18030", "big5hkscs": "Big5", "utf-16": "UTF-16"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "utf8": "utf-8",
    "big5-hkscs": "big5hkscs",
}
TOLERATED = 0.005  # share of unreadable characters that we replace and report
LONGEST_CHARACTER = 4
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Decoded:
    text: str
    encoding: str
    replaced: int = 0

    @property
    def notices(self) -> tuple[str, ...]:
        if not self.replaced:
            return ()
        return (f"有 {self.replaced} 个字符无法识别，已用“\ufffd”代替，请对照原件核对。",)

    @property
    def name(self) -> str:
        return _NAMES.get(self.encoding.removesuffix("-sig"), self.encoding)


def decoded(data: bytes, declared: str | None = None, *, cut: bool = False) -> Decoded:
    """Decode text of unknown encoding. `declared` is tried after UTF-8; `cut` says that the last character may be incomplete.

    Raises MalformedFile when the bytes are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _with(data, encoding, cut=cut) or _refuse()
    if b"\0" in data[:4096]:
        guess = "utf-16-le" if data[1:200:2].count(0) > data[0:200:2].count(0) else "utf-16-be"
        found = _with(data, guess, cut=cut)
        return found if found and _common(found.text) > 0.3 else _refuse()
    if exact := _with(data, "utf-8", cut=cut):
        return exact
    if declared and (found := _with(data, _ALIASES.get(declared.lower(), declared.lower()), cut=cut)):
        return found
    candidates = [found for encoding in ("gb18030", "big5hkscs") if (found := _with(data, encoding, cut=cut))]
    if candidates:
        best = max(candidates, key=lambda found: _score(found.text))
        return best if _score(best.text) > 0.05 else _refuse()
    return _tolerant(data)


def _with(data: bytes, encoding: str, *, cut: bool) -> Decoded | None:
    for missing in range(LONGEST_CHARACTER if cut else 1):
        try:
            text = (data[:-missing] if missing else data).decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return None if _CONTROLS.search(text) else Decoded(text, encoding)
    return None


def _tolerant(data: bytes) -> Decoded:
    attempts = [
        Decoded(text := data.decode(encoding, errors="replace"), encoding, text.count("\ufffd"))
        for encoding in ("utf-8", "gb18030", "big5hkscs")
    ]
    best = min(attempts, key=lambda attempt: attempt.replaced)
    good = best.replaced <= max(1, len(best.text) * TOLERATED) and not _CONTROLS.search(best.text)
    return best if good else _refuse()


def _refuse() -> Decoded:
    raise MalformedFile("认不出文件的文字编码，打开会是乱码。请用记事本打开，另存为 UTF-8 编码后再上传。")


def _wide(text: str) -> list[str]:
    return [character for character in text[:20_000] if ord(character) > 0x7F]


def _score(text: str) -> float:
    """Return the share of common characters among the non-ASCII ones, less a penalty for private-use characters."""
    wide = _wide(text)
    if not wide:
        return 1.0
    common = max(sum(c in _SIMPLIFIED for c in wide), sum(c in _TRADITIONAL for c in wide))
    return (common - 2 * len(_PRIVATE.findall("".join(wide)))) / len(wide)


def _common(text: str) -> float:
    """Return the share of characters that are ASCII or common."""
    sample = text[:2000]
    return sum(c < "\x7f" or c in _SIMPLIFIED or c in _TRADITIONAL for c in sample) / max(1, len(sample))
