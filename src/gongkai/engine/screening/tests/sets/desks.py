"""Sentences with personal data, desk by desk: posted lists, orders, letters with replies, tenders, clinics, schools, counters.

Seven rounds (`desks`, `windows`, `days`, `corners`, `plainly`, `public`, `later`), each written before the checks were changed for it, when an unseen set had
shown what was weak: numbers without a word that says what they are, old identity numbers, rows with commas, home telephones and
mail boxes in other writings, masks that hide too little, names in sentences without a telling word, and the lookalikes of all these. Recall and precision at the
first run of each: 0.850 and 0.809, 0.917 and 0.789, 0.936 and 0.983, 0.856 and 0.712, 0.982 and 0.884, 0.966 and 0.388 (nearly all
lookalikes, written to mislead), 0.969 and 0.934. All are open now and part of `positives.TUNED` and `negatives.TUNED`: what they give guards against falling back.
"""

from __future__ import annotations

DESKS = """
序号　姓名　身份证号　家庭人口　保障金额　1　{name}　{id}　2　1120
{name},{id15},云川镇,旧卡未换
老龄优待证补发：{name}；旧证上的号 {id15}；照片两张
1992年农转非审批底册：{name}，女，{id15}，随夫迁入
知青返城登记第43号，{name}，{id15}，插队地点清水公社
经调阅微缩胶片，登记簿记载的号码{id15}与本人现有证件不一致
婚姻档案补录：男 {name} {id15}；女 {name} {id15}；1986年5月登记
遗属补助停发名单：{name} {id15} 已去世
养老认证失败：{id15}（系统提示位数不足），家属请带户口页到窗口
港籍学生{name}（{permit}）在本区就读初二，父母均在深圳
台商{name}，证件{permit}，在开发区租房居住，暂未投保
随迁子女入学材料：父{name}，香港居民，{permit}；母{name}，内地户籍
澳门籍旅客{name}，持证{permit}，在闸口突然晕倒，已送医
名单所列赴港人员两名：{name}（{permit}）、{name}（{permit}）
宗亲会来函：旅居海外的{name}拟于清明返乡祭祖，同行者{name}持{permit}
涉外婚姻登记：男方{name}（台湾），{permit}；女方{name}，{id}
酒店前台上传失败：客人{name}，证件类型 其他，号码 {permit}
护照复印件上看得清的只有{passport}这几位，名字被水泡了
中介收走了她的{passport}，说办成才还，{name}现在回不了国
出入境记录：{passport}　出境　2024-11-02　目的地 柬埔寨　{name}
同行四人证件：{passport}，{passport}，另两人未出示
拟通报批评：退役士官{name}（{military}）冒领自主就业补助
优抚科老李口述：{name}的本子是{military}，发证单位早撤编了
荣军医院转来：三等功臣{name}，{military}，肺部手术后需陪护
烈属{name}之子生前证件{military}，原件由县档案馆收存
安置卡：{name}　原部职别 班长　{military}　联系 {mobile}
户籍底册第三页：户主{name}，编号{household}，迁出原因 婚迁
自来水欠费催缴：{name}，表号{household}，欠 214.6 元
孩子的学号是{household}，家长{name}说系统里查不到转学记录
{name} {household} 二年级 走读 父亲在外务工
准考证{household}，{name}，因监考失误漏发答题卡，家长要求重考
医保窗口：{name}（参保号{household}）家属称异地住院报销比例算错
住院部清单 {name} 住院号{household} 科室 肿瘤内科 欠费 3,306 元
新农合家庭账户{household}，户主{name}，五口人
供电所抄表员反映，{name}家（户号 {household}）用电突然翻番，怀疑有人偷接
社保断缴补办：{name}，个人账号{household}，失业期间未续
燃气泄漏回访，用户{name}，编号{household}，家中有老人
低保证{household}号持证人{name}上月死亡，其女主动交回证件
征兵体检：{name}，应征公民编号{household}，复检
学校晨检：三（2）班{name}，{illness}，班主任已通知其母亲{mobile}
门诊慢病：{name}/{illness}/每月购药不超过 400 元
来访人自称得了{illness}，跪在大厅不起，法警劝离，登记姓名{name}。
患{illness}的租客被房东{name}赶到走廊过夜
我叔叔{name}查出{illness}，厂里第二天就不让他进门了
该女子确诊{illness}后未告知男友{name}，现男方提起诉讼
家里有个{illness}的弟弟，父母都没了，我{name}一个人打两份工
村医签约随访：{name}，{illness}，停药两月，夜里乱跑
入学体检查出{illness}，校方劝{name}退学，其父不同意
建议照顾：{name}，{illness}晚期，剩余刑期两年，保证人其妻{name}
因{illness}无法自理的房客{name}无人照料，房东多次联系其女儿未果
困难党员慰问　{name}　{illness}　丧偶　慰问金 800 元
“孤寡老人{name}眼睛看不见，又有{illness}，邻居轮流送饭”——网格日志
电话留言：{home_phone}，找{name}的，说是她弟弟，人在医院
回访未接通：座机{home_phone}；被访人{name}；诉求 退还学费
家属联系 {home_phone}（晚七点后）　死者 {name}
白天{home_phone}没人，晚上她婆婆在
投诉人要求回电{home_phone}，本人姓{name}，耳背
应急呼叫器登记：独居 {name}，{address}，绑定{home_phone}
装机地址{address}，机主{name}，号码{home_phone}
留的号{home_phone}是小卖部的公用电话，{name}每天下午去等
孩子走丢那天穿红衣服，奶奶家{home_phone}，爸爸{mobile}
网名“随风”的人就是{name}，Q号 {qq}，同村人都认得
家长群里冒充班主任收费的那个人，企鹅号{qq}，被骗家长{name}等三人
QQ好友{qq}说有内部房源，我交了两万定金就被拉黑
聊天记录显示对方账号为{qq}，昵称“一生平安”，收走她四千元
女儿手机里存着一个QQ，{qq}，备注“老公”，才十三岁
转学咨询请回复我QQ，{qq}，不方便接电话，{name}妈妈
嫌疑人{name}供述，他在QQ上（账号{qq}）认识了买家
加好友时搜{qq}就能搜到{name}，头像是他孙子
在二手平台以“{wechat}”名义收定金的人叫{name}
孩子爸爸的微信{wechat}已经把我删了，抚养费没处要
请把结果发到{wechat}，微信上说，我上夜班
微信收款截图显示收款人{name}，账号 {wechat}
邮箱{email}留言：我奶奶{name}的高龄津贴三个月没到
稿件署名{name}，附邮箱{email}，揭发其前夫家暴
裁员补偿没谈拢，{name}用{email}给工会发了七封信
发票请寄{address}，{name}收，或发{email}
应退学费打入{name}母亲的卡，{card}，农行
这张卡{card}是我老伴的，密码我忘了，她人走了
户名与证件不符，退回：{name}，{card}
工伤一次性补助请汇{card}，收款人{name}（死者之父）
扶贫小额信贷逾期：{name}、{card}、余额 31,204.77
代发清单　{name}　{card}　560.00　成功
她把退休金存在{account}里，儿子{name}偷偷挂失换了折
拆迁款四十万进了{account}，户主{name}的三个女儿都说没见着
{name}：应得土地租金 1,870 元，折号{account}
请核实{account}是否为被执行人{name}所开
孩子压岁钱折子 {account} 被前夫{name}取空
冻结清单：{name}名下{plate}、{account}、{address}房产一处
{plate}的司机下车就打人，叫{name}，是开砂石车的
剐蹭我车的是{plate}，监控拍到了，请问怎么找车主
{name}　{plate}　欠停车费 45 元　催缴三次
租车合同：承租人{name}，车辆{plate}，逾期未还
拖移通知：{plate}占用盲道，请车主{name}速与我队联系
校门口每天堵着{plate}接孩子，家长们怨声载道
行驶证所有人{name}，号牌{plate}，年检逾期
借用{disability}这本证领补贴的是他嫂子{name}
证件到期换领通知　{name}　{disability}　听力三级
公交免费卡冒用：卡主{name}，残疾证号 {disability}，实际乘车人系其妹
辅具申领　{disability}　{name}　{mobile}　坐便椅一把
他家住{address}，夜里养鸽子，邻居睡不好
{address}漏水漏到楼下{name}家，厨房顶都黑了
外卖送到{address}，收货人{name}说没点过
保外就医人员{name}，报到地点与住处{address}相距太远
上户调查　{name}　{address}　与儿子儿媳同住
判决书寄{address}被退回，批注“查无此人”，被告{name}去向不明
群众来电：{address}有人跳楼，死者叫{name}
租房协议约定，{name}将{address}租给在校学生两名
安葬证存根：逝者{name}，经办{name}（儿子），{mobile}
{name}家三兄弟{name}、{name}、{name}轮流照料老母亲，每家一个月
镇里给{name}家送了两袋米，她婆婆瘫在床上，孩子刚满月
村支书老陈讲，{name}出去打工十年没回来，房子塌了半边
{name}不肯在调解书上按手印，说赔得太少，抱着骨灰盒坐在大厅里
原来{name}早就和她分居，孩子的学费一直是娘家出的
去年腊月{name}骑摩托摔进沟里，工友{name}把他背回来的
{name}承认那晚喝了酒，还动手打了她
几个孩子里数{name}最苦，七岁没了娘
关于不予批准{name}暂予监外执行的决定
关于为{name}同学减免学费的请示（家庭特别困难）
关于{name}户宅基地面积超标的处理意见
注销公告：{name}，烟草零售户，因本人死亡，由其女申请注销
致{name}家长：您的孩子连续三天没有到校，请速与学校联系
公开道歉书：我因一时冲动在群里辱骂了{name}，现向她道歉。道歉人{name}
收条：今收到{name}赔偿款伍仟元，两清。{name}（手印）
悬赏找人：{name}，五十六岁，走失时说不清家在哪
评议会记录：{name}，赞成 21，反对 2，理由是他儿子有车
民主评议时有人提出{name}的女婿在城里开饭店，不该吃低保
对照名册，{name}去年已享受过危房补助，此次不再安排，本人表示理解
投标文件附件：拟派焊工{name}，身份证{id}，特种作业证待补
中标公示异议：联系人 {name} {mobile} 个人名义提出
评标劳务费发放：{name}，{id}，{card}，600元
质疑函由{name}（自然人，{id}）寄出，寄件地址{address}
12345工单转办：市民{name}（{mobile}）反映楼下烧烤店油烟
回复：{name}您好，您母亲的养老金因认证过期暂停，请持身份证到镇里补办
【投诉内容】消费者{name}称买的手机是翻新机，要求退一赔三，联系{mobile}
市民热线录音摘要：女，自称{name}，哭着说丈夫又动手了，住{address}
离婚诉讼代理意见：被告{name}婚后染上赌博，欠下外债三十余万
司法救助公示：被害人之母{name}，救助金 3 万元，账户{account}
劳动仲裁开庭公告：{name}诉某服饰厂追索工伤待遇一案
终止审理：申请人{name}于审理期间病故，其继承人放弃
传唤证存根：{name}，{id}，涉嫌寻衅滋事，到案时间 9 时
社区戒毒协议书　甲方 禁毒办　乙方 {name}　{mobile}
刑满释放衔接：{name}，盗窃，{address}，母亲接回
""".strip().splitlines()
