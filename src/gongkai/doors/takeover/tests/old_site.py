"""A made-up old site of 云川市, as a crawler leaves it: three templates of three times, two encodings, all that goes wrong.

`build(folder, articles=60)` writes it and returns what is true of it, for tests and measurements to compare with.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.doors.takeover.tests.old_files import pdf, png, xlsx

HOST = "www.old.yunchuan.example"
COLUMNS = {"tzgg": "通知公告", "zcwj": "部门文件"}
BUREAU = "云川市住房和城乡建设局"
SUBJECTS = (
    "城镇老旧小区改造", "公共租赁住房配租", "物业服务收费备案", "建筑工地扬尘治理", "既有住宅加装电梯", "房屋租赁合同备案",
    "燃气用户安全检查", "排水管网清淤", "历史建筑修缮", "农村危房改造", "建筑节能改造", "住房租赁补贴发放", "城市桥梁检测",
    "生活垃圾分类收集", "供热设施检修", "装配式建筑推广", "工程质量抽查", "房屋征收补偿", "口袋公园建设", "地下停车场开放",
)  # fmt: skip
PLACES = ("临江区", "云岭县", "南门街道", "北河街道", "青石镇", "东关街道", "柳溪镇", "望山新区", "白沙镇", "西苑街道")
OPENINGS = (
    "为做好{place}{subject}工作，根据有关规定和市政府统一部署，结合本地实际，现将有关事项通知如下。",
    "按照年度工作安排，{place}{subject}自{month}月起分批实施，请有关单位提前做好准备。",
    "近期群众来信集中反映{place}{subject}办理慢、材料多的问题，经研究，决定从{month}月起简化办理程序。",
)
MIDDLES = (
    "一、实施范围。包括{place}辖区内登记在册的{n}户居民和{m}个单位，未登记的应在{month}月底前补办。",
    "二、办理方式。申请人可到{place}便民服务中心现场办理，也可在网上提交材料，受理后{k}个工作日内答复。",
    "三、资金来源。{subject}所需资金由市、区两级财政按照{a}比{b}的比例分担，专款专用，接受审计监督。",
    "四、质量要求。施工单位应当持证上岗，完工后由监理单位逐项验收，验收记录保存{k}年以上。",
    "五、监督检查。市住房城乡建设局每季度抽查不少于{m}处，发现问题限期{k}日内整改，并向社会公布结果。",
    "六、安全责任。各责任单位主要负责人为第一责任人，遇有汛情和大风天气应当停工并组织人员撤离到安全地带。",
    "七、宣传引导。通过社区公告栏和广播讲清{subject}的好处和流程，听取居民意见，对困难家庭上门服务。",
    "八、档案管理。{place}应当为每一户建立台账，记录申请、审核、公示、发放各个环节的时间和经办人。",
)
CLOSING = "各单位在执行中遇到的问题，请及时向市住房和城乡建设局房产市场科反映，电话另行公布。"
MENU = "".join(f'<a href="/{slug}/index.html">{name}</a> | ' for slug, name in COLUMNS.items())
CN = "〇一二三四五六七八九"


WORDS = (
    "规划 统筹 推进 落实 保障 服务 群众 企业 项目 资金 管理 监督 检查 评估 公示 申请 受理 审核 审批 发放 补助 标准 条件 材料 窗口 "
    "网上 社区 街道 学校 医院 道路 桥梁 河道 绿化 排水 供水 供电 燃气 消防 安全 培训 演练 应急 预案 值守 巡查 整改 通报 考核 奖励 "
    "试点 示范 推广 宣传 媒体 咨询 投诉 举报 回访 满意 台账 档案 数据 平台 系统 共享 联动 执法 处罚 信用 合同 招标 采购 验收 结算 "
    "审计 预算 决算 节约 能源 环保 噪声 扬尘 垃圾 分类 回收 养护 更新 改造 加固 拆除 重建 安置 补偿 搬迁 过渡 租赁 配租 轮候 退出 "
    "物业 业主 维修 电梯 停车 充电 照明 标识 无障碍 便民 集市 夜间 节假日 农村 乡镇 合作社 农户 种植 养殖 灌溉 水库 防汛 抗旱 气象"
).split()


def chatter(chance: random.Random, words: int) -> str:
    """Return a sentence that no other text has: texts of one office share forms, not all their words."""
    chosen = [chance.choice(WORDS) for _ in range(words)]
    return "".join(word + ("，" if place % 5 == 4 else "") for place, word in enumerate(chosen)).rstrip("，") + "。"


@dataclass
class Article:
    """`address` is the old one; `copy_of` that of the article it copies, `how` in which way."""

    address: str
    title: str
    paragraphs: list[str]
    published: dt.datetime
    formed_on: dt.date
    number: str
    column: str
    style: str
    files: list[tuple[str, str]] = field(default_factory=list)
    image: str = ""
    links: list[str] = field(default_factory=list)
    copy_of: str = ""
    how: str = ""
    personal: bool = False


@dataclass
class OldSite:
    root: Path
    articles: list[Article] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    unreadable: list[str] = field(default_factory=list)

    @property
    def originals(self) -> list[Article]:
        return [one for one in self.articles if not one.copy_of]

    def copies(self, how: str) -> list[Article]:
        return [one for one in self.articles if one.how == how]


def prose(chance: random.Random) -> tuple[str, str, list[str]]:
    """Return subject, place and paragraphs of one text; no two of a seed are alike."""
    subject, place = chance.choice(SUBJECTS), chance.choice(PLACES)
    facts = {
        "subject": subject, "place": place, "month": chance.randint(1, 12), "n": chance.randint(200, 9000),
        "m": chance.randint(3, 120), "k": chance.randint(3, 30), "a": chance.randint(1, 9), "b": chance.randint(1, 9),
    }  # fmt: skip
    middles = chance.sample(MIDDLES, chance.randint(4, 6))
    lines = [chance.choice(OPENINGS), *middles]
    return (
        subject,
        place,
        [line.format(**facts) for line in lines]
        + [*(chatter(chance, chance.randint(50, 90)) for _ in range(3)), CLOSING],
    )


def chinese_day(day: dt.date) -> str:
    def small(n: int) -> str:
        tens, ones = divmod(n, 10)
        return ("" if not tens else ("" if tens == 1 else CN[tens]) + "十") + (CN[ones] if ones else "")

    return "".join(CN[int(c)] for c in str(day.year)) + f"年{small(day.month)}月{small(day.day)}日"


def _body(one: Article) -> str:
    parts = [f"<p>　　{line}</p>" for line in one.paragraphs]
    if one.image:
        parts.insert(1, f'<p align="center"><img src="{one.image}" alt="工作流程图" onload="resize(this)"></p>')
    parts += [f'<p>相关文件：<a href="{link}">点击查看</a></p>' for link in one.links]
    parts += [f'<p><a href="{href}">附件：{name}</a></p>' for href, name in one.files]
    day = (
        chinese_day(one.formed_on)
        if one.style == "2005"
        else f"{one.formed_on.year}年{one.formed_on.month}月{one.formed_on.day}日"
    )
    return "".join(parts) + f'<p align="right">{BUREAU}</p><p align="right">{day}</p>'


FOOT = "版权所有：云川市人民政府　主办单位：云川市人民政府办公室　网站标识码：9900000001"


def render(one: Article) -> bytes:
    body, at = _body(one), one.published.strftime("%Y-%m-%d %H:%M")
    if one.style == "2005":
        html = (
            f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{one.title}-云川市政府网</title>'
            f"<script>function resize(i){{}}</script></head><body><table width=100%><tr><td>{MENU}</td></tr></table>"
            f'<table><tr><td width=180>{MENU}<br>网上信访<br>市长信箱</td><td><table><tr><td>当前位置：<a href="/">首页</a> > '
            f'{COLUMNS[one.column]} > 正文</td></tr><tr><td class="bt"><b>{one.title}</b></td></tr>'
            f"<tr><td>发布时间：{at}　来源：{BUREAU}　点击数：128</td></tr>"
            f"<tr><td><font size=3>{'' if not one.number else f'<p align=center>{one.number}</p>'}{body}</font></td></tr>"
            f"<tr><td>【打印】【关闭】</td></tr></table></td></tr></table><center>{FOOT}</center></body></html>"
        )
        return html.encode("gb18030")
    if one.style == "2012":
        html = (
            f'<!DOCTYPE html><html><head><meta charset="gbk"><title>{one.title}_云川市人民政府</title></head><body>'
            f'<div id="top">{MENU}</div><div class="crumb">您现在的位置：首页 > {COLUMNS[one.column]}</div><div class="wrap">'
            f"<table class='info'><tr><td>索 引 号：</td><td>YC{one.formed_on.year}01</td><td>文　　号：</td><td>{one.number}</td></tr>"
            f"<tr><td>成文日期：</td><td>{one.formed_on}</td><td>发布日期：</td><td>{at}</td></tr>"
            f"<tr><td>发布机构：</td><td>{BUREAU}</td><td>主题词：</td><td>通知</td></tr></table>"
            f'<div class="title">{one.title}</div><div class="main"><div class="inner">{body}</div></div>'
            f'<div class="side">热点：{MENU}</div></div><div class="foot">{FOOT}</div></body></html>'
        )
        return html.encode("gb18030")
    meta = {
        "SiteName": "云川市人民政府",
        "ArticleTitle": one.title,
        "PubDate": at,
        "ContentSource": BUREAU,
        "ColumnName": COLUMNS[one.column],
    }
    tags = "".join(f'<meta name="{name}" content="{value}">' for name, value in meta.items())
    number = f"<p>文号：{one.number}</p>" if one.number else ""
    html = (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">{tags}<title>{one.title}</title></head><body>'
        f"<header><nav>{MENU}</nav></header><main><h1>{one.title}</h1>{number}"
        f'<div class="TRS_Editor">{body}</div></main><footer>{FOOT}</footer></body></html>'
    )
    return html.encode()


def _address(style: str, column: str, serial: int, at: dt.datetime) -> str:
    if style == "2005":
        return f"/art/view.jsp?id={serial}&type={column}"
    if style == "2012":
        return f"/art/{at.year}/{at.month}/{at.day}/art_{serial}_1.html"
    return f"/{column}/{at:%Y%m}/t{at:%Y%m%d}_{serial}.shtml"


def _path(address: str) -> str:
    """Return the name under which wget keeps a page: with -E pages of scripts get .html behind their query."""
    return HOST + (f"{address}.html" if "?" in address else address)


STYLES = {"2005": range(2005, 2011), "2012": range(2012, 2018), "2019": range(2019, 2026)}


def _article(serial: int, chance: random.Random) -> Article:
    style = ("2005", "2012", "2019")[serial % 3]
    subject, place, paragraphs = prose(chance)
    formed = dt.date(chance.choice(STYLES[style]), chance.randint(1, 12), chance.randint(1, 28))
    at = dt.datetime.combine(
        formed + dt.timedelta(days=chance.randint(0, 9)), dt.time(chance.randint(8, 17), chance.randint(0, 59))
    )
    column = chance.choice(list(COLUMNS))
    number = f"云川住建发〔{formed.year}〕{serial}号" if serial % 2 else ""
    return Article(
        _address(style, column, serial, at), f"关于做好{place}{subject}工作的通知（第{serial}号）", paragraphs, at, formed, number,
        column, style,
    )  # fmt: skip


def _copy(one: Article, serial: int, how: str, chance: random.Random) -> Article:
    """Return a copy at another address: exact, in another template, with a typo corrected, with one paragraph changed."""
    style = {"2005": "2019", "2012": "2005", "2019": "2012"}[one.style] if how == "template" else one.style
    lines = list(one.paragraphs)
    if how == "typo":
        lines[0] = lines[0].replace("工作", "任务", 1).replace("的", "之", 1)
        lines[-1] = lines[-1].replace("反映", "反应")
    if how == "paragraph":
        lines[-2] = "以上要求请结合各自职责抓好落实，并于每月底前报送进展情况和典型做法，由市局汇总通报。"
    at = one.published + dt.timedelta(days=1)
    return Article(
        _address(style, one.column, serial, at), one.title, lines, at, one.formed_on, one.number, one.column, style,
        copy_of=one.address, how=how,
    )  # fmt: skip


def _dress_up(site: OldSite) -> None:
    """Give some articles attachments, a picture, links to others, links that lead nowhere."""
    for place, one in enumerate(site.originals):
        if place % 4 == 1:
            one.files = [("/attach/2015/form.xlsx", "申请表.xlsx"), ("/attach/2015/plan.pdf", "实施方案.pdf")]
        if place % 6 == 2:
            one.image = "/images/flow.png"
        if place % 3 == 0 and place:
            one.links.append(site.originals[place - 1].address)
        if place % 9 == 4:
            one.links.append("/art/2001/gone.html")
            site.broken.add("/art/2001/gone.html")


def build(root: Path, *, articles: int = 60, seed: int = 7, odd: bool = True) -> OldSite:
    """Write the site below `root`. Of every 12 articles four are copied: exactly, dressed anew, mended, changed."""
    chance, site = random.Random(seed), OldSite(root)
    site.articles = [_article(serial, chance) for serial in range(1, articles + 1)]
    _dress_up(site)
    serial = articles
    for one in site.originals:
        how = {3: "exact", 5: "template", 7: "typo", 9: "paragraph"}.get(int(one.title.rpartition("第")[2][:-2]) % 12)
        if how:
            serial += 1
            site.articles.append(_copy(one, serial, how, chance))
    if odd:
        site.articles[1].personal = True
        site.articles[1].paragraphs.append("申领人：王小川，身份证号码11010519491231002X，手机13812345678。")
    _write(site, odd=odd)
    return site


def put(site: OldSite, path: str, data: bytes) -> None:
    place = site.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


def _write(site: OldSite, *, odd: bool) -> None:
    for one in site.articles:
        put(site, _path(one.address), render(one))
    for slug, name in COLUMNS.items():
        rows = [one for one in site.articles if one.column == slug][:40]
        links = "".join(f'<li><a href="{one.address}">{one.title}</a> {one.published:%Y-%m-%d}</li>' for one in rows)
        page = f'<html><head><meta charset="utf-8"><meta name="ColumnName" content="{name}"><title>{name}</title></head><body>{MENU}<ul>{links}</ul><p>{FOOT}</p></body></html>'
        put(site, f"{HOST}/{slug}/index.html", page.encode())
        site.lists.append(f"/{slug}/index.html")
    put(site, f"{HOST}/attach/2015/form.xlsx", xlsx())
    put(site, f"{HOST}/attach/2015/plan.pdf", pdf())
    put(site, f"{HOST}/images/flow.png", png())
    put(site, f"{HOST}/style.css", b"body{}")
    if odd:
        _write_odd(site)


def _write_odd(site: OldSite) -> None:
    """Pages that cannot be read, a page whose text was decoded wrongly, one without date or title."""
    lost = b"<html><body>" + bytes(random.Random(3).choices(range(0x80, 0x100), k=3000)) + b"</body></html>"
    put(site, f"{HOST}/bad/lost.html", lost)
    put(site, f"{HOST}/bad/empty.html", b"")
    site.unreadable = ["/bad/lost.html", "/bad/empty.html"]
    body = "云川市关于清理规范行政审批中介服务事项的公告，自公布之日起施行，请各有关单位遵照执行。" * 3
    latin = f"<html><head><title>关于清理中介服务的公告</title></head><body><div>{body}</div><p>2014年3月5日</p></body></html>"
    put(site, f"{HOST}/bad/latin.html", latin.encode().decode("latin-1").encode())
    put(
        site,
        f"{HOST}/bad/undated.html",
        f"<html><body><h1>没有日期的页面</h1><div>{body[:60]}另有说明。</div></body></html>".encode(),
    )
