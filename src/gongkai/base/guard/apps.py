from django.apps import AppConfig


class GuardConfig(AppConfig):
    name = "gongkai.base.guard"
    label = "guard"
    verbose_name = "表单防护"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.base.guard import reactions  # registers itself

        del reactions
