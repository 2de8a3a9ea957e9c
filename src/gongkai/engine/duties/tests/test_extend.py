import pytest

from gongkai.engine.duties import actions, queries
from gongkai.engine.duties.actions import Refused
from gongkai.engine.duties.tests.conftest import REPLY, day


@pytest.fixture
def reply(start, on):
    on("3-2")
    return start("2-2", REPLY)


def test_it_moves_the_due_day(reply, city):
    # rules 1.7, vector 1.2
    assert actions.extend(duty=reply, days=20, reason="涉及多个部门", by=city.shen).due_on == day("2026-4-3")


def test_its_account_names_who_and_why_it_is_lawful(reply, city):
    duty = actions.extend(duty=reply, days=20, reason="涉及多个部门", by=city.shen)
    told = "；".join(f"{line.text}{line.article}{line.amount}" for line in queries.clock(duty, day("3-3")).lines)
    assert "沈若川批准延长20个工作日" in told
    assert "第三十三条第二款" in told


def test_a_second_extension_is_refused(reply, city):
    actions.extend(duty=reply, days=5, reason="涉及多个部门", by=city.shen)
    with pytest.raises(Refused, match="只能延长一次"):
        actions.extend(duty=reply, days=5, reason="仍未办完", by=city.shen)


def test_more_than_the_law_allows_is_refused(reply, city):
    with pytest.raises(Refused, match="不得超过20个工作日"):
        actions.extend(duty=reply, days=21, reason="涉及多个部门", by=city.shen)


def test_after_the_basic_period_it_is_too_late(reply, city, on):
    on("3-9")
    with pytest.raises(Refused, match="届满"):
        actions.extend(duty=reply, days=5, reason="涉及多个部门", by=city.shen)


def test_a_rule_without_extension_is_not_extended(start, city, on):
    on("4-1")
    with pytest.raises(Refused, match="不能延长"):
        actions.extend(duty=start("3-31"), days=5, reason="来不及", by=city.shen)


def test_it_wants_a_reason(reply, city):
    with pytest.raises(Refused, match="理由"):
        actions.extend(duty=reply, days=5, reason="", by=city.shen)
