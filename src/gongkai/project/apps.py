from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "gongkai.project"
    label = "project"
