import pytest

from gongkai.base.jobs.queries import pending
from gongkai.base.notify import actions, queries
from gongkai.base.notify.rules import MAIL_JOB, Note


def test_everybody_named_is_told_once(tell, city):
    assert tell("shen", "zheng", "shen") == 2
    assert queries.unread(city.people["shen"]).count() == 1


def test_the_same_occasion_is_no_news(tell, city):
    tell()
    assert tell(title="另一个标题") == 0
    assert [message.title for message in queries.unread(city.people["shen"])] == ["今日到期：关于租赁补贴的通知"]


def test_somebody_new_is_told_although_others_know(tell):
    tell("shen")
    assert tell("shen", "zheng") == 1


def test_mail_is_a_job_of_the_same_transaction(tell):
    tell(mail=True)
    assert pending(MAIL_JOB, "duty:1:due-0")


def test_without_news_there_is_no_mail(tell):
    tell()
    tell(mail=True)
    assert not pending(MAIL_JOB)


def test_a_very_long_title_is_shortened(tell, city):
    tell(title="关于" * 300)
    assert len(queries.unread(city.people["shen"]).get().title) == 200


def test_a_message_says_something():
    with pytest.raises(ValueError, match="标题"):
        Note((1,), title=" ", key="x")


def test_many_notes_cost_as_much_as_one(city, django_assert_max_num_queries):
    people = tuple(person.pk for person in city.people.values())
    notes = [Note(people, f"第{n}件", key=f"n:{n}") for n in range(40)]
    with django_assert_max_num_queries(10):  # SQLite takes 400 rows in a handful of inserts
        assert actions.tell_all(notes=notes) == 40 * len(people)


def test_what_was_said_about_a_sealed_thing_is_taken_back(tell, city):
    tell(about="document:YC-1")
    tell(key="other", about="document:YC-2")
    assert actions.forget(about="document:YC-1") == 1
    assert queries.inbox(city.people["shen"]).get().key == "other"


def test_taking_back_everything_at_once_is_refused():
    with pytest.raises(ValueError, match="哪一对象"):
        actions.forget(about="")
