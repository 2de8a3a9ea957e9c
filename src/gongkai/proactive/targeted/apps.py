from django.apps import AppConfig


class TargetedConfig(AppConfig):
    name = "gongkai.proactive.targeted"
    label = "targeted"
    verbose_name = "定点、定向公开"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.proactive.targeted import reactions  # registers itself

        del reactions
