from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "gongkai.base.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.base.ui.words import speak

        speak()
