from django.apps import AppConfig


class UnsavedConfig(AppConfig):
    name = "gongkai.base.unsaved"
    label = "unsaved"
    verbose_name = "未保存的内容"
    default_auto_field = "django.db.models.BigAutoField"
