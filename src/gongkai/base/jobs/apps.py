from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "gongkai.base.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Handlers stand in the reactions of each package; every process knows them, so that a mistyped kind is an
        # error where it is enqueued and not a row that nobody ever fetches.
        autodiscover_modules("reactions")
