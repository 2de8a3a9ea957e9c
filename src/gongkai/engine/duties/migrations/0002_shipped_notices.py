from typing import Any

from django.db import migrations

from gongkai.law.notices import builtin_notices


def load(apps: Any, schema_editor: Any) -> None:
    """Put the notices that ship with the program on record: a fresh installation knows its years at once."""
    model = apps.get_model("duties", "HolidayNotice")
    known = set(model.objects.values_list("number", flat=True))
    for version, notice in enumerate(builtin_notices(), start=1):
        if notice.number in known:
            continue
        model.objects.create(
            year=notice.year,
            number=notice.number,
            issued_on=notice.issued,
            whole_year=notice.covers_whole_year,
            off_days=[[day.isoformat(), name] for day, name in notice.off_days],
            worked_days=[[day.isoformat(), name] for day, name in notice.worked_days],
            source=notice.source,
            loaded_by="随程序提供",
            version=version,
        )


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
