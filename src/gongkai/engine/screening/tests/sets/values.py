"""Values for the sentences, made from the standards alone (GB 11643, Luhn, GA 36); nothing here is shared with the checks.

All people, numbers and places are made up by chance.
"""

from __future__ import annotations

import random

REGIONS = "110101 120103 130102 210102 310104 320102 320583 330106 340103 350203 370102 410105 420106 430104 440305 441900 500112 510104 530102 610113 620102 650104".split()
GIVEN = "伟 芳 娜 敏 静 丽 强 磊 洋 艳 勇 杰 娟 涛 霞 刚 平 辉 玲 桂英 建国 志强 秀兰 淑华 文博 子涵 雨桐 浩然 国栋 春梅 立新 海燕 金凤 晓东 永康 玉珍 德全 家乐 思琪 梓轩 俊杰 慧敏 晨曦 欣怡 佳琪 宇航 志远 宏图 玉兰 翠花 秀英 长生 来福 根宝 小燕 冬梅 卫东 红军 学文 树森 兴旺 凤霞 亚萍 丽娟 晶晶 圆圆 泽宇 一诺 若曦 沐辰 鑫 斌 婷 倩 旭 萌 莹 芬 宏 鹏飞 世杰 传宝 守义 仁贵 润生 美玲 雅琴 诗涵 昊天 子墨 艺涵 可欣".split()
FAMILY = "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 钱 汤 尹 黎 易 常 武 乔 贺 赖 龚 文 欧阳 司马 上官 诸葛".split()
MINORITY = ["买买提·艾山", "阿依古丽·吐尔逊", "扎西·多吉次仁", "古丽娜尔·热合曼"]
SEGMENTS = "130 131 132 133 135 136 137 138 139 147 150 151 152 153 157 158 159 166 171 173 175 176 177 178 180 181 182 183 185 186 187 188 189 191 193 198 199".split()
BINS = "622202 622848 622700 621661 622588 621226 621700 622262 622260 621799 623058 622908".split()
PLATE_PLACES = "苏A 苏E 浙B 沪A 粤B 京N 鲁Q 豫A 川A 鄂A 湘D 皖K 闽D 冀R 陕A 渝D 云A 贵C".split()
PLATE_CHARACTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
FULL = str.maketrans("0123456789Xx-", "０１２３４５６７８９Ｘｘ－")
SPELT = str.maketrans("0123456789", "零幺二三四五六七八九")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id18(r: random.Random) -> str:
    body = (
        f"{r.choice(REGIONS)}{r.randint(1940, 2012)}{r.randint(1, 12):02d}{r.randint(1, 28):02d}{r.randint(1, 999):03d}"
    )
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]


def id18_written(r: random.Random) -> str:
    """The number as people and programs really leave it in texts."""
    n = id18(r)
    ways = (
        n, n, n, n.lower(), n.translate(FULL), f"{n[:6]} {n[6:14]} {n[14:]}", f"{n[:6]}-{n[6:14]}-{n[14:]}", f"{n[:3]} {n[3:6]} {n[6:10]} {n[10:14]} {n[14:]}",
        " ".join(n), f"{n[:6]}\u3000{n[6:14]}\u3000{n[14:]}", f"{n[:10]}\u200b{n[10:]}", f"{n[:6]}.{n[6:14]}.{n[14:]}", f"{n[:12]}\n{n[12:]}",
        f"{n[:6]}－{n[6:14]}－{n[14:]}", f"{n[:6]}—{n[6:14]}—{n[14:]}", n[:17] + ("Ⅹ" if n[17] == "X" else n[17]),
    )  # fmt: skip
    return r.choice(ways)


def id15(r: random.Random) -> str:
    return f"{r.choice(REGIONS)}{r.randint(30, 79)}{r.randint(1, 12):02d}{r.randint(1, 28):02d}{r.randint(1, 999):03d}"


def disability(r: random.Random) -> str:
    return f"{id18(r)}{r.randint(1, 7)}{r.randint(1, 4)}"


def mobile(r: random.Random) -> str:
    return f"{r.choice(SEGMENTS)}{r.randint(0, 99_999_999):08d}"


def mobile_written(r: random.Random) -> str:
    n = mobile(r)
    ways = (
        n, n, n, n, f"{n[:3]} {n[3:7]} {n[7:]}", f"{n[:3]}-{n[3:7]}-{n[7:]}", n.translate(FULL), f"+86 {n}", f"+86{n}", f"86-{n}", f"{n[:3]}-{n[3:]}",
        f"{n[:3]}.{n[3:7]}.{n[7:]}", f"{n[:3]}\u3000{n[3:7]}\u3000{n[7:]}", f"{n[:7]} {n[7:]}", n.translate(SPELT), f"{n[:3]}·{n[3:7]}·{n[7:]}",
    )  # fmt: skip
    return r.choice(ways)


def home_phone(r: random.Random) -> str:
    return f"{r.choice(['0512', '025', '0571', '0755', '010', '0816'])}-{r.randint(2, 8)}{r.randint(0, 9_999_999):07d}"


def luhn(body: str) -> str:
    total = 0
    for place, c in enumerate(reversed(body)):
        d = int(c) * (2 if place % 2 == 0 else 1)
        total += d - 9 if d > 9 else d
    return body + str(-total % 10)


def card(r: random.Random) -> str:
    length = r.choice([16, 19, 19])
    prefix = r.choice(BINS)
    return luhn(prefix + "".join(r.choice("0123456789") for _ in range(length - 1 - len(prefix))))


def card_written(r: random.Random) -> str:
    n = card(r)
    grouped = " ".join(n[i : i + 4] for i in range(0, len(n), 4))
    return r.choice((n, n, grouped, grouped.replace(" ", "-"), n.translate(FULL), f"{n[:6]} {n[6:]}"))


def account(r: random.Random) -> str:
    return r.choice(("{:02d}-{:06d}{:09d}", "{:04d}{:06d}{:09d}", "{:03d}{:05d}{:04d}")).format(
        r.randint(10, 99), r.randint(1, 99999), r.randint(1, 9999)
    )


def plate(r: random.Random) -> str:
    place = r.choice(PLATE_PLACES)
    tail = r.choice("0123456789") + "".join(r.choice(PLATE_CHARACTERS) for _ in range(3)) + r.choice("0123456789")
    green = place + r.choice("DF") + r.choice("0123456789") + f"{r.randint(0, 9999):04d}"
    return r.choice(
        (
            place + tail,
            f"{place}·{tail}",
            f"{place} {tail}",
            (place + tail).translate(FULL),
            green,
            f"{place}·{green[2:]}",
        )
    )


def passport(r: random.Random) -> str:
    return r.choice(
        (
            f"E{r.randint(0, 99_999_999):08d}",
            f"G{r.randint(0, 99_999_999):08d}",
            f"EA{r.randint(0, 9_999_999):07d}",
            f"EJ{r.randint(0, 9_999_999):07d}",
        )
    )


def permit(r: random.Random) -> str:
    return r.choice(
        (
            f"H{r.randint(0, 99_999_999):08d}",
            f"M{r.randint(0, 9_999_999_999):010d}",
            f"C{r.randint(0, 99_999_999):08d}",
            f"CB{r.randint(0, 9_999_999):07d}",
            f"{r.randint(10_000_000, 99_999_999)}",
        )
    )


def military(r: random.Random) -> str:
    return r.choice(
        (
            f"军字第{r.randint(1_000_000, 9_999_999)}号",
            f"南字第{r.randint(10_000_000, 99_999_999)}号",
            f"海字第{r.randint(100_000, 9_999_999)}号",
            f"武字第{r.randint(1_000_000, 9_999_999)}号",
        )
    )


def name(r: random.Random) -> str:
    return r.choice(MINORITY) if r.random() < 0.03 else r.choice(FAMILY) + r.choice(GIVEN)


def email(r: random.Random) -> str:
    who = r.choice("zhangwei lixiaoming wangfang_88 sunny.chen liu-yang zhao1987 xiaoyu520".split())
    return f"{who}{r.choice(['', '7', '1024'])}@{r.choice(['qq.com', '163.com', '126.com', 'sina.com.cn', 'gmail.com', 'foxmail.com', '139.com', 'outlook.com'])}"


def wechat(r: random.Random) -> str:
    return r.choice(("wxid_8a7bq2z", "xiaoyang1988", "lm-20060312", "Sunny_chen77", "yunchuan_zs")) + str(
        r.randint(0, 99)
    )


def qq(r: random.Random) -> str:
    return str(r.randint(10_000_000, 3_999_999_999))


def household(r: random.Random) -> str:
    return r.choice(
        (f"{r.randint(10**9, 10**10 - 1)}", f"{r.randint(10**11, 10**12 - 1)}", f"{r.randint(10**7, 10**8 - 1)}")
    )


ADDRESSES = """云川市临江区明德路88号3栋2单元501室|云川市城北区桃源街道幸福里小区12号楼1203室|明月镇石桥村3组17号|和平路125弄16号602室|云川市临江区滨河花园7幢乙单元304
东门街道建设巷9号|望江街道翠竹苑5-2-1101|清水乡大塘村五组23号|解放中路302号2单元4楼西户|新华大道66号锦绣家园B座1802室|南河镇柳树屯二队31号|云川市高新区科创路阳光城三期21栋1单元2704号
胜利街胡同12号院5号楼4门302|云川市城北区工人新村36号楼2单元7号|长乐镇上湾村委会下湾村18号|府前街28号院3号楼501室|金沙路199弄3支弄8号101室|云川市临江区江畔雅苑18幢402室
白石乡黑水村民委员会第三村民小组56号|学府路３８号教师公寓２栋３０５室|万福街道百花社区花溪小区4栋三单元602|云川市桥南区桥东里15号楼3门201室|临江区永安坊27号|红旗路与建设路交叉口锦江花园1号楼1单元901室""".replace(
    "\n", "|"
).split("|")
ILLNESSES = "艾滋病 乙肝 肺结核 精神分裂症 抑郁症 白血病 尿毒症 肝癌 胃癌 癫痫 精神残疾 肢体残疾 阿尔茨海默病 糖尿病 恶性肿瘤 智力残疾 红斑狼疮 脑瘫".split()


def address(r: random.Random) -> str:
    return r.choice(ADDRESSES)


def illness(r: random.Random) -> str:
    return r.choice(ILLNESSES)


def line(r: random.Random) -> str:
    """A telephone at home as it is really written."""
    code, number = r.choice([("0512", "6"), ("025", "8"), ("0571", "8"), ("010", "6"), ("0816", "2")])
    rest = number + f"{r.randint(0, 9_999_999):07d}"[: 7 if code != "0816" else 6]
    ways = (
        f"（{code}）{rest}", f"({code}){rest}", f"{code}—{rest}", f"{code} {rest}", f"{code}－{rest}".translate(FULL), f"{code}-{rest[:4]} {rest[4:]}",
        f"{code}/{rest}", f"{code}{rest}", f"+86-{code[1:]}-{rest}", f"{code}-{rest}转{r.randint(2, 899)}",
    )  # fmt: skip
    return r.choice(ways)


def local_line(r: random.Random) -> str:
    return f"{r.randint(2, 8)}{r.randint(0, 9_999_999):07d}"[: r.choice((7, 8))]


def typed_mail(r: random.Random) -> str:
    """An address as it is written to keep machines from it."""
    who, at = r.choice("zhangwei87 liuyang_9 wang.fang chenmm lxm1990".split()), r.choice(["qq", "163", "126", "sina"])
    return r.choice((f"{who}(at){at}.com", f"{who}[at]{at}.com", f"{who}#{at}.com", f"{who}＠{at}．com", f"{who} @ {at}. com", f"{who}（@）{at}.com", f"{who} at {at} dot com"))  # fmt: skip


def weak_mask(r: random.Random) -> str:
    """A number of which so little is hidden that it can be worked out."""
    n, m = id18(r), mobile(r)
    return r.choice((f"{n[:6]}****{n[10:]}", f"{n[:14]}****", f"{n[:6]}19{'X' * 4}{n[12:]}", f"{n[:16]}**", f"{m[:9]}**", f"{m[:4]}***{m[7:]}", f"{n[:14]}xxxx", f"{m[:8]}***", f"{n[:10]}####{n[14:]}"))  # fmt: skip


def social(r: random.Random) -> str:
    return r.choice(
        (
            f"{r.choice('ABDE')}{r.randint(0, 99_999_999):08d}",
            f"{r.randint(10**9, 10**10 - 1)}",
            f"{r.randint(10**11, 10**12 - 1)}",
        )
    )


def licence(r: random.Random) -> str:
    """The number of a driver's file: 12 figures."""
    return f"{r.choice(REGIONS)[:4]}{r.randint(0, 99_999_999):08d}"


def frame(r: random.Random) -> str:
    """The number of a vehicle's frame (GB 16735): 17 signs."""
    return (
        "LSV"
        + "".join(r.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(8))
        + f"{r.randint(0, 999_999):06d}"
    )


def boxes(r: random.Random) -> str:
    """An identity number in a form with one box for each figure."""
    return r.choice(("|", " | ", "\t", "│")).join(id18(r))


def boxes_mobile(r: random.Random) -> str:
    return r.choice(("|", " | ", "\t", "│")).join(mobile(r))


def misread(number: str, r: random.Random) -> str:
    """A number as a scanner reads it: one or two figures taken for letters."""
    at = [place for place, c in enumerate(number) if c in "01"]
    for place in r.sample(at, min(len(at), r.randint(1, 2))):
        number = number[:place] + {"0": r.choice("Oo"), "1": r.choice("lI")}[number[place]] + number[place + 1 :]
    return number


def ocr_mobile(r: random.Random) -> str:
    return misread(mobile(r), r)


def ocr_id(r: random.Random) -> str:
    return misread(id18(r), r)


def mobile_broken(r: random.Random) -> str:
    n = mobile(r)
    at = r.choice((3, 7))
    return f"{n[:at]}\n{n[at:]}"


def birth(r: random.Random) -> str:
    y, m, d = r.randint(1935, 2024), r.randint(1, 12), r.randint(1, 28)
    return r.choice((f"{y}年{m}月{d}日", f"{y}-{m:02d}-{d:02d}", f"{y}.{m}.{d}", f"{y}/{m}/{d}"))


MAKERS = {
    "name": name, "id": id18_written, "id15": id15, "disability": disability, "mobile": mobile_written, "home_phone": home_phone, "card": card_written,
    "account": account, "plate": plate, "passport": passport, "permit": permit, "military": military, "email": email, "wechat": wechat, "qq": qq,
    "household": household, "address": address, "illness": illness, "line": line, "local_line": local_line, "typed_mail": typed_mail,
    "weak_mask": weak_mask, "social": social, "licence": licence, "frame": frame, "boxes": boxes,
    "boxes_mobile": boxes_mobile, "ocr_mobile": ocr_mobile, "ocr_id": ocr_id, "mobile_broken": mobile_broken, "birth": birth,
}  # fmt: skip
