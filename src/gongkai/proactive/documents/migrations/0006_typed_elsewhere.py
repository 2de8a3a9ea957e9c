# What was typed and not saved moves to base.unsaved, which keeps it for every form. First step of two: the table stays, empty.

from django.db import migrations


def move(apps, schema_editor):
    Recovery, Unsaved = apps.get_model("documents", "Recovery"), apps.get_model("unsaved", "Unsaved")
    alias = schema_editor.connection.alias
    rows = Recovery.objects.using(alias).order_by("pk")
    Unsaved.objects.using(alias).bulk_create(
        (
            Unsaved(
                person_id=row.person_id, place=f"documents:{row.document_id}", version=row.version, fields=row.fields,
                at=row.at,
            )
            for row in rows.iterator()
        ),
        batch_size=100,
    )  # fmt: skip
    rows.delete()


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_audiences"), ("unsaved", "0001_unsaved")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
