from django.apps import AppConfig


class SitewatchConfig(AppConfig):
    name = "gongkai.oversight.sitewatch"
    label = "sitewatch"
    verbose_name = "网站监测"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.oversight.sitewatch import reactions  # registers itself

        del reactions
