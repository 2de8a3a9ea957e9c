from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "gongkai.engine.casework"
    label = "casework"
    verbose_name = "文书"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.engine.casework import reactions  # registers itself

        del reactions
