"""Characters of given names, by how often they are met in one: minus the natural logarithm of the share.

Drawn up from general knowledge of Chinese given names, old and new, and from the names in the dictionary of jieba (MIT).
A character that stands nowhere here is in hardly any name.
"""

from __future__ import annotations

_SHARES: tuple[tuple[float, str], ...] = (
    (
        5.5,
        ("文德明子家国军华生山林玉平志光海云东建龙金英宝世永成安春清晓"),
    ),
    (
        6.1,
        (
            "利峰尔江立祥秀学仁庆新兰丽民忠义荣昌蓉思俊良飞大红福兴伟敏波凤梅杰美松刚宁贵全才芳瑞吉森丹康泽强宇胜顺洪香花惠孝燕雪礼信乐智博鹏珍泉发素亮慧辉善寿诗勇玲爱耀仙诚桂斌川超岩雨喜静涛莲萍源凯贞霞娜富梁芬琴"
            "浩盛隆茂润柏佳欣莉琪然艳豪翠怡妹凡婷彩禄琳轩淑菊旺洁栋颖晶娟洋媛露桐薇雯莹楠巧瑶琼芝鑫莎璐蕾财妍倩涵荷滨梓磊娣娥婧婵姣嫦斯"
        ),
    ),
    (
        6.7,
        ("小天王宗元克师正公长道特夫伯一靖武士三兵"),
    ),
    (
        7.1,
        (
            "中二先维太君西镇达青汉阳城相树州祖格恩拉石水见科振里基臣方心罗朝南嘉风少景书奇高廷普田贤连进来洛卫亚马真白宏广承政诺仲泰希章守延远雷星法灵曼力铁继秋掌绍虎"
        ),
    ),
    (
        7.5,
        (
            "敬治邦启堂鸿圣雄陵湖官鲁培万门四迪化尚尼剑根威领斐侯登巴锡卿银桥齐行冰双河怀雅彦月杨友言崇五越鸣和麟梦都锦楚微亭年起溪震周望济宣毅蒙坚钟叶毛贝炳珠献钧衡乾温园闻直征用业原铭鹤赫庭厚哲显纳布保举玄菲晋丰"
            "朗日塔恒理史汝赛旭勋九扬教勤孟语竹柱甲常裕魏岳奥谦冬百无奎纯钦秉龄阁台跃鼎居沙非满六霖合观念宜昆御湘益津尧唐逸桑炎恭战楼烈翰增季校柳运渊襄引苏锋瑜卓圆弘羽辛容柔翔斗赞放焕陈慈千帅岗夏枝班策艺澄麦端洲桢"
            "主韵廉捷纪范召深节琦贾池木慕骏象穆黎纲潮野律彪虹曲精卜艾寒果祯聪禹舟舒火标易开词横莫凌率申惟帆陆蓝好宽藏训晴传沐曦"
        ),
    ),
    (
        8.1,
        (
            "牧沛瑾植妮灿寅婉施盈豆录略巍商吕毓徽欢昂左约载谋仕边桃钢娃流墨庚杉锁辰卡程童硕让品瑛工鹰衍游霜港铜得后朋音杏逢遥韦蔚兄固极妙彬贺影晨彭枫馨雍歌晖霄熊珊茹恺钊卷潇浦弦祚驰笛峻朴鉴嵩计收梨己铎苗凝铃娇岚情"
            "媚懿雁劳霆槐翊熙幼曹细柯葆锐昊徐芹琛幸坤悦甜棋许桦顶袁谨朵炜惜筠娴航忍昕悟淇防胤画玮莺茜鹃旋渝阔漫殊泓橙冉禾缘兮肖玺笔澜勉次支详忆谊翎唯姿娅骥宸蕙绮芷荃璇颂砚飘芙欧蕊绢歆樱榕昱暖落勒鲜活援灏韬粤魁更菁"
            "愿棉频郁漪嫣蓓楷薛时知筱彤瀚沁麒煊烨炫革芸竞萌靓晗忱宛夕蓬僧席磐滔喻姗忻颐莘煜酉晟稳畅焱悠复自嬉茵璧姝浓恬珂拓项潼枚孩怜荟暄滢伦丁加菡栓菀琨葵樊芊珮镕弈妤茗泳烽抒梧权喆汐熠淼瑄崧播愫玟蔓诫霏祎珺轶萱翀"
            "勐璟苒玥愉诠奕皎莱阿至健群定同入李郡仪瓦蒂伊初通令路声誉图姆会升修宫性逊可如之若能以为老儿女孙弟人男"
        ),
    ),
    (
        8.6,
        (
            "于郎草昭兆黄冲北萨上耶功亦乃岭命塞京佩派古谷冠堡任兹姊洞代哈旗司鱼岛托总营殿重刘头米前神右监诸曾宪多内封便奉茶宋抚皮紫儒转顿部密贯客朱颜乔提比索统辅绿必口列姓"
        ),
    ),
    (
        9.0,
        (
            "乘亲依佐眉备湾忙体甫孔式亨丝汤姑玛存吴遂集作网尉帮问碧留久七爵乡胡农戈关联宾尊佛占允嗣典首攻渠表吾虚室因盖渡环耳坦卢干衣沟末摇奔归实照回肃翼刀制羊夷著默又土镜谢色藻站库巾弗肯切改惊印称卒族丘妈步牛觉板"
            "秦努记狗身院分埃考鹿赵再茨致育赤巨粉迎八伐仓养麻注"
        ),
    ),
)
COST: dict[str, float] = {character: cost for cost, characters in _SHARES for character in characters}
GIVEN = "".join(COST)
# Of a character that is in no list: somebody may bear any.
STRANGE = 11.5
# 芳芳, 圆圆: the second character costs little when it is the first again.
AGAIN = 3.5
# Behind a given name of one character they are rather a word of the sentence than its second character.
LOOSE, LOOSE_COST = frozenset("家和一二三四五六七八九十两系养骑昨今则正同等称名住开来到去过上下出"), 3.0
ONE, TWO = -1.6, -0.22  # one character after the surname, or two
