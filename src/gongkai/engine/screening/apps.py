from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "gongkai.engine.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"
