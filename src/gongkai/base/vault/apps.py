from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "gongkai.base.vault"
    label = "vault"
    verbose_name = "个人信息保护"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.base.vault import reactions  # registers itself

        del reactions
