from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "gongkai.doors.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.doors.desk import reactions  # registers itself

        del reactions
