"""The catalogue that the platform comes with, as first version of every scheme."""

import datetime as dt

from django.db import migrations
from django.utils import timezone

from gongkai.engine.tags.rules import seed


def load(apps, schema_editor):
    version_model, tag_model = apps.get_model("tags", "Version"), apps.get_model("tags", "Tag")
    first_day = dt.date(2000, 1, 1)
    for scheme, choices in seed().items():
        now = timezone.now()
        version = version_model.objects.create(
            scheme=scheme, number=1, valid_from=first_day, note="平台自带目录", proposed_by="系统", adopted_at=now,
            retagged_at=now,
            lines=[{"code": one.code, "name": one.name, "parent": "", "replaces": []} for one in choices],
        )
        tag_model.objects.bulk_create(
            tag_model(scheme=scheme, code=one.code, name=one.name, valid_from=first_day, since=version, order=order)
            for order, one in enumerate(choices)
        )


class Migration(migrations.Migration):
    dependencies = [("tags", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
