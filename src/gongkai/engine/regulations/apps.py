from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "gongkai.engine.regulations"
    label = "regulations"
    verbose_name = "法规库"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.engine.regulations import reactions  # registers itself

        del reactions
