from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "gongkai.proactive.policy"
    label = "policy"
    verbose_name = "政策事项"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.proactive.policy import reactions  # registers itself

        del reactions
