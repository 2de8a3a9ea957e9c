"""The bodies of the city: one government, its office, its bureaus, three districts, six street offices."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.law.identifiers import BASE36, ORGANISATION_WEIGHTS, judge_credit_code

CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I O S V Z
REGION = "990100"  # no administrative region of China begins with 99
HOURS = "工作日上午9:00—12:00，下午13:30—17:30"


@dataclass(frozen=True)
class Body:
    """`serial` makes the fictional credit code; `divisions` stand beside those that the documents name."""

    code: str
    name: str
    short_name: str
    kind: str
    parent: str
    serial: int
    prefixes: tuple[str, ...]
    address: str
    duties: str
    divisions: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()


# fmt: off
BODIES: tuple[Body, ...] = (
    Body("yc-gov", "云川市人民政府", "市政府", "government", "", 1, ("云川政发", "云川政规"), "云川市临江区明德路1号",
         "执行上级国家行政机关和市人民代表大会的决议，管理全市经济、教育、科学、文化、卫生、城乡建设、财政、民政、公安等行政工作。"),
    Body("yc-office", "云川市人民政府办公室", "市政府办公室", "office", "yc-gov", 2, ("云川政办发", "云川政办规"), "云川市临江区明德路1号",
         "协助市政府领导处理日常工作，主管全市政府信息与政务公开工作，负责政府公报、政府网站的管理和考核。", ("政务公开科", "秘书科", "督查室", "法规科", "综合三科")),
    Body("yc-fgw", "云川市发展和改革委员会", "市发展改革委", "department", "yc-gov", 3, ("云川发改发",), "云川市临江区江城大道18号",
         "拟订国民经济和社会发展规划，管理政府投资项目和重要商品、服务价格。"),
    Body("yc-jyj", "云川市教育局", "市教育局", "department", "yc-gov", 4, ("云川教发",), "云川市临江区书院街36号",
         "管理全市各级各类教育，负责招生入学、校外培训治理和教育督导。"),
    Body("yc-gaj", "云川市公安局", "市公安局", "department", "yc-gov", 5, ("云川公通",), "云川市云岭区安民路9号",
         "维护社会治安秩序，管理户籍、居住证、道路交通安全和危险物品。"),
    Body("yc-mzj", "云川市民政局", "市民政局", "department", "yc-gov", 6, ("云川民发",), "云川市临江区仁和路52号",
         "负责最低生活保障、临时救助、养老服务、儿童福利和社会组织管理。"),
    Body("yc-czj", "云川市财政局", "市财政局", "department", "yc-gov", 7, ("云川财发",), "云川市临江区江城大道20号",
         "编制年度预决算草案并组织执行，管理国库、政府采购和政府债务。"),
    Body("yc-rsj", "云川市人力资源和社会保障局", "市人力资源社会保障局", "department", "yc-gov", 8, ("云川人社发",), "云川市云岭区同心路77号",
         "负责就业创业、社会保险、人才引进、劳动保障监察和事业单位人事管理。"),
    Body("yc-zrzy", "云川市自然资源和规划局", "市自然资源和规划局", "department", "yc-gov", 9, ("云川资规发",), "云川市云岭区青山路15号",
         "管理自然资源资产、国土空间规划、土地供应和不动产登记。"),
    Body("yc-sthj", "云川市生态环境局", "市生态环境局", "department", "yc-gov", 10, ("云川环发", "云川环规"), "云川市云岭区碧水路6号",
         "监督管理大气、水、土壤和噪声污染防治，发布生态环境质量信息。"),
    Body("yc-zjj", "云川市住房和城乡建设局", "市住房城乡建设局", "department", "yc-gov", 11, ("云川住建发", "云川住建规"), "云川市临江区安居路28号",
         "负责住房保障、房地产市场、城市更新、房屋征收、建设工程质量安全监管。", ("办公室", "城市更新科", "房屋安全科", "城市建设科", "房屋征收科")),
    Body("yc-jtj", "云川市交通运输局", "市交通运输局", "department", "yc-gov", 12, ("云川交发",), "云川市临江区通达路101号",
         "管理道路运输、公共交通、出租汽车和互联网租赁自行车。", ("办公室",)),
    Body("yc-nyj", "云川市农业农村局", "市农业农村局", "department", "yc-gov", 13, ("云川农发",), "云川市云岭区丰登路33号",
         "负责农田建设、农产品质量安全、动物防疫和渔政管理。"),
    Body("yc-wjw", "云川市卫生健康委员会", "市卫生健康委", "department", "yc-gov", 14, ("云川卫发",), "云川市临江区康宁路12号",
         "负责医疗服务、疾病预防控制、托育服务和老龄健康工作。"),
    Body("yc-yjj", "云川市应急管理局", "市应急管理局", "department", "yc-gov", 15, ("云川应急发",), "云川市云岭区平安路3号",
         "负责安全生产监督、防汛抗旱、应急避难场所和事故调查。"),
    Body("yc-scjg", "云川市市场监督管理局", "市市场监管局", "department", "yc-gov", 16, ("云川市监发",), "云川市临江区诚信路60号",
         "负责食品安全、特种设备、消费者权益保护和经营主体登记管理。"),
    Body("linjiang", "临江区人民政府", "临江区政府", "government", "yc-gov", 21, ("临江政发", "临江政规", "临江政办发"), "云川市临江区府前路8号",
         "管理临江区行政区域内的行政工作。"),
    Body("yunling", "云岭区人民政府", "云岭区政府", "government", "yc-gov", 22, ("云岭政发", "云岭政办发"), "云川市云岭区中山路2号",
         "管理云岭区行政区域内的行政工作。"),
    Body("chuanbei", "川北区人民政府", "川北区政府", "government", "yc-gov", 23, ("川北政发", "川北政办发"), "云川市川北区新渡大道1号",
         "管理川北区行政区域内的行政工作。", (), ("川北新区管理委员会",)),
    Body("linjiang-mingde", "明德路街道办事处", "明德路街道", "subdistrict", "linjiang", 31, ("明德街办发",), "云川市临江区明德路88号",
         "办理临江区人民政府交办的公共服务、公共管理和公共安全工作。"),
    Body("linjiang-nanmen", "南门街道办事处", "南门街道", "subdistrict", "linjiang", 32, ("南门街办发",), "云川市临江区南门外大街40号",
         "办理临江区人民政府交办的公共服务、公共管理和公共安全工作。"),
    Body("yunling-qingshi", "青石街道办事处", "青石街道", "subdistrict", "yunling", 33, ("青石街办发",), "云川市云岭区青石桥路11号",
         "办理云岭区人民政府交办的公共服务、公共管理和公共安全工作。"),
    Body("yunling-songlin", "松林街道办事处", "松林街道", "subdistrict", "yunling", 34, ("松林街办发",), "云川市云岭区松涛路5号",
         "办理云岭区人民政府交办的公共服务、公共管理和公共安全工作。"),
    Body("chuanbei-heping", "和平街道办事处", "和平街道", "subdistrict", "chuanbei", 35, ("和平街办发",), "云川市川北区和平路16号",
         "办理川北区人民政府交办的公共服务、公共管理和公共安全工作。"),
    Body("chuanbei-xinqiao", "新桥街道办事处", "新桥街道", "subdistrict", "chuanbei", 36, ("新桥街办发",), "云川市川北区新桥北路7号",
         "办理川北区人民政府交办的公共服务、公共管理和公共安全工作。"),
)
# City papers are written in the bureau whose business they are.
DRAFTED_IN: dict[str, str] = {
    "住房保障科": "yc-zjj", "城市更新科": "yc-zjj", "房屋安全科": "yc-zjj", "城市建设科": "yc-zjj", "房屋征收科": "yc-zjj",
    "治安管理支队法制大队": "yc-gaj", "治安管理支队": "yc-gaj", "自然资源所有者权益科": "yc-zrzy", "人事科": "yc-rsj",
}
# fmt: on
CITY_LEVEL = frozenset({"yc-gov", "yc-office"})


def drafting_agency(agency: str, division: str) -> str:
    """Return where a paper of an agency and division is drafted: gov and office mostly issue what bureaus write."""
    if agency not in CITY_LEVEL:
        return agency
    return DRAFTED_IN.get(division, "yc-office")


def credit_code(serial: int) -> str:
    """Return a fictional 统一社会信用代码 with right check digits (GB 32100, GB 11714); 1 1 is an organ of government."""
    organisation = f"0099{serial:04d}"
    total = sum(BASE36.index(c) * weight for c, weight in zip(organisation, ORGANISATION_WEIGHTS, strict=True))
    start = f"11{REGION}{organisation}{'0123456789X0'[11 - total % 11]}"
    for last in CREDIT_LETTERS:
        if judge_credit_code(start + last).valid:
            return start + last
    raise ValueError(f"没有校验码适合 {start}")
