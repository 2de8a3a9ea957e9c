"""A library small enough to know by heart; days and numbers of the real laws, one city invented."""

from __future__ import annotations

import datetime as dt

from gongkai.engine.regulations.rules import LawEntry, Library, Own, OwnEntry, VersionEntry


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def version(pk: int, decided: str, effective: str, last: int, number: str = "") -> VersionEntry:
    return VersionEntry(pk, day(decided), day(effective), number, f"1-{last}" if last else "")


def law(pk: int, title: str, *versions: VersionEntry, repealed: str = "", by: str = "", numbers: str = "") -> LawEntry:
    known = {one.number for one in versions if one.number} | set(numbers.split())
    return LawEntry(pk, title, versions, day(repealed) if repealed else None, by, frozenset(known))


LIBRARY = Library.of([
    law(1, "中华人民共和国政府信息公开条例", version(11, "2007-04-05", "2008-05-01", 38, "国务院令:492"),
        version(12, "2019-04-03", "2019-05-15", 56, "国务院令:711")),
    law(2, "中华人民共和国行政处罚法", version(21, "1996-03-17", "1996-10-01", 64), version(22, "2021-01-22", "2021-07-15", 86)),
    law(3, "中华人民共和国合同法", version(31, "1999-03-15", "1999-10-01", 428), repealed="2021-01-01", by="中华人民共和国民法典"),
    law(4, "中华人民共和国民法典", version(41, "2020-05-28", "2021-01-01", 1260)),
    law(5, "优化营商环境条例", version(51, "2019-10-22", "2020-01-01", 72, "国务院令:722")),
    law(6, "中华人民共和国民事诉讼法", version(61, "1991-04-09", "1991-04-09", 270), version(62, "2023-09-01", "2024-01-01", 306)),
    law(7, "中华人民共和国行政复议法", version(71, "1999-04-29", "1999-10-01", 43), version(72, "2023-09-01", "2024-01-01", 90)),
    law(8, "中华人民共和国行政复议法实施条例", version(81, "2007-05-29", "2007-08-01", 66, "国务院令:499")),
    law(9, "云川市城市绿化条例", version(91, "2026-10-20", "2027-03-01", 45)),
    law(10, "云川市住房租赁补贴管理办法（试行）", version(101, "2024-01-08", "2024-02-01", 30)),
    law(13, "中华人民共和国刑法", VersionEntry(131, day("1997-03-14"), day("1997-10-01"), "", "1-452,120.1,262.2")),
    law(14, "机关团体建设楼堂馆所管理条例", version(141, "2017-10-05", "2017-12-01", 32, "国务院令:688")),
    law(15, "云川市档案管理规定", version(151, "2015-03-01", "2015-04-01", 0)),
])  # fmt: skip
OWN = Own(
    {"云川市人民政府关于加强物业管理的通知": OwnEntry("K1", "云川市人民政府关于加强物业管理的通知"),
     "云川市停车场管理办法": OwnEntry("K2", "云川市停车场管理办法", "已于2025年1月1日废止")},
    {"云川政发:2025:3": OwnEntry("K1", "云川市人民政府关于加强物业管理的通知")},
)  # fmt: skip
