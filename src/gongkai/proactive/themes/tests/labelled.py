"""Titles and beginnings as releases have them, labelled by hand: does each belong to the theme “保障性住房”?"""

from __future__ import annotations

from gongkai.proactive.themes.rules import Scope
from gongkai.proactive.themes.rules.judging import Thing

SCOPE = Scope(
    statement="公共租赁住房、保障性租赁住房、共有产权住房和住房租赁补贴的政策、申请条件、办理流程和解读。",
    words=("公共租赁住房", "公租房", "保障性租赁住房", "共有产权住房", "租赁补贴", "保障性住房"),
    tags=("住房保障",),
    without=("党建",),
)
HOUSING = ("住房保障",)
THINGS: tuple[tuple[Thing, bool], ...] = (
    (Thing("云川市公共租赁住房管理办法", text="为规范公共租赁住房的分配、使用和退出，制定本办法。", tags=HOUSING), True),
    (Thing("关于做好新市民住房租赁补贴发放工作的通知", text="租赁补贴按户发放，由各区受理。", tags=HOUSING), True),
    (Thing("关于加快发展保障性租赁住房的实施意见", text="鼓励企业建设保障性租赁住房。", tags=("城乡建设",)), True),
    (Thing("《共有产权住房管理细则》政策解读", text="哪些人可以申请共有产权住房？"), True),
    (Thing("公租房申请办事指南", text="申请公租房要带哪些材料。"), True),
    (Thing("关于调整住房困难家庭收入线标准的通知", text="公租房申请家庭人均收入线调整为每月三千元。公租房、租赁补贴同步执行。", tags=HOUSING), True),
    (Thing("关于公布2026年住房保障轮候名单的公告", text="现将公共租赁住房轮候对象予以公布。", tags=HOUSING), True),
    (Thing("关于住房保障家庭资格复核的通知", text="正在享受公租房和租赁补贴的家庭，每年复核一次。", tags=HOUSING), True),
    (Thing("关于做好义务植树工作的通知", text="各区组织机关干部参加义务植树。", tags=("生态环境",)), False),
    (Thing("关于加强商品房预售资金监管的通知", text="预售资金全部存入监管账户。", tags=("城乡建设",)), False),
    (Thing("关于开展物业服务质量检查的通知", text="检查范围为住宅小区，含公租房小区。", tags=("城乡建设",)), False),
    (Thing("关于保障性住房项目党建工作的通报", text="各项目党支部开展学习。", tags=HOUSING), False),
    (Thing("2026年政府工作报告", text="就业、教育、医疗、养老、住房保障水平继续提高。新增公租房三千套。" + "经济运行总体平稳。" * 200), False),
    (Thing("关于住房公积金年度缴存基数调整的通知", text="缴存基数不得低于最低工资标准。", tags=("住房公积金",)), False),
    (Thing("关于做好冬季供热工作的通知", text="供热企业应当保证居民室温。", tags=("城乡建设",)), False),
    (Thing("关于建筑施工安全生产检查情况的通报", text="对保障性住房等项目进行了检查。", tags=("安全生产",)), False),
    (Thing("关于人才公寓配租工作的通知", text="符合条件的青年人才可以申请人才公寓，按照保障性租赁住房管理。", tags=HOUSING), True),
    (Thing("关于高校毕业生一次性生活补贴的通知", text="毕业生可以申请生活补贴。", tags=("就业",)), False),
)  # fmt: skip
