from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "gongkai.oversight.outreach"
    label = "outreach"
    verbose_name = "解读传播"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.oversight.outreach import reactions  # registers itself

        del reactions
