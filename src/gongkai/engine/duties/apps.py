from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "gongkai.engine.duties"
    label = "duties"
    default_auto_field = "django.db.models.BigAutoField"
