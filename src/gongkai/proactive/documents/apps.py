from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gongkai.proactive.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.proactive.documents import reactions  # registers itself

        del reactions
