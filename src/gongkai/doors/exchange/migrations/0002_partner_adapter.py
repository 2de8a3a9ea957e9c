from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [
        migrations.AddField(
            "partner",
            "adapter",
            models.CharField(
                "对接方式",
                max_length=20,
                choices=[("calls", "接口调用"), ("packages", "交换目录（政务公开报送包）")],
                default="calls",
            ),
        ),
        migrations.AddField(
            "partner",
            "package_format",
            models.CharField("报送包格式", max_length=4, choices=[("json", "JSON"), ("xml", "XML")], default="json"),
        ),
    ]
