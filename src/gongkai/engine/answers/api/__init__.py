"""`ask`: the answers of the portal as JSON."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from ninja import Field, Query, Router, Schema

from gongkai.base.ui.answers import public_site
from gongkai.engine.answers.actions import phrase
from gongkai.engine.answers.queries import as_json, ask
from gongkai.engine.answers.rules import LONGEST_QUESTION

router = Router(tags=["问答"])


class AskQuestion(Schema):
    q: str = Field(max_length=LONGEST_QUESTION, min_length=1, description="要问的事，用平常的话")
    about: str = Field("", max_length=60, description="索引号：接着问这份文件")


class AnswerSentence(Schema):
    text: str
    source: int = Field(description="所依据的段落，对应 passages 中的 source")


class AnswerPassage(Schema):
    source: int
    text: str = Field(description="原文段落")
    sentence: str = Field(description="段落中回答问题的一句")
    context: str = Field(description="段落所在的章节")
    url: str = Field(description="原文这一段的地址")
    id: str
    key: str = Field(description="索引号")
    title: str
    doc_number: str
    issuer: str
    date: str
    validity: str
    validity_name: str
    warning: str = Field(description="失效、废止或者尚未施行时的提示；现行有效的为空")
    successor: str | None = Field(description="替代它的文件的索引号")


class RelatedDocument(Schema):
    key: str
    title: str


class AskAnswer(Schema):
    question: str
    kind: str = Field(description="问的是什么：time、amount、who、conditions、materials、process、phone、address 等")
    answer: str | None = Field(description="没有找到答案时为 null")
    sentences: list[AnswerSentence] = Field(description="配置了语言模型时，逐句标明出处的归纳；每句都已与原文核对")
    confidence: float = Field(description="0—1")
    about: str | None = Field(description="接着问时填入 about 的索引号")
    followed: bool
    passages: list[AnswerPassage]
    nearest: list[AnswerPassage] = Field(description="不能确定答案时，最接近的文件里最接近的段落；不作为答案")
    note: str
    related: list[RelatedDocument] = Field(description="没有答案时，可能有关的文件")


@router.get("", response=AskAnswer, summary="从公开信息中回答问题", operation_id="ask", url_name="ask")
def answer(request: HttpRequest, question: Annotated[AskQuestion, Query()]) -> HttpResponse:
    """答案只取自已公开的信息，附原文、出处和效力；没有答案时 answer 为 null。"""
    found = ask(question.q, site=public_site(request), about=question.about)
    payload = AskAnswer.model_validate(as_json(found, phrase(found)))
    response = HttpResponse(payload.model_dump_json(), content_type="application/json; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, no_cache=True, private=True)
    return response


ROUTERS = (("ask", router),)

__all__ = ["ROUTERS"]
