"""Groups of words that the platform came to know since; what somebody changed or switched off stays as it is."""

from django.db import migrations

from gongkai.engine.search.index.synonyms import built_in_groups

OURS = "平台自带"


def add_words(apps, schema_editor):
    groups = apps.get_model("search", "SynonymGroup").objects
    taken = {(side, words.split("、")[0]) for side, words in groups.values_list("side", "words")}
    known = set(groups.values_list("words", flat=True))
    for side, words in built_in_groups():
        if "、".join(words) not in known and (side, words[0]) not in taken and side == "query":
            groups.create(words="、".join(words), side=side, note=OURS)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_what_agencies_are_called")]
    operations = [migrations.RunPython(add_words, migrations.RunPython.noop)]
