"""What the gallery shows: every component with every variant. All names and figures belong to the fictional 云川市."""

from __future__ import annotations

from typing import Any

from gongkai.base.ui.specimens import deadlines, documents, figures, processes


def everything() -> dict[str, Any]:
    """One flat context; each key is named after the component it feeds."""
    return (
        {"swatches": figures.SWATCHES}
        | deadlines.clocks()
        | deadlines.tasks()
        | documents.DOCUMENTS
        | documents.RELATIONS
        | processes.LIVES
        | processes.REVIEW
        | figures.LISTS
        | figures.FIGURES
    )
