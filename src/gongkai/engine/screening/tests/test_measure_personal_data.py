"""How much personal data is found, and how much is called so that is none, on sentences of our own (see `sets`)."""

from collections.abc import Callable

import pytest

from gongkai.engine.screening.rules import Severity, screen
from gongkai.engine.screening.tests.sets import measuring
from gongkai.engine.screening.tests.sets.measuring import Figures

RECALL, PRECISION = 0.98, 0.95


@pytest.mark.requirement("R012")
@pytest.mark.parametrize("part", [measuring.tuned, measuring.held_out], ids=["tuned", "held-out"])
def test_nearly_everything_is_found_and_hardly_anything_else(part: Callable[[], Figures]) -> None:
    figures = part()
    print(f"\n{figures.table()}\nrecall {figures.recall:.4f}  precision {figures.precision:.4f}")  # noqa: T201
    assert figures.recall >= RECALL, measuring.lines(figures.missed)
    assert figures.precision >= PRECISION, measuring.lines(figures.false)


def test_the_sets_are_as_large_as_asked() -> None:
    tuned, held_out = measuring.tuned(seed=5), measuring.held_out(seed=6)
    assert tuned.expected.total() + held_out.expected.total() >= 300
    assert tuned.sentences + held_out.sentences >= 3000
    assert min(held_out.expected.values()) > 0


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("办公电话：0512-65123456", Severity.INFO),
        ("值班手机：13812341234", Severity.INFO),
        ("地址：云川市临江区明德路1号市政府大楼3楼305室", Severity.INFO),
        ("意见请发至yczjj@yunchuan.gov.cn", Severity.INFO),
        ("家庭电话：0512-65123456", Severity.JUDGE),
        ("户主王小明，手机13812341234", Severity.JUDGE),
    ],
)
def test_what_an_office_publishes_on_purpose_is_no_more_than_a_hint(text: str, severity: Severity) -> None:
    assert max(screen(text, only=["personal"]), key=lambda one: one.severity == severity).severity is severity
    if severity is Severity.INFO:
        assert not any(one.needs_decision for one in screen(text, only=["personal"]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("手机138****1234", False), ("身份证号3205**********1234", False), ("王某某，身份证号110105********002X", False),
        ("身份证号110105194912******", True), ("手机1381234**34", True), ("银行卡号6222021234567890***", True),
    ],
)  # fmt: skip
def test_a_mask_must_hide_enough(text: str, found: bool) -> None:
    assert ("personal.mask" in {one.check for one in screen(text, only=["personal"])}) is found
    assert {one.check for one in screen(text, only=["personal"])} <= {"personal.mask"}


def test_the_rule_for_masks_is_data() -> None:
    from gongkai.engine.screening.rules.personal.masks import DEFAULT_RULES, MaskRule, use

    use(MaskRule("phone", "手机号码", (11,), 6, "本市规定"))
    try:
        (finding,) = screen("手机138****1234", only=["personal"])
        assert "至少遮住6位：本市规定" in finding.suggestion
    finally:
        use(next(rule for rule in DEFAULT_RULES if rule.kind == "phone"))
    assert screen("手机138****1234", only=["personal"]) == []
    assert all(rule.reason for rule in DEFAULT_RULES)
