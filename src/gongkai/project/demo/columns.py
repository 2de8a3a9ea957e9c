"""The columns of the city's site, and the two smaller sites beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shelf:
    """A column: `days` is how many calendar days it may stand without something new, `agency` who answers for it."""

    slug: str
    name: str
    agency: str
    description: str
    parent: str = ""
    type: str = "政策文件"
    duty: str = ""
    days: int | None = None
    statutory: bool = False


# fmt: off
# What documents are placed in (the `columns` of the content files).
DOCUMENT_SHELVES: tuple[Shelf, ...] = (
    Shelf("policies", "政策文件", "yc-office", "市、区两级机关印发的政策文件", duty="文件印发后十个工作日内发布", days=30, statutory=True),
    Shelf("normative", "行政规范性文件", "yc-office", "现行有效和已经废止、失效的行政规范性文件", "policies", duty="文件印发后十个工作日内发布", days=60, statutory=True),
    Shelf("gov-docs", "市政府文件", "yc-office", "云川市人民政府文件", "policies", duty="文件印发后十个工作日内发布", days=60, statutory=True),
    Shelf("office-docs", "市政府办公室文件", "yc-office", "云川市人民政府办公室文件", "policies", duty="文件印发后十个工作日内发布", days=90, statutory=True),
    Shelf("department-docs", "部门文件", "yc-office", "市级部门文件", "policies", duty="文件印发后十个工作日内发布", days=14, statutory=True),
    Shelf("district-docs", "区和街道文件", "yc-office", "各区人民政府、街道办事处文件", "policies", duty="文件印发后十个工作日内发布", days=30, statutory=True),
    Shelf("guide", "政府信息公开指南", "yc-office", "信息怎样分类、在哪里查、怎样申请、怎样收费", type="公开指南", duty="变动后及时更新，每年修订", days=365, statutory=True),
    Shelf("system", "政府信息公开制度", "yc-office", "公开属性认定、保密审查、申请办理等工作制度", type="公开制度", duty="制度印发后二十个工作日内发布", days=365, statutory=True),
    Shelf("content", "法定主动公开内容", "yc-office", "按条例第十九条至第二十一条应当主动公开的事项", type="主动公开", duty="按各子栏目要求更新", days=180, statutory=True),
    Shelf("plans", "规划计划", "yc-fgw", "国民经济和社会发展规划、专项规划和年度计划", "content", type="规划计划", duty="批准后二十个工作日内发布", days=180, statutory=True),
    Shelf("budgets", "财政预决算", "yc-czj", "财政预算、决算和执行情况", "content", type="财政信息", duty="批准后二十日内发布", days=90, statutory=True),
    Shelf("annual-reports", "政府信息公开年报", "yc-office", "市政府和各部门的政府信息公开工作年度报告", type="公开年报", duty="部门每年一月底前、市政府三月底前发布", days=366, statutory=True),
    Shelf("notices", "通知公告", "yc-office", "面向公众的通知、通告、公示", type="通知公告", duty="随时发布", days=14),
    Shelf("personnel", "人事信息", "yc-rsj", "任免、招考和表彰", "content", type="人事信息", duty="形成后二十个工作日内发布", days=90, statutory=True),
    Shelf("emergency", "应急管理", "yc-yjj", "应急预案、预警和突发事件应对", "content", type="应急管理", duty="随时发布", days=60, statutory=True),
)
# The tree of an agency's openness columns (R251): each has somebody who answers for it and a rhythm.
AGENCY_SHELVES: tuple[Shelf, ...] = (
    Shelf("openness", "政务公开", "yc-office", "政府信息公开指南、制度、法定主动公开内容和年度报告", type="政务公开", duty="每月检查一次", days=31, statutory=True),
    Shelf("organisation", "组织机构", "yc-office", "机构职能、领导分工、内设机构和联系方式", "openness", "机构职能", "变动后二十个工作日内更新", 365, True),
    Shelf("regulations", "政策法规", "yc-office", "本机关执行和制定的法规、规章、规范性文件", "openness", "政策法规", "变动后二十个工作日内更新", 90, True),
    Shelf("guides", "办事指南", "yc-office", "事项、条件、材料、时限和办理地点", "openness", "办事指南", "变动后五个工作日内更新", 90),
    Shelf("management", "业务管理", "yc-office", "行政检查、行政处罚、行政许可等管理信息", "openness", "业务管理", "每季度更新", 92),
    Shelf("forms", "表格下载", "yc-office", "办事所需的表格", "openness", "表格下载", "变动后五个工作日内更新", 180),
)
# fmt: on


@dataclass(frozen=True)
class Window:
    """A public site."""

    host: str
    name: str
    tagline: str
    agency: str
    code: str
    shelves: tuple[Shelf, ...]
    is_default: bool = False
    whole_tree: bool = True


def _for_district(agency: str, name: str) -> tuple[Shelf, ...]:
    return (
        Shelf("policies", "政策文件", agency, f"{name}和街道文件", duty="文件印发后十个工作日内发布", days=30, statutory=True),
        Shelf("normative", "行政规范性文件", agency, f"{name}行政规范性文件", "policies", days=90, statutory=True),
        Shelf("plans", "规划计划", agency, "区级规划和年度计划", type="规划计划", days=180, statutory=True),
        Shelf("budgets", "财政预决算", agency, "区和街道预决算", type="财政信息", days=180, statutory=True),
        Shelf("notices", "通知公告", agency, "面向公众的通知、通告、公示", type="通知公告", days=14),
    )  # fmt: skip


def _for_bureau(agency: str) -> tuple[Shelf, ...]:
    """The fixed parts of the statutory column, for a body that has written what belongs in them."""
    return (
        Shelf("guide", "政府信息公开指南", agency, "信息怎样分类、在哪里查、怎样申请、怎样收费", type="公开指南", days=365, statutory=True),
        Shelf("system", "政府信息公开制度", agency, "公开工作的制度文件", type="公开制度", days=365, statutory=True),
        Shelf("content", "法定主动公开内容", agency, "依法应当主动公开的事项", type="主动公开", days=365, statutory=True),
        Shelf("annual-reports", "政府信息公开年报", agency, "政府信息公开工作年度报告", type="公开年报", days=366, statutory=True),
    )  # fmt: skip


WINDOWS: tuple[Window, ...] = (
    Window(
        "open.yunchuan.example", "云川市政府信息公开平台", "公开为常态，不公开为例外", "yc-gov", "9901000001",
        DOCUMENT_SHELVES + AGENCY_SHELVES, is_default=True,
    ),
    Window(
        "linjiang.yunchuan.example", "临江区政府信息公开平台", "一江春水，一览无余", "linjiang", "9901020001",
        _for_district("linjiang", "临江区"),
    ),
    Window(
        "zjj.yunchuan.example", "云川市住房城乡建设信息公开", "住有所居，事事有据", "yc-zjj", "9901000011",
        _for_district("yc-zjj", "市住房城乡建设局") + _for_bureau("yc-zjj"), whole_tree=False,
    ),
)  # fmt: skip
