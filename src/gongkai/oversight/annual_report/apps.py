from django.apps import AppConfig


class AnnualReportConfig(AppConfig):
    name = "gongkai.oversight.annual_report"
    label = "annual_report"
    verbose_name = "政府信息公开工作年度报告"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.oversight.annual_report import reactions  # registers itself

        del reactions
