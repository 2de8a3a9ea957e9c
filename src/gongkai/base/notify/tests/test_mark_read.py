from gongkai.base.notify import actions, queries
from gongkai.base.notify.models import Message


def test_the_page_shows_ones_own_unread_messages(desk, tell):
    tell("shen", title="给沈的消息")
    tell("zheng", title="给郑的消息", key="other")
    html = desk("shen").get("/desk/messages/").content.decode()
    assert "给沈的消息" in html
    assert "给郑的消息" not in html


def test_opening_one_marks_it_and_leads_to_the_thing(desk, tell, city):
    tell()
    message = Message.objects.get()
    response = desk("shen").post(f"/desk/messages/{message.pk}/")
    assert response["Location"] == "/desk/duties/1/"
    assert queries.unread_count(city.people["shen"]) == 0


def test_read_ones_stay_under_all(desk, tell, city):
    tell(title="读过的消息")
    actions.mark_read(person=city.people["shen"])
    assert "读过的消息" not in desk("shen").get("/desk/messages/").content.decode()
    assert "读过的消息" in desk("shen").get("/desk/messages/?show=all").content.decode()


def test_other_peoples_messages_are_not_found(desk, tell):
    tell()
    assert desk("mo").post(f"/desk/messages/{Message.objects.get().pk}/").status_code == 404


def test_ticked_ones_are_marked_and_other_peoples_are_not(desk, tell, city):
    tell("shen", "zheng")
    tell("shen", key="second")
    pks = list(Message.objects.filter(key="duty:1:due-0").values_list("pk", flat=True))
    desk("shen").post("/desk/messages/read/", {"message": pks})
    assert queries.unread_count(city.people["shen"]) == 1
    assert queries.unread_count(city.people["zheng"]) == 1


def test_all_are_marked_at_once(desk, tell, city):
    tell()
    tell(key="second")
    desk("shen").post("/desk/messages/read/", {"all": "1"})
    assert queries.unread_count(city.people["shen"]) == 0


def test_reading_by_link_alone_is_refused(desk, tell):
    tell()
    assert desk("shen").get(f"/desk/messages/{Message.objects.get().pk}/").status_code == 405


def test_a_message_never_leads_off_the_platform(desk, tell):
    tell(url="https://evil.example/")
    response = desk("shen").post(f"/desk/messages/{Message.objects.get().pk}/")
    assert response["Location"] == "/desk/messages/"


def test_an_empty_box_says_what_will_come(desk):
    assert "时限临近" in desk("shen").get("/desk/messages/").content.decode()


def test_strangers_are_sent_to_sign_in(client, city):
    assert client.get("/desk/messages/")["Location"].startswith("/desk/sign-in/")
