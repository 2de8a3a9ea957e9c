from django.apps import AppConfig


class FaqConfig(AppConfig):
    name = "gongkai.proactive.faq"
    label = "faq"
    verbose_name = "常见问题"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.proactive.faq import reactions  # registers itself

        del reactions
