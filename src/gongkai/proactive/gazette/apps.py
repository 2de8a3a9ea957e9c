from django.apps import AppConfig


class GazetteConfig(AppConfig):
    name = "gongkai.proactive.gazette"
    label = "gazette"
    verbose_name = "政府公报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.proactive.gazette import reactions  # registers itself

        del reactions
