from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "gongkai.oversight.safety"
    label = "safety"
    verbose_name = "安全和应急"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.oversight.safety import reactions  # registers itself

        del reactions
