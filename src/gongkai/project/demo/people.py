"""Who works in the city. A sign-in name says where and as what: `zjj.draft` drafts in the housing bureau."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "Yunchuan-2026"  # noqa: S105 - printed on every start: the fictional city has no secrets


@dataclass(frozen=True)
class Somebody:
    """`posts` are (agency, role) pairs; the first is the one that the sign-in table shows."""

    username: str
    name: str
    posts: tuple[tuple[str, str], ...]


# What the four of an agency do, in the order in which STAFF names them.
DESKS: tuple[tuple[str, str], ...] = (
    ("draft", "drafter"),
    ("head", "division_head"),
    ("open", "openness_officer"),
    ("sign", "signing_leader"),
)
# Street offices have nobody for openness: the district's officer does their work.
STAFF: dict[str, tuple[str, str, str, str]] = {
    "yc-office": ("方砚秋", "卢慎行", "高若谷", "魏思源"),
    "yc-fgw": ("陆景行", "贺文澜", "温如璋", "乔立诚"),
    "yc-jyj": ("叶知秋", "孟书宁", "江若菱", "梁启文"),
    "yc-gaj": ("石卫宁", "雷鸣远", "柳青扬", "高正则"),
    "yc-mzj": ("苏念慈", "钟怀仁", "杜若兰", "丁长安"),
    "yc-czj": ("钱思齐", "颜清和", "简明远", "傅裕民"),
    "yc-rsj": ("任嘉树", "谷雨生", "唐亦工", "宋保平"),
    "yc-zrzy": ("田野行", "方遇圆", "陶然白", "单有木"),
    "yc-sthj": ("江澄碧", "白云起", "卿如许", "蓝天朗"),
    "yc-zjj": ("林知远", "周以宁", "沈若川", "郑怀山"),
    "yc-jtj": ("马行健", "路知遥", "车文轨", "乔固本"),
    "yc-nyj": ("麦秋成", "何苗青", "谷丰年", "耿云耕"),
    "yc-wjw": ("邢林春", "白芷兰", "黄柏年", "康宁远"),
    "yc-yjj": ("安如磐", "卫东流", "严守备", "平静川"),
    "yc-scjg": ("尚公衡", "程心如", "杜量之", "辛立诚"),
    "linjiang": ("江望舒", "程晚舟", "冯疏影", "罗汉平"),
    "yunling": ("云岫青", "岳峙之", "范成溪", "秦松岭"),
    "chuanbei": ("沙流平", "邹北辰", "葛新渡", "曹长桥"),
    "linjiang-mingde": ("明小满", "朱德馨", "", "吕怀瑾"),
    "linjiang-nanmen": ("南乔木", "闵可亲", "", "关望山"),
    "yunling-qingshi": ("石小溪", "卿竹君", "", "桥西岸"),
    "yunling-songlin": ("宋小涛", "林间月", "", "穆森然"),
    "chuanbei-heping": ("和小暖", "平安澜", "", "何太宁"),
    "chuanbei-xinqiao": ("辛小桥", "乔新雨", "", "桂远帆"),
}
# A correction is drafted by the openness officer, so a second one must check it: these stand in pairs.
DEPUTIES: dict[str, str] = {
    "yc-office": "倪文澄",
    "yc-zjj": "丛听雨",
    "yc-czj": "纪有余",
    "yc-zrzy": "苗在田",
    "yc-jtj": "程远路",
    "yc-wjw": "艾青禾",
    "linjiang": "闻一舟",
}
# Secrecy reviewers serve a group of agencies each (保密工作协作组), districts have their own.
SECRECY: tuple[Somebody, ...] = (
    Somebody("secrecy.1", "何静言", tuple((code, "secrecy_reviewer") for code in ("yc-zjj", "yc-zrzy", "yc-sthj", "yc-jtj", "yc-fgw"))),
    Somebody("secrecy.2", "康守默", tuple((code, "secrecy_reviewer") for code in ("yc-mzj", "yc-jyj", "yc-wjw", "yc-rsj", "yc-czj"))),
    Somebody("secrecy.3", "闵慎言", tuple((code, "secrecy_reviewer") for code in ("yc-gaj", "yc-yjj", "yc-scjg", "yc-nyj"))),
    Somebody("office.secrecy", "卓含章", (("yc-office", "secrecy_reviewer"), ("yc-gov", "secrecy_reviewer"))),
    Somebody("linjiang.secrecy", "殷无声", tuple((code, "secrecy_reviewer") for code in ("linjiang", "linjiang-mingde", "linjiang-nanmen"))),
    Somebody("yunling.secrecy", "莫轻言", tuple((code, "secrecy_reviewer") for code in ("yunling", "yunling-qingshi", "yunling-songlin"))),
    Somebody("chuanbei.secrecy", "季如缄", tuple((code, "secrecy_reviewer") for code in ("chuanbei", "chuanbei-heping", "chuanbei-xinqiao"))),
)  # fmt: skip
TOP: tuple[Somebody, ...] = (
    Somebody("authority", "许明朗", (("yc-gov", "openness_authority"), ("yc-office", "openness_authority"))),
    Somebody("legal", "法度明", (("yc-gov", "legal_reviewer"),)),
    Somebody("admin", "管一清", (("yc-gov", "administrator"),)),
    Somebody("supervisor", "简行之", (("yc-gov", "supervisor"),)),
    Somebody("auditor", "秦守真", (("yc-gov", "auditor"),)),
    Somebody("editor", "边若水", (("yc-gov", "site_editor"),)),
    Somebody("linjiang.editor", "柏知白", (("linjiang", "site_editor"),)),
    Somebody("zjj.apply", "柳清词", (("yc-zjj", "application_handler"),)),
    Somebody("counsel", "陆明法", (("yc-zjj", "legal_counsel"), ("yc-czj", "legal_counsel"))),
)
# The mayor's papers are checked and signed in the office.
ALSO: dict[str, tuple[tuple[str, str], ...]] = {
    "office.open": (("yc-gov", "openness_officer"),),
    "office.open2": (("yc-gov", "openness_officer"),),
    "office.sign": (("yc-gov", "signing_leader"),),
    "linjiang.open": (("linjiang-mingde", "openness_officer"), ("linjiang-nanmen", "openness_officer")),
    "yunling.open": (("yunling-qingshi", "openness_officer"), ("yunling-songlin", "openness_officer")),
    "chuanbei.open": (("chuanbei-heping", "openness_officer"), ("chuanbei-xinqiao", "openness_officer")),
}
# Those whom a visitor signs in as first, in the order of the process.
FIRST_TO_TRY = (
    "zjj.draft", "zjj.head", "zjj.open", "zjj.open2", "secrecy.1", "authority", "zjj.sign", "office.open",
    "zjj.apply", "counsel", "supervisor", "admin", "auditor", "editor",
)  # fmt: skip


def short(agency: str) -> str:
    """Return what a sign-in name calls an agency: "zjj" for yc-zjj, "mingde" for linjiang-mingde."""
    return agency.rsplit("-", 1)[-1]


def everybody() -> list[Somebody]:
    people = []
    for agency, names in STAFF.items():
        for (desk, role), name in zip(DESKS, names, strict=True):
            if name:
                username = f"{short(agency)}.{desk}"
                people.append(Somebody(username, name, ((agency, role), *ALSO.get(username, ()))))
    for agency, name in DEPUTIES.items():
        username = f"{short(agency)}.open2"
        people.append(Somebody(username, name, ((agency, "openness_officer"), *ALSO.get(username, ()))))
    return [*people, *SECRECY, *TOP]
