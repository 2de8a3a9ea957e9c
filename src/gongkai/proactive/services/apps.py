from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "gongkai.proactive.services"
    label = "services"
    verbose_name = "办事事项"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.proactive.services import reactions  # registers itself

        del reactions
