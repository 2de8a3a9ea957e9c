"""How useful answers are, in bare numbers: no question, no person, no address is kept."""

from __future__ import annotations

from django.db import models


class Usefulness(models.Model):
    """What readers said in one day of answers from one document to one kind of question."""

    day = models.DateField("日期")
    key = models.CharField("索引号", max_length=60)
    wanted = models.CharField("问的是", max_length=20)
    helpful = models.PositiveIntegerField("有帮助", default=0)
    unhelpful = models.PositiveIntegerField("没有帮助", default=0)

    class Meta:
        verbose_name = "问答评价"
        constraints = [models.UniqueConstraint(fields=["day", "key", "wanted"], name="usefulness_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.key} {self.wanted}: {self.helpful}/{self.unhelpful}"
