from django.db import migrations

from gongkai.engine.search.index.synonyms import built_in_groups

OURS = "平台自带"


def add_names(apps, schema_editor):
    """Bring groups that grew, and new ones; what somebody changed or switched off stays as it is."""
    groups = apps.get_model("search", "SynonymGroup").objects
    known = {(row.side, row.words): row for row in groups.all()}
    for side, words in built_in_groups():
        if (side, "、".join(words)) in known:
            continue
        shorter = next(
            (
                row
                for row in known.values()
                if row.note == OURS and row.is_active and row.side == side and set(row.words.split("、")) < set(words)
            ),
            None,
        )
        if shorter is not None:
            groups.filter(pk=shorter.pk).update(words="、".join(words))
        elif not any(set(row.words.split("、")) & set(words) for row in known.values()):
            groups.create(words="、".join(words), side=side, note=OURS)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_seed_words")]
    operations = [migrations.RunPython(add_names, migrations.RunPython.noop)]
