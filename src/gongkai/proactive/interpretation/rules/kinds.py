"""What an interpretation may be: its form, its stage, whether it is the first; and the four dimensions of its template."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Form:
    """One form (R172). `needs` are the roles of files without which it is not released; `spoken` asks for a transcript."""

    key: str
    name: str
    diversified: bool = True
    needs: tuple[str, ...] = ()
    spoken: bool = False


FORMS: dict[str, Form] = {
    one.key: one
    for one in (
        Form("text", "文字解读", diversified=False),
        Form("graphic", "图示图解"),
        Form("interview", "专家访谈"),
        Form("comic", "卡通动漫", needs=("picture",)),
        Form("flow", "流程演示"),
        Form("video", "短视频", needs=("video",), spoken=True),
        Form("press", "新闻发布会"),
        Form("briefing", "媒体吹风会"),
        Form("qa", "简明问答"),
        Form("case", "案例说明"),
        Form("audio", "音频", needs=("audio",), spoken=True),
    )
}
FORM_NAMES: dict[str, str] = {key: form.name for key, form in FORMS.items()}
ROLE_NAMES: dict[str, str] = {
    "picture": "图片", "video": "视频", "audio": "音频", "captions": "字幕", "attachment": "附件",
}  # fmt: skip

# What a file of each role must be, by the kinds of `base.files`; other roles take whatever files take.
ROLE_KINDS: dict[str, frozenset[str]] = {
    "picture": frozenset({"png", "jpg"}),
    "video": frozenset({"mp4", "webm"}),
    "audio": frozenset({"m4a", "mp3", "ogg", "wav"}),
    "captions": frozenset({"txt"}),
}
KIND_WORDS: dict[str, str] = {
    "picture": "PNG、JPG 图片", "video": "MP4、WebM 视频", "audio": "MP3、M4A、OGG、WAV 音频", "captions": "VTT、SRT 字幕文件",
}  # fmt: skip


class Stage(StrEnum):
    """全周期: each has a slot of its own (R170)."""

    DRAFT = "draft"
    RELEASE = "release"
    IMPLEMENTATION = "implementation"


STAGE_NAMES: dict[str, str] = {
    Stage.DRAFT: "草案征询阶段",
    Stage.RELEASE: "公开发布阶段",
    Stage.IMPLEMENTATION: "实施阶段",
}


class Sort(StrEnum):
    FIRST = "first"
    SECOND = "second"
    TRACKING = "tracking"


SORT_NAMES: dict[str, str] = {Sort.FIRST: "首次解读", Sort.SECOND: "二次解读", Sort.TRACKING: "跟踪解读"}
# R171: the working guideline distinguishes by type, audience, content and stage.
POLICY_TYPES: dict[str, str] = {
    "normative": "规范性文件", "benefit": "惠企利民政策", "plan": "规划计划", "reform": "改革措施", "supervision": "监管执法", "other": "其他",
}  # fmt: skip
AUDIENCES: dict[str, str] = {
    "public": "社会公众", "enterprise": "企业和经营主体", "group": "特定群体", "grassroots": "基层工作人员", "profession": "行业专业人员",
}  # fmt: skip
CONTENTS: dict[str, str] = {
    "whole": "整体解读", "benefit": "待遇和补贴", "procedure": "办理流程", "standard": "执行标准", "change": "新旧变化",
}  # fmt: skip
LAYOUTS: dict[str, str] = {"nine": "九要素", "five": "五段式"}
ELEMENTS: dict[str, str] = {
    "background": "背景依据", "goals": "目标任务", "content": "主要内容", "scope": "涉及范围", "standard": "执行标准",
    "notes": "注意事项", "keywords": "关键词诠释", "benefits": "惠民利民举措", "changes": "新旧政策差异",
}  # fmt: skip
SECTIONS: dict[str, str] = {
    "background": "背景", "purpose": "目的", "significance": "意义", "content": "内容", "measures": "措施",
}  # fmt: skip
FACT_KINDS: dict[str, str] = {"fact": "客观事实", "data": "客观数据", "case": "生动案例"}
# R175: where a decision that many watch is explained; one that is not used needs its reason.
CHANNELS: dict[str, str] = {
    "portal": "政府网站", "press": "新闻发布会", "newspaper": "报刊", "radio": "广播", "tv": "电视", "media": "政务新媒体",
}  # fmt: skip
DOUBT_SOURCES: dict[str, str] = {
    "drafting": "起草过程",
    "consultation": "公开征询",
    "message": "群众来信",
    "hotline": "热线",
    "window": "窗口",
}


def parts_of(layout: str) -> dict[str, str]:
    """Return what has to be there or marked as not applicable, by layout."""
    return SECTIONS if layout == "five" else ELEMENTS
