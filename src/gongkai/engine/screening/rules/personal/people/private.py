"""What tells that a person is named as a private one: the word before the name, and the life that the sentence speaks of."""

from __future__ import annotations

import re

from gongkai.engine.screening.rules.personal.people.life import (
    BODY,
    CASE,
    DAYS,
    HELP,
    HOME,
    KIN,
    MONEY,
    SELF,
    THINGS,
    WRONG,
)

_KIN = (
    "丈夫|妻子|妻|夫|老公|老婆|爱人|前夫|前妻|亡夫|亡妻|配偶|父亲|母亲|父|母|爸爸?|妈妈?|爹|娘|养父|养母|继父|继母|生父|生母|公公|婆婆|岳父|岳母|丈人|丈母娘|祖父|祖母|爷爷|奶奶|外公|外婆|外祖父|外祖母|姥爷|姥姥|"
    "儿子|女儿|儿|女|子|儿媳妇?|女婿|长子|次子|三子|四子|幼子|独子|独女|长女|次女|三女|四女|幼女|养子|养女|继子|继女|婚生子|婚生女|孙子|孙女|孙|外孙女?|侄子|侄女|侄儿|侄|外甥女?|哥哥?|姐姐?|弟弟?|妹妹?|兄|大哥|二哥|大姐|二姐|"
    "[大二三小]弟|[大二三小]妹|堂[兄弟姐妹哥]|表[兄弟姐妹哥]|胞[兄弟姐妹]|兄弟|姐妹|姐夫|妹夫|嫂子?|弟媳|叔叔?|伯父?|伯母|舅舅?|舅妈|姑姑?|姑妈|姑父|姨妈?|姨父|婶|媳妇|女友|男友|未婚夫|未婚妻|恋人|情人|同居者|对象|双胞胎|"
    "家属|家人|亲属|亲戚|近亲属|遗孀|遗属|孤儿|家长|孩子|小孩|男孩|女孩|男童|女童|幼儿|婴儿|少年|青年|老伴|亲家|连襟|妯娌"
)
_PEOPLE = (
    "(?:上访|信访|重访|缠访|闹访)(?:老)?户|(?:[低五特贫困脱监测危农住租商个业养种承养]\\S{0,6}|[A-D甲乙丙丁]级)户|户主|业主|屋主|房主|车主|船主|机主|货主|店主|雇主|债主|东家|房东|房客|租客|租户|住户|用户|住客|旅客|乘客|顾客|游客|网友|网民|市民|居民|村民|农民|渔民|牧民|"
    "工友|同乡|老乡|同伙|同学|同桌|同事|同伴|朋友|邻居|室友|舍友|战友|难友|客户|买家|卖家|卖方|买方|甲方|乙方|丙方|男方|女方|一方|另一方|对方|事主|失主|苦主|债权人|债务人|原告|被告|上诉人|第三人|"
    "老人|老汉|老太太?|大爷|大妈|大娘|婆婆|老两口|五保|低保|特困|孤老|患者|病人|病患|伤者|死者|逝者|亡者|病例|产妇|孕妇|残疾人|盲人|聋哑人|精神病人|传染源|密接|感染者|接种者|"
    "嫌疑人|犯罪嫌疑人|嫌犯|罪犯|逃犯|被告人|案犯|主犯|从犯|惯犯|团伙成员|吸毒人员|戒毒人员|刑满释放人员|刑释人员|社区矫正对象|矫正对象|服刑人员|在押人员|涉案人员|违法人员|违法嫌疑人|重点人员?|稳控对象|帮教对象|"
    "(?:帮扶|救助|补助|保障|优抚|供养|资助|服务|低保|惠民|受助|扶持|补贴|发放|奖励|公示|退款|处罚)对象|"
    "司机|驾驶员|骑手|摊贩|小贩|商贩|摊主|店员|店主|老板娘|帮工|工人|职工|员工|雇员|保安|保姆|保洁员?|护工|月嫂|厨师|服务员|收银员|快递员|外卖员|民工|农民工|临时工|打工者|包工头|工头|中介|学徒|退休工人|下岗职工|失业人员|"
    "学生|新生|考生|学员|毕业生|实习生|家教|应征青年|新兵|退役军人|退伍军人|复员军人|现役军人|军属|烈属|伤残军人|选手|获得者|中奖者|志愿兵|"
    "自称|自报|名叫|名为|叫做|化名|原名|曾用名|别名|本名|署名|落款|我叫|叫|是我|本人|我是|即|所谓|另有|还有|包括|分别为|分别是|姓名|户名|名字|收件|抬头|(?:同|本|邻|外|我|该)(?:村|乡|镇|厂|楼|班|组|院|单元|小区|校|县)的?|(?:村|镇|乡|厂|校|队|院|楼|小区)(?:里|上|中|内)的?|隔壁的?|楼上的?|楼下的?|对面的?|对门的?|共有人?|实际居住|登记在|挂在|过户给|转给|汇给|借给|还给|赔给|判给|嫁给"
)
# A noun that ends so is some person: 失主, 报案人, 收款人, 被打者. Those in office are asked about before.
_ENDING = "(?<![工法介个每两几某万他本单主私外军商机])人|者|员(?<!全员)(?<!成员)|方当事人|嫌疑|代表"
_SAID = r"(?:姓名|名叫|名为|叫做|叫|系|是|为|即|名字是|姓名是|姓名为)?[ ：:=|“\"（(【】\]〔\-—>/]{0,4}"
ROLE = re.compile(rf"(?:{_KIN}|{_PEOPLE}|{_ENDING}){_SAID}$")
# Words that are rather the end of something else than somebody's kin.
NO_ROLE = re.compile(
    r"(?:电子|原子|分子|因子|种子|女子|男子|妇女|子女|父母|夫妻|功夫|大夫|工夫|师父|师兄弟|单位为|时间为|地点为)[ ：:]{0,2}$"
)

LIFE = re.compile(f"{KIN}|{SELF}|{BODY}|{HELP}|{WRONG}|{CASE}|{MONEY}|{HOME}|{THINGS}|{DAYS}")
INTIMATE = re.compile(f"{KIN}|{SELF}")
"""Family, and somebody speaking of himself: what says a number or an illness is somebody's."""
FAMILY = re.compile(
    r"[ ]*(?:[（(][男女][）)])?[ ]?(?:一家|夫妇|夫妻|之[父母妻夫子女兄弟姐妹孙婿媳](?!间)|全家|等?[一二三四五六七八九十两]{1,2}户|等?户(?=[的，。、；：因（(宅危低享承补房申自不家未]|$)|一户|父子|母子|母女|家属|的(?:丈夫|妻子|老公|老婆|父|母|爸|妈|儿|女|孙|哥|弟|姐|妹|邻居|家|户口|病|伤|遗|骨灰|身份证|手机|电话|住|房|车|银行|账|工资|存)|[，,（( ]{1,2}[男女][，, ）)]|[ ，,（(|↓→/、\t]{1,3}[男女](?=[ ，,）)|/、\t0-9]|$))"
)
"""What follows the name of a private person."""

# What somebody does, suffers or has, in the words of every day; those in office act in others (see office.BEHIND).
ACTS = re.compile(
    r"(?:等人|一家|本人|自己|同学|户)?(?:把|被(?![评授聘选推誉命任称表提特])|因(?!公)|却|又|还[没是欠有在]|就(?!业)|没|不(?!动产|锈|定)|也|已(?!任)|曾(?!任|获)|去(?!年)|来(?!自)|回(?!应|访|复)|从小|自小|给|跟|用(?!地)|拿|拖|抱|背|收了|上坟|上山|下地|进城|犯|系(?!列|统)|"
    r"欠|自|称|哭|骂|喊|躲|逃|跑|跪|坐|站在|躺|睡|醒|死|病|疯|聋|哑|残|嫁|娶|生|怀|借|租|买(?!断)|卖|偷|抢|赌|打(?!造|击)|砍|砸|踢|烧|开车|骑|撞|摔|掉|落水|溺|中暑|晕|吃|喝|住|搬|领(?!导|衔)|按|签|托|找|问|要(?!闻|览)|想|怕|嫌|承认|否认|坚持|请求|放弃|自愿|神色|情绪|失联|出走|离家|"
    r"同意|拒绝|反悔|隐瞒|冒用|谎称|伪造|涉嫌|私自|擅自|连续|多次|再次|仍|一直|至今|长期|常年|名下|生前|身高|体重|色盲|家(?!电|具|居|政|畜|禽|谱)|与[\u4e00-\u9fa5]{2,4}(?:系|是|因|为|的|离|结|发生)|"
    r"的(?!事迹|故事|名字|讲话|作品|著作|诗|画|书法|精神|报告|发言|演讲|名言|塑像|雕像|故居|墓|同志|批示|小说|散文|电影|歌|论文|团队|工作室|学生们))"
)
SENTENCE_END = re.compile(r"[。！？；!?;\n]")
NEAR, FAR = 100, 160


def role(line: str, start: int) -> bool:
    """Whether the word before the name says who it is to somebody else."""
    lead = line[max(0, start - 16) : start]
    return ROLE.search(lead) is not None and NO_ROLE.search(lead) is None


def family(line: str, end: int) -> bool:
    return FAMILY.match(line, end) is not None


def acts(line: str, end: int) -> bool:
    """Whether the sentence goes on behind the name with what a private person does or has."""
    return ACTS.match(line, end) is not None


def life(line: str, start: int, end: int) -> int:
    """Return how much private life is spoken of: 2 or more in the sentence itself, 1 in the rest of the line, 0 nowhere."""
    first, last = _sentence(line, start, end)
    told = {match.group() for match in LIFE.finditer(line, max(first, start - NEAR), start)}
    told |= {match.group() for match in LIFE.finditer(line, end, min(last, end + NEAR))}
    if told:
        return 1 + len(told)
    before = LIFE.search(line, max(0, start - FAR), first)
    return 1 if before or LIFE.search(line, last, min(len(line), end + FAR)) else 0


def _sentence(line: str, start: int, end: int) -> tuple[int, int]:
    first = max((match.end() for match in SENTENCE_END.finditer(line, max(0, start - NEAR), start)), default=0)
    last = SENTENCE_END.search(line, end)
    return first, last.start() if last else len(line)
