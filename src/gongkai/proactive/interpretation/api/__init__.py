"""`/api/v1/interpretations`."""

from gongkai.proactive.interpretation.api.reading import router

__all__ = ["router"]
