from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "gongkai.doors.exchange"
    label = "exchange"
    verbose_name = "交换"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.doors.exchange import reactions  # registers itself

        del reactions
