from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "gongkai.responsive.applications"
    label = "applications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.responsive.applications import reactions  # registers itself

        del reactions
