"""What partner systems may do: hand over documents (OA) and ask where they stand. The verbs are those of the desk."""

from gongkai.proactive.documents.api.intake import router

__all__ = ["router"]
