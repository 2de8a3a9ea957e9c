from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    name = "gongkai.doors.subscriptions"
    label = "subscriptions"
    verbose_name = "订阅与推送"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.doors.subscriptions import reactions  # registers itself

        del reactions
        from django.conf import settings

        from gongkai.doors.subscriptions.actions.gateway import connect

        for channel, (url, secret) in settings.PUSH_GATEWAYS.items():
            connect(channel, url, secret)
