from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "gongkai.engine.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.engine.publishing import reactions  # registers itself

        del reactions
