"""What many people ask for: from how many on, how alike, which words say nothing. No Django."""

from __future__ import annotations

# Several applicants, the same information: the agency may put it among what it publishes by itself.
MANY_APPLICANTS = 2
MANY_SOURCE = "条例第四十四条：多个申请人就相同政府信息提出公开申请，且该信息属于可以公开的，可以纳入主动公开的范围"
# How much two lines must have in common to ask for the same (share of pairs of characters), and how far back it is looked.
SAME = 0.55
SAME_SOURCE = "平台配置：申请内容用字一半以上相同的列为同类，是否同一信息由人判断；近两年内办结的参加比较"
SAME_MONTHS = 24
MOST_COMPARED = 1500

# A word is counted only when so many different applicants used it: nobody's own matter is shown as a hot one.
WORD_APPLICANTS = 3
WORD_SOURCE = "平台配置：至少3个不同申请人写到的词才列出，识别为人名的词不列"
WORD_LENGTHS = range(2, 11)
MOST_WORDS = 15
MOST_TITLES = 80  # of a period are matched with what is public, for their themes
NOTHING = frozenset(
    "情况 信息 公开 政府 有关 相关 关于 全部 所有 文件 材料 资料 明细 内容 申请 办法 通知 公告 以及 年度 名录 名单 标准 数据 目录 项目 工作 "
    "实施 管理 记录 报告 方案 细则 流程 时限 进展 政府信息 执行情况 办理情况".split()
)  # fmt: skip
EDGES = "的和与及或在对以于等年月日至之各第个为是有并了由从到请"
FREQUENCY_MONTHS = 12
FREQUENCY_SOURCE = "条例第三十五条；平台配置：列近12个月和本月"
