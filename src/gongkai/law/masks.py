"""How personal numbers and names are masked where they must be shown at all.

No national rule fixes a mask and official practice conflicts (rules 11.2, confidence S), so masks are data: a site chooses
one set and uses it everywhere, because fragments from several pages can be joined. By default the ID number is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.law.identifiers import compact

STAR = "*"


@dataclass(frozen=True, slots=True)
class Keep:
    """How many characters stay at each end."""

    head: int
    tail: int

    def mask(self, text: str) -> str:
        """Stars in the middle, the length unchanged. A text too short to hide anything in becomes stars only."""
        if len(text) <= self.head + self.tail:
            return STAR * len(text)
        return text[: self.head] + STAR * (len(text) - self.head - self.tail) + text[len(text) - self.tail :]


@dataclass(frozen=True, slots=True)
class MaskSet:
    """One site's masks; `id_number` None drops the number altogether."""

    name: str
    id_number: Keep | None
    phone: Keep
    bank_card: Keep

    def mask_id_number(self, text: str) -> str:
        return self.id_number.mask(compact(text)) if self.id_number else ""

    def mask_phone(self, text: str) -> str:
        return self.phone.mask(compact(text))

    def mask_bank_card(self, text: str) -> str:
        return self.bank_card.mask(compact(text))

    def mask_name(self, name: str) -> str:
        """张三 becomes 张*; of three and more characters the first and the last stay."""
        return Keep(1, 0 if len(name) <= 2 else 1).mask(name)


PHONE, CARD = Keep(3, 4), Keep(6, 4)
MASK_SETS: dict[str, MaskSet] = {
    "drop-id": MaskSet("不显示身份证号码（默认）", None, PHONE, CARD),
    "id-2-3": MaskSet("身份证号码保留前2位、后3位", Keep(2, 3), PHONE, CARD),
    "id-6-4": MaskSet("身份证号码保留前6位、后4位", Keep(6, 4), PHONE, CARD),
}
DEFAULT_MASKS = MASK_SETS["drop-id"]
