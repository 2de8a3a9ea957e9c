from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "gongkai.proactive.themes"
    label = "themes"
    verbose_name = "政策专题集成"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.proactive.themes import reactions  # registers itself

        del reactions
