"""The constraints on the statutory tables (rules 3.5): each finding says where, what should stand there, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.rules.figures import Figures, Finding, Number, Rule

NAMES = tuple(column.name for column in law.ALL_COLUMNS)
SUM_NAME = law.SUM.name
PARTS = len(law.COLUMNS)
NOTHING = {"", "无", "无。", "没有", "没有。", "无其他需要报告的事项", "无其他需要报告的事项。"}


def judge(figures: Figures, previous: Figures | None = None) -> list[Finding]:
    """Return everything that does not fit, table by table. `previous` is the report of the year before, if known."""
    before = previous or figures.previous
    return [
        *_cells(figures),
        *_rows(figures),
        *_columns(figures),
        *_balance(figures),
        *_table4(figures),
        *_text_and_tables(figures),
        *_sums(figures),
        *_fees(figures),
        *(_years(figures, before) if before else ()),
    ]


def within(figures: Figures) -> list[Finding]:
    """Return what does not fit inside tables three and four alone: sums of rows and columns, and the balance."""
    return [*_rows(figures), *_columns(figures), *_balance(figures), *_table4(figures)]


def _row_name(key: str) -> str:
    return law.ROW_NAMES.get(key, key)


def _filled(values: Sequence[int | None]) -> list[int]:
    return [value or 0 for value in values]


def _cells(figures: Figures) -> Iterator[Finding]:
    """Rule 6: whole numbers not below zero; zero is written as 0."""
    for fault in figures.faults:
        if fault.text:
            text = f"{_row_name(fault.row)}的“{fault.column}”写的是“{fault.text}”，应填数字；没有的填0。"
            yield Finding(Rule.NUMBER, fault.row, fault.column, 0, fault.text, text)
    for table, names in ((figures.table3, NAMES), (figures.table4, tuple(one.name for one in law.TABLE4_COLUMNS))):
        for key, values in table.items():
            bad = {fault.column for fault in figures.faults if fault.row == key and fault.text}
            empty = [name for name, value in zip(names, values, strict=True) if value is None and name not in bad]
            if empty:
                text = f"{_row_name(key)}的“{'、'.join(empty)}”是空白，没有的应填0，不留空白。"
                yield Finding(Rule.BLANK, key, "、".join(empty), 0, None, text)
            for name, value in zip(names, values, strict=True):
                if value is not None and value < 0:
                    text = f"{_row_name(key)}的“{name}”是负数{value}，件数不能小于0，请核对。"
                    yield Finding(Rule.NUMBER, key, name, 0, value, text)
    for key, amounts in figures.table2.items():
        if figures.form is law.Form.Y2021 and any(amount is not None and amount < 0 for amount in amounts):
            low = min(amount for amount in amounts if amount is not None)
            yield Finding(Rule.NUMBER, key, "", 0, low, f"{key}有负数{low}，请核对；废止件数也填正数。")


def _rows(figures: Figures) -> Iterator[Finding]:
    """Rule 3: the total of a row is the natural persons and the five kinds of organisations."""
    for key, values in figures.table3.items():
        numbers = _filled(values)
        expected = sum(numbers[:PARTS])
        if numbers[PARTS] != expected:
            text = (
                f"{_row_name(key)}：自然人与法人或其他组织五栏之和是{expected}，总计写的是{numbers[PARTS]}，"
                "请核对这一行各栏。"
            )
            yield Finding(Rule.ROW_SUM, key, SUM_NAME, expected, numbers[PARTS], text)


def _columns(figures: Figures) -> Iterator[Finding]:
    """Rule 2: 三（七）总计 is the sum of all results."""
    rows = law.RESULTS.get(figures.form, law.RESULTS[law.Form.Y2021])
    wanted = [row.key for row in rows]
    if not {*wanted, "total"} <= figures.table3.keys():
        return
    for place, name in enumerate(NAMES):
        expected = sum(_filled(figures.table3[key])[place] for key in wanted)
        found = _filled(figures.table3["total"])[place]
        if expected != found:
            text = f"“{name}”一栏：各项办理结果之和是{expected}，（七）总计写的是{found}，请核对这一栏。"
            yield Finding(Rule.COLUMN_TOTAL, "total", name, expected, found, text)


def _balance(figures: Figures) -> Iterator[Finding]:
    """Rule 1: 一 + 二 = 三（七） + 四."""
    if not {"new", "carried_in", "total", "carried_out"} <= figures.table3.keys():
        return
    new, carried_in, total, out = (
        _filled(figures.table3[key]) for key in ("new", "carried_in", "total", "carried_out")
    )
    for place, name in enumerate(NAMES):
        expected, found = new[place] + carried_in[place], total[place] + out[place]
        if expected != found:
            text = (
                f"“{name}”一栏不平衡：新收{new[place]}＋上年结转{carried_in[place]}＝{expected}，"
                f"办理结果总计{total[place]}＋结转下年度{out[place]}＝{found}。"
                "一件申请只计一种办理结果，请核对重复计算或者漏计的。"
            )
            yield Finding(Rule.BALANCE, "total+carried_out", name, expected, found, text)


def _table4(figures: Figures) -> Iterator[Finding]:
    """Rule 4: each block's total is the sum of its four."""
    for key, values in figures.table4.items():
        numbers = _filled(values)
        expected = sum(numbers[:-1])
        if expected != numbers[-1]:
            text = f"{key}：维持、纠正、其他、尚未审结之和是{expected}，总计写的是{numbers[-1]}，请核对。"
            yield Finding(Rule.TABLE4_SUM, key, SUM_NAME, expected, numbers[-1], text)


def _total(figures: Figures, key: str) -> int | None:
    return figures.table3[key][PARTS] if key in figures.table3 else None


def _lawsuits(figures: Figures) -> int | None:
    totals = [figures.table4[key][-1] for key in (law.DIRECT, law.AFTER_REVIEW) if key in figures.table4]
    return sum(_filled(totals)) if len(totals) == len((law.DIRECT, law.AFTER_REVIEW)) else None


def _tabled(figures: Figures) -> Iterator[tuple[str, str, str, str, Number | None]]:
    """Return key of the text's number, place, where it stands in words, and what the table has."""
    yield "received", "new", SUM_NAME, "表三“本年新收”总计", _total(figures, "new")
    yield "carried_in", "carried_in", SUM_NAME, "表三“上年结转”总计", _total(figures, "carried_in")
    yield "processed", "total", SUM_NAME, "表三“（七）总计”", _total(figures, "total")
    yield "carried_out", "carried_out", SUM_NAME, "表三“结转下年度继续办理”总计", _total(figures, "carried_out")
    review = figures.table4.get(law.REVIEW)
    yield "reviews", law.REVIEW, SUM_NAME, "表四行政复议总计", review[-1] if review else None
    yield "lawsuits", law.LAWSUITS, SUM_NAME, "表四两种行政诉讼总计之和", _lawsuits(figures)
    valid = figures.table2.get(law.NORMATIVE, ())
    column = f"{law.NORMATIVE}{law.VALID}"
    yield "valid_docs", column, law.VALID, f"表二{law.NORMATIVE}{law.VALID}", valid[-1] if len(valid) > 1 else None
    for group, keys in law.GROUP_KEYS.items():
        name = group.partition("）")[2].partition("（")[0]
        there = [key for key in (*keys, *(["o"] if group == law.OTHERWISE else [])) if key in figures.table3]
        complete = len(there) == len(keys) or "o" in there
        yield (
            name,
            group,
            SUM_NAME,
            f"表三“{group}”",
            (sum(_total(figures, key) or 0 for key in there) if complete else None),
        )


def _text_and_tables(figures: Figures) -> Iterator[Finding]:
    for key, row, column, place, tabled in _tabled(figures):
        said = figures.said.get(key)
        if said is None or tabled is None or said == tabled:
            continue
        if key == "received" and figures.handled and said == tabled + (_total(figures, "carried_in") or 0):
            continue
        text = f"正文写的是{_show(said)}，{place}是{_show(tabled)}，请核对后改正其中一处，或者在正文说明口径不同。"
        yield Finding(Rule.NARRATIVE_TABLE, row, column, tabled, said, text)


def _sums(figures: Figures) -> Iterator[Finding]:
    for one in figures.sums:
        expected = sum(one.parts, start=Decimal())
        if expected != one.total:
            text = f"正文“{one.what}”：所列各项之和是{_show(expected)}，总数写的是{_show(one.total)}，请核对。"
            yield Finding(Rule.NARRATIVE_SUM, one.what, "", expected, one.total, text, hard=one.sure)


def _fees(figures: Figures) -> Iterator[Finding]:
    """Rule 7: what was charged is told in part six; who did not pay was told to."""
    fee = figures.said.get("fee_collected_yuan")
    if fee and figures.part_six is not None and figures.part_six.strip() in NOTHING:
        text = f"本年收取信息处理费{_show(fee)}元，第六部分写的是“无”，应报告收取信息处理费的件数和总金额。"
        yield Finding(Rule.FEE_TEXT, law.PARTS["6"], "", _show(fee), figures.part_six.strip(), text)
    unpaid = _total(figures, "o2")
    if unpaid and figures.fee_notices == 0:
        text = f"有{unpaid}件因逾期不缴费不再处理，但本年没有发出收费通知，请核对这些申请的办理结果。"
        yield Finding(Rule.FEE_ROW, "o2", SUM_NAME, 0, unpaid, text, hard=False)
    yield from _ledger(figures)


def _ledger(figures: Figures) -> Iterator[Finding]:
    """The sum that part six tells is that of the ledger; less is wrong, more may have been taken where no ledger is kept."""
    ledger, six = figures.fee_ledger, (figures.part_six or "").strip()
    if ledger is None or not six or six in NOTHING:  # what is not written yet, or "none", is judged elsewhere
        return
    told = figures.said.get("fee_collected_yuan")
    if told is None and ledger:
        text = f"台账本年收取信息处理费{_show(ledger)}元，第六部分没有写明总金额，请补写件数和总金额。"
        yield Finding(Rule.FEE_LEDGER, law.PARTS["6"], "", _show(ledger), None, text)
    elif told is not None and Decimal(told) != ledger:
        less = Decimal(told) < ledger
        text = f"第六部分写的是收取信息处理费{_show(told)}元，台账为{_show(ledger)}元，" + (
            "请核对后改正。" if less else "多出的部分没有台账，请核对；在平台以外收取的，请先补记台账。"
        )
        yield Finding(Rule.FEE_LEDGER, law.PARTS["6"], "", _show(ledger), _show(told), text, hard=less)


def _years(figures: Figures, before: Figures) -> Iterator[Finding]:
    """Rule 5: what came over is what was left; rule 9 (soft): documents in force."""
    out, came = before.table3.get("carried_out"), figures.table3.get("carried_in")
    if out and came:
        for name, expected, found in zip(NAMES, _filled(out), _filled(came), strict=True):
            if expected != found:
                text = (
                    f"“{name}”一栏：上年报告结转下年度{expected}件，本年“上年结转”写的是{found}件，两者应当相同。"
                    "请核对；上年报告有误的，应更正并说明。"
                )
                yield Finding(Rule.CROSS_YEAR, "carried_in", name, expected, found, text)
    for key in law.STOCK_ROWS:
        now, then = figures.table2.get(key, ()), before.table2.get(key, ())
        if len(now) != PARTS // 2 or len(then) != len(now) or before.form is not law.Form.Y2021:
            continue
        made, repealed, valid = now
        if made is None or repealed is None or valid is None or then[-1] is None:
            continue
        expected_valid = then[-1] + made - repealed
        if expected_valid != valid:
            text = (
                f"{key}：上年现行有效{_show(then[-1])}＋本年制发{_show(made)}－本年废止{_show(repealed)}"
                f"＝{_show(expected_valid)}，现行有效写的是{_show(valid)}，请与备案登记核对，有其他原因的在正文说明。"
            )
            yield Finding(Rule.CROSS_YEAR, key, law.VALID, expected_valid, valid, text, hard=False)


def _show(value: Number) -> str:
    return f"{Decimal(value).normalize():f}"


def roll_up(parent: Figures, parts: Sequence[Figures]) -> Iterator[Finding]:
    """Rule 8: the report of a whole is its own figures and those of all below it, row by row and column by column."""
    for key, values in parent.table3.items():
        for place, (name, found) in enumerate(zip(NAMES, _filled(values), strict=True)):
            expected = sum(_filled(part.table3[key])[place] for part in parts if key in part.table3)
            if expected != found:
                text = (
                    f"{_row_name(key)}“{name}”：本机关与下级机关之和是{expected}，汇总写的是{found}，请核对下级报告。"
                )
                yield Finding(Rule.ROLL_UP, key, name, expected, found, text)
