from django.apps import AppConfig


class InterpretationConfig(AppConfig):
    name = "gongkai.proactive.interpretation"
    label = "interpretation"
    verbose_name = "政策解读"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.proactive.interpretation import reactions  # registers itself

        del reactions
