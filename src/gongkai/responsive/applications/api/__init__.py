"""What a city platform calls: it hands over applications and asks where they stand."""

from gongkai.responsive.applications.api.intake import router

__all__ = ["router"]
