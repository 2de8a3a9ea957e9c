from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("takeover", "0001_initial")]

    operations = [
        migrations.AddField("run", "total", models.PositiveIntegerField("文件数", default=0)),
        migrations.AddField("run", "moved_at", models.DateTimeField("最近进展", null=True)),
        migrations.AddField("run", "stopped_at", models.DateTimeField("暂停时间", null=True)),
        migrations.AddField("run", "stopped_why", models.CharField("暂停原因", max_length=200, blank=True)),
    ]
