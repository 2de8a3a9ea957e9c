from django.apps import AppConfig


class TagsConfig(AppConfig):
    name = "gongkai.engine.tags"
    label = "tags"
    verbose_name = "标签目录"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.engine.tags import reactions  # registers its job

        del reactions
