from django.db import migrations

from gongkai.base.vault import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial"), ("events", "0002_append_only_triggers")]
    operations = [migrations.RunPython(install, remove)]
