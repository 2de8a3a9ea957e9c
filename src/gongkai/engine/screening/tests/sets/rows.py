"""The ninth round (see `desks`): numbers in rows without a word beside them, and labels that offices rarely use; its lookalikes.

The causes come from a set that somebody else wrote without having seen the checks; the lines here are our own. The first
31 and 44 of them, filled four times, gave recall 0.684 and precision 0.701 before anything was mended.
"""

from __future__ import annotations

ROWS = """
春耕农资补助	{name}	8.4亩	{account}	504.00元
退耕还林补助 {name} {id} 3亩 {account} 375元
7	{name}	{id}	独生子女父母奖励	{account}	1200
计生奖扶 | {name} | {id} | 61岁 | {account} | 1920元
土地流转费发放表　{name}　2.6亩　{account}　2080
股金分红明细 {name}等3人 {account} 1,860
低收入监测户{name}，“一本通”{account}
冬季取暖补助户：{name}，惠农折{account}，每户600元
财险公司已将理赔款3200元赔至养殖户{name}的{account}
供电公司多收电费41元，已退至用户{name}{account}
多缴罚款退还当事人{name}，个人账户：{account}（开户行：中国银行）。
诉讼费退还至原告{name}的个人账号{account}。
乘客{name}投诉司机甩客，留存邮箱{email}，希望书面回复。
读者{name}报名讲座时填写的邮箱{email}有误，改为{email}。
学员{name}报名信息：{id}，{email}，{wechat}
参赛者{name}，{mobile}，{email}，{wechat}
遗失物品登记：物主留下的联系方式：QQ {qq}，微信 {wechat}
投诉人自留联系方式有：微信 {wechat}，QQ {qq}
营养午餐补助	{name}	监护人{name}	{home_phone}	4元/天
教育资助花名册	{name}	父亲{name}	{home_phone}
热线工单驳回原因：{name}（{mobile}）未说明事发地点。
职工档案	{name}	{illness}	{mobile}	{address}
政府信息公开告知书：{name}，你于上月提交的申请收悉，你的联系地址为{address}。
居家适老化改造户：{name}，身份证{id}，施工地址{address}
送教上门学校登记 | {name} | {disability} | {address}
分户登记，{name}，户别编码{household}，落户地{address}。
入院诊断：{illness}。患者姓名：{name}。
出院诊断：{illness}。病人：{name}，{mobile}
护照{passport}和通行证{permit}都已交还本人{name}。
护工培训补录：{name} {mobile} {email}
送餐对象{name}，{address}，电话{home_phone}
补发名单核对：{name}，{mobile}，{card}
{name}的快手号{wechat}上传虚假信息
附件2 {name}工资卡（{card}）复印件
附件6 {name}存折首页（账号{account}）照片
""".strip().splitlines()

ROWS_CLEAN = """
水表表号{n12}，上月示数{n5}，本月示数{n5}
电表号{n10}，倍率{n2}，止码{n4}
供水户号：{n10}（县医院）
街道办办公楼供电户号 {n10}，电费{amount}元
公园绿化用水户号{n8}，管理单位：区园林所
泵站专变户号：{n10}，本月电费{amount}元
政务大厅燃气表号{n10}，止码{n4}
邮寄地址：云川市临江区明德路8号行政中心3号楼，收件人：市民政局办公室
投标文件密封送达云川市临江区建设路200号金融大厦B座9楼
申请材料寄到云川市府前街2号政务中心4楼406室市场监管局收
门牌：和平街道安宁社区居委会，新风路26号
通讯地址：新风路9号1号楼301室，市医保局稽核科收
寄送至云川市和平路19号2号楼402室（信访科）
办公地址：云川市高新区科创路66号创新大厦2栋15层
公司搬至云川市高新区科创路18号软件园6栋301室办公
特种设备使用登记证 容15云A{n5}({n2})
使用登记证编号：起17苏E{n5}
（样本）姓名：张三　身份证号：（略）
填写范例：王五，女，苗族，云川人。
示例：户主李四，家庭成员王五、赵六。
验收人员：赵局长、钱处长、孙科长等{n2}人
经办人周主任，电话0871-6{n7}
协议编号：XY-{m11}
合同号 HT{m11}
收款单位：云川市公共资源交易中心　账号：{n15}
收款单位：市医保中心　开户行：建设银行　账号：{n15}
土地出让金缴入账号{n15}，备注宗地编号
耕地占用税缴入国库账号{n15}
对公账户：云川市水务集团有限公司，账号{n15}
单位账号 {n15}，开户名称：云川市残疾人联合会
财政专户账号：{n17}
投标保证金汇至单位账户 {n17}
公务车辆报废公示：苏E{n5}，已行驶{n2}万公里
执法车辆苏E{n5}，年检合格
单位公务用车 苏E{n5} 加油 {n2} 升
应急局移交消防车苏E{n5}一辆
投稿邮箱：yunchuanbao@163.com，编辑部收
单位邮箱ycsthjj@126.com，同步开通
意见请发至县住建局邮箱yczjj2019@163.com
单位车辆：苏E{n5}、苏E{n5}
除雪作业车苏E{n5}、苏E{n5}上路
客运班车苏E{n5}延误
机要车苏E{n5}（云川邮政公司）
企业QQ：{n9}
采购办QQ {n9}
联系邮箱：yctjj@163.com（市统计局）
单位电子邮箱：ycqxj@qq.com
李四与王五买卖合同纠纷（示范案例）
收款方：云川路桥集团 账号 {n18}
学费缴费账号 {n17}（县一中）
报到地点：和平路9号1号楼102室
变更后住所：云川市新风路19号3幢601室
苏E{n5}号消防车退役
联系人：孙处长，邮箱 ycslj@163.com
单位社保账号{n10}，本月参保{n3}人
企业公积金账号：{n12}
代收代付账户{n17}停用
苏E·{n5} 号段上线
血液冷藏车苏E{n5}
政企沟通微信 yczq_8890
客服微信：ycswkf2020，工作日在线
民政局工作微信号：ycmzj2021，供群众咨询
科室QQ：{n9}，供应商报名咨询
项目编码	{n12}	土方开挖	{n3}	立方米
资产明细 | 笔记本电脑 | {n12} | 2台 | {amount}
物资台账	救灾帐篷	{n14}	60顶	{amount}
主要症状与疾病：本表由接诊单位填写
""".strip().splitlines()
