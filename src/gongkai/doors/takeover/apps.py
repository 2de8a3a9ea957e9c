from django.apps import AppConfig


class TakeoverConfig(AppConfig):
    name = "gongkai.doors.takeover"
    label = "takeover"
    verbose_name = "旧站接管"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.doors.takeover import reactions  # registers its job

        del reactions
