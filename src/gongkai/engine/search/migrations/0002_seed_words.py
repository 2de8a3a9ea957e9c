from django.db import migrations

from gongkai.engine.search.index.synonyms import built_in_groups


def sow(apps, schema_editor):
    SynonymGroup = apps.get_model("search", "SynonymGroup")
    rows = {"、".join(words): side for side, words in built_in_groups()}
    SynonymGroup.objects.bulk_create(
        [SynonymGroup(words=words, side=side, note="平台自带") for words, side in rows.items()], ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0001_words_and_counts")]
    operations = [migrations.RunPython(sow, migrations.RunPython.noop)]
