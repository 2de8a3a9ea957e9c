from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "gongkai.doors.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import gongkai.doors.site.reactions  # noqa: F401 registers its outbox consumer
