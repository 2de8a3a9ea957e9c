from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "gongkai.proactive.stock"
    label = "stock"
    verbose_name = "存量文件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.proactive.stock import reactions  # registers itself

        del reactions
