from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "gongkai.base.notify"
    label = "notify"
    default_auto_field = "django.db.models.BigAutoField"
