"""What a record does not say about itself: genre from the title, theme from topic and title. Guesses, corrected at the desk."""

from __future__ import annotations

import re

from gongkai.proactive.documents.rules import GENRES, THEMES

OTHER_GENRE = "其他"
GENERAL_THEME = "政务公开"
# Genres that may end a title, those that contain others first.
_ENDINGS = sorted((genre for genre in GENRES if genre != OTHER_GENRE), key=len, reverse=True)
_TRIAL = re.compile(r"[（(](?:试行|暂行|修订|修正|草案|征求意见稿|[0-9]{4}[^）)]*)[）)]$")
THEME_WORDS: dict[str, str] = {
    "城乡建设": "城乡|建设|住建|规划|房地产|物业|建筑|市政|工程|测绘|历史文化名城",
    "住房保障": "住房|租赁|公积金|保障房|棚户|租房",
    "教育": "教育|学校|学生|教师|招生|学前|义务教育|高校|幼儿",
    "卫生健康": "卫生|健康|医疗|医院|疫|药品|护士|医师|献血|精神|计划生育|人口",
    "社会保障": "社会保险|社会保障|养老保险|失业|工伤|医保|社保|生育保险",
    "劳动就业": "就业|劳动|工资|用工|农民工|创业|职业|人才|工会",
    "财政税务": "财政|税|预算|金融|审计|融资|国债|会计|银行|保险|证券|票据|担保|外汇|国有资产",
    "生态环境": "环境|生态|污染|大气|水污染|固体废物|噪声|排放|绿化|森林|湿地|自然保护|节能|水土",
    "自然资源": "土地|矿产|自然资源|不动产|海洋|海域|国土|耕地|水资源|水法|河道",
    "交通运输": "交通|公路|铁路|航空|港口|船|道路|运输|机动车|轨道|航道|邮政",
    "农业农村": "农业|农村|农民|粮食|种子|乡村|渔业|畜牧|动物|水利|草原|农药|植物",
    "市场监管": "市场监管|食品|质量|计量|标准|广告|价格|消费者|反垄断|商标|专利|特种设备|产品|企业登记|公司|合伙",
    "应急安全": "安全生产|消防|应急|防震|地震|防洪|抗旱|气象|危险化学品|灾害|煤矿",
    "科技产业": "科学|科技|技术|产业|工业|制造|创新|知识产权|电信|中小企业|电力|能源|石油",
    "营商环境": "营商|市场主体|行政许可|审批|招标|采购|外商|投资|贸易|海关|进出口|对外",
    "民政救助": "民政|救助|慈善|殡葬|婚姻|残疾人|优抚|退役军人|军人|社会组织|志愿|红十字|儿童|未成年|妇女",
    "养老服务": "养老|老年",
    "文化旅游": "文化|旅游|文物|博物馆|图书馆|广播|电视|电影|体育|出版|档案|非物质|宗教|语言文字",
    "公共安全": "公安|治安|刑|禁毒|出入境|户口|居民身份证|枪支|监狱|国家安全|反恐|保密|诉讼|检察|法院|人民警察|消防救援|兵役|国防",
    "数据治理": "数据|信息化|网络|电子政务|互联网|政务服务平台",
    "城市管理": "城市管理|市容|停车|燃气|供水|供热|垃圾|户外|养犬|爱国卫生",
    "政务公开": "政务公开|信息公开|政府网站|年度报告|政府工作|行政机关|公文|公务员|选举|代表大会|立法|人民政府",
}
_THEMES = [(theme, re.compile(THEME_WORDS[theme])) for theme in THEMES if theme in THEME_WORDS]


def genre_of(title: str) -> str:
    plain = title.strip().rstrip("》”")
    while (cut := _TRIAL.sub("", plain).rstrip("》”")) != plain:
        plain = cut
    return next((genre for genre in _ENDINGS if plain.endswith(genre)), OTHER_GENRE)


def themes_of(title: str, topic: str = "") -> list[str]:
    """Return the theme with most words in topic and title; the general one when nothing fits."""
    for text in (topic, title):
        counts = {theme: len(words.findall(text)) for theme, words in _THEMES}
        best = max(counts, key=lambda theme: counts[theme])
        if counts[best]:
            return [best]
    return [GENERAL_THEME]
