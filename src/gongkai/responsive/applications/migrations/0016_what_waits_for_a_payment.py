"""A case that waits for the applicant's money stands with those that wait for the applicant; of equals the oldest is first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0015_given_files_go")]

    operations = [
        migrations.RemoveIndex(model_name="application", name="application_queue_of_agency"),
        migrations.RemoveIndex(model_name="application", name="application_queue"),
        migrations.AddField(
            model_name="application",
            name="queue",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(status="arrived", then=models.Value(0)),
                    models.When(status__in=["supplementing", "paying"], then=models.Value(2)),
                    models.When(status="closed", then=models.Value(3)),
                    default=models.Value(1),
                ),
                output_field=models.SmallIntegerField(),
            ),
        ),
        # The column stays until a later release drops it: processes of the release before still read it.
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="application", name="turn")]
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["agency", "queue", "due_on", "-closed_on", "id"], name="application_line_of_agency"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["queue", "due_on", "-closed_on", "id"], name="application_line"),
        ),
    ]
