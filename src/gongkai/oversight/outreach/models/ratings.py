"""What readers say of interpretations, in bare numbers a day. Who said it is not kept."""

from __future__ import annotations

from django.db import models

from gongkai.oversight.outreach.rules import STARS


class Rating(models.Model):
    day = models.DateField("日期")
    key = models.CharField("索引号", max_length=60, db_index=True)
    stars = models.PositiveSmallIntegerField("评分", choices=list(STARS.items()))
    count = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = "解读评价"
        constraints = [models.UniqueConstraint(fields=["day", "key", "stars"], name="rating_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.key} {self.stars}: {self.count}"


class Answered(models.Model):
    """How often one choice of the short survey was taken in one day."""

    day = models.DateField("日期")
    key = models.CharField("索引号", max_length=60, db_index=True)
    question = models.CharField("问题", max_length=12)
    choice = models.CharField("选择", max_length=12)
    count = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = "解读问卷"
        constraints = [models.UniqueConstraint(fields=["day", "key", "question", "choice"], name="answered_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.key} {self.question}={self.choice}: {self.count}"


class Voted(models.Model):
    """That an address has rated an interpretation today, as a keyed code; gone with the day, and says nothing without the key."""

    day = models.DateField("日期", db_index=True)
    code = models.CharField("代码", max_length=64, unique=True)

    class Meta:
        verbose_name = "当日已评价"

    def __str__(self) -> str:
        return self.code[:12]
