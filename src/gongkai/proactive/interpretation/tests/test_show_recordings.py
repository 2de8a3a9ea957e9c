"""A short video and a reading aloud: nobody is shut out, and nothing is loaded from elsewhere."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.base.files.tests.test_take_recordings import mp4, wav
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.screening import actions as screening
from gongkai.engine.screening import queries as screened
from gongkai.engine.screening.rules.decisions import Choice, choices_for
from gongkai.proactive.interpretation import actions, queries
from gongkai.proactive.interpretation.tests.test_read_in_public import get, published, signed
from gongkai.project.tests.cast import EXPLAINED, WRITTEN

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\n先申请，再审核。\n".encode()


def begun(city, document, form):
    return actions.draft(
        policy=document.item, title="一分钟看懂", html=EXPLAINED, form=form, sort="second",
        stage="implementation", reason="群众多次问到", by=city.lin, **WRITTEN,
    )  # fmt: skip


def looked_through(city, one):
    """No program reads a recording: a person looks and says so."""
    edition = queries.edition_of(one)
    for hit in screened.undecided(edition):
        choice = Choice.PUBLIC if Choice.PUBLIC in choices_for(hit.finding) else Choice.NO_HIT
        screening.decide(
            edition=edition, fingerprint=hit.fingerprint, choice=choice, by=city.shen, ground="已对照文字稿看过"
        )


def uploaded(client, one, name, data, role):
    file = SimpleUploadedFile(name, data)
    return client.post(
        reverse("interpretation:add-file", args=[one.pk]), {"upload": file, "role": role, "name": ""}, follow=True
    )


@pytest.mark.requirement("R172")
def test_a_video_without_captions_or_transcript_is_not_handed_in(client, city):
    one = begun(city, published(city), "video")
    client.force_login(city.people["lin"])
    uploaded(client, one, "一分钟看懂.mp4", mp4(), "video")
    assert [file.role for file in queries.edition_of(one).files.all()] == ["video"]
    with pytest.raises(Refused, match="字幕文件或者文字稿"):
        actions.submit(interpretation=one, by=city.lin)


@pytest.mark.requirement("R172")
def test_a_video_with_captions_is_played_from_this_site(client, city):
    one = begun(city, published(city), "video")
    client.force_login(city.people["lin"])
    uploaded(client, one, "一分钟看懂.mp4", mp4(), "video")
    uploaded(client, one, "字幕.vtt", CAPTIONS, "captions")
    client.logout()
    looked_through(city, one)
    signed(city, one)
    text = get(client, f"/interpretations/{one.item.key}")
    assert "<video" in text
    assert f'src="/interpretations/{one.item.key}/captions.vtt"' in text
    assert "先申请，再审核。" in get(client, f"/interpretations/{one.item.key}/captions.vtt")
    address = text.split('<source src="')[1].split('"')[0] if "<source" in text else text.split("/files/")[1]
    assert address.startswith("/files/")
    answer = client.get(address, HTTP_HOST="open.yunchuan.example", HTTP_RANGE="bytes=0-7")
    assert b"".join(answer.streaming_content) == mp4()[:8]
    answer.close()
    assert answer.status_code == 206
    assert answer["Content-Type"] == "video/mp4"


@pytest.mark.requirement("R172")
def test_a_sound_stands_with_its_whole_text(client, city):
    one = begun(city, published(city), "audio")
    client.force_login(city.people["lin"])
    uploaded(client, one, "听政策.wav", wav(), "audio")
    client.logout()
    edition = queries.edition_of(one)
    actions.save(
        interpretation=one, version=edition.version, by=city.lin, title=edition.title, html=edition.html,
        transcript="先申请，再审核，按月发放。合租的各领各的。",
    )  # fmt: skip
    looked_through(city, one)
    signed(city, one)
    text = get(client, f"/interpretations/{one.item.key}")
    assert "<audio" in text
    assert "合租的各领各的。" in text


@pytest.mark.parametrize(
    ("name", "data", "role"),
    [("字幕.vtt", CAPTIONS, "video"), ("听政策.wav", wav(), "video"), ("坏.vtt", b"WEBVTT\n\n??", "captions")],
)
def test_a_file_that_is_not_what_it_is_for_is_refused_with_words(client, city, name, data, role):
    one = begun(city, published(city), "video")
    client.force_login(city.people["lin"])
    page = uploaded(client, one, name, data, role).content.decode()
    assert "请上传MP4、WebM 视频" in page or "字幕文件不能用" in page
    assert not queries.edition_of(one).files.exists()


def test_a_file_nobody_can_read_is_refused_with_what_to_send_instead(client, city):
    one = begun(city, published(city), "video")
    client.force_login(city.people["lin"])
    page = uploaded(client, one, "一分钟看懂.mp4", b"\x00\x9f\x01" * 90, "video").content.decode()
    assert "文件没有添加" in page
    assert "用途选的是“视频”，请换成MP4、WebM 视频" in page
    assert (
        "再按“添加”"
        in client.post(
            reverse("interpretation:add-file", args=[one.pk]), {"role": "video"}, follow=True
        ).content.decode()
    )
