"""What must hold for every deadline, not only for the vectors."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.calendar import builtin_calendar
from gongkai.law.day_grids import DayState
from gongkai.law.deadlines import reply_due
from gongkai.law.periods import Extension, Pause

received_days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
extensions = st.none() | st.integers(1, 20).map(Extension)


@st.composite
def cases(draw):
    received = draw(received_days)
    pauses = []
    for _ in range(draw(st.integers(0, 3))):
        sent = received + timedelta(draw(st.integers(0, 40)))
        pauses.append(Pause(sent, sent + timedelta(draw(st.integers(0, 40)))))
    return received, tuple(pauses), draw(extensions)


@given(cases())
def test_due_is_always_a_working_day(case):
    received, pauses, extension = case
    reckoning = reply_due(received, pauses=pauses, extension=extension)
    assert builtin_calendar().is_working_day(reckoning.due)
    assert reckoning.base_due <= reckoning.due


@given(cases())
def test_exactly_the_allowed_days_count(case):
    received, pauses, extension = case
    reckoning = reply_due(received, pauses=pauses, extension=extension)
    length = 20 + (extension.days if extension else 0)
    assert len(reckoning.counted) == length
    between = builtin_calendar().working_days_after(received, reckoning.due)
    assert between == length + len(reckoning.excluded)


@given(cases(), st.integers(0, 30))
def test_later_receipt_is_never_due_earlier(case, later):
    received, _, extension = case
    first = reply_due(received, extension=extension).due
    assert reply_due(received + timedelta(later), extension=extension).due >= first


@given(cases())
def test_a_pause_never_brings_the_day_forward(case):
    received, pauses, extension = case
    without = reply_due(received, pauses=pauses[1:], extension=extension).due
    assert reply_due(received, pauses=pauses, extension=extension).due >= without


@given(cases(), st.integers(0, 60))
def test_a_longer_pause_never_brings_the_day_forward(case, longer):
    received, pauses, extension = case
    stretched = tuple(Pause(pause.sent, pause.arrived + timedelta(longer)) for pause in pauses)
    before = reply_due(received, pauses=pauses, extension=extension).due
    assert reply_due(received, pauses=stretched, extension=extension).due >= before


@given(cases(), st.integers(0, 90))
def test_used_and_remaining_add_up_and_the_grid_agrees(case, passed):
    received, pauses, extension = case
    reckoning = reply_due(received, pauses=pauses, extension=extension, today=received + timedelta(passed))
    assert reckoning.used + reckoning.remaining == len(reckoning.counted)
    assert 0 <= reckoning.spent <= 100
    states = [square.state for square in reckoning.grid]
    assert states.count(DayState.PAUSED) == len(reckoning.excluded)
    counted = states.count(DayState.COUNTED) + states.count(DayState.EXTENSION)
    assert counted + states.count(DayState.REMAINING) + states.count(DayState.DUE) == len(reckoning.counted)


@given(cases())
@settings(max_examples=50)
def test_the_explanation_is_in_order_and_ends_with_the_due_day(case):
    received, pauses, extension = case
    reckoning = reply_due(received, pauses=pauses, extension=extension)
    decisive = [line for line in reckoning.explanation if line.decisive]
    assert [line.days for line in decisive] == [(reckoning.due,)]
    dated = [line.days[0] for line in reckoning.explanation if line.days]
    assert dated[0] == received
    assert dated[2:] == sorted(dated[2:])
