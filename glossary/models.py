"""The report's appendix of terms."""

from django.db import models


class Term(models.Model):
    """A glossary entry. `aliases` are further wordings under which the term occurs in texts; `source_paragraph` counts
    the entries of the report's appendix, and is empty where the office added the term itself."""

    slug = models.SlugField("代码", max_length=60, unique=True)
    ordinal = models.PositiveSmallIntegerField("序号")
    term = models.CharField("名词", max_length=80, unique=True)
    definition = models.TextField("解释")
    aliases = models.JSONField("又作", default=list, blank=True)
    source_paragraph = models.PositiveSmallIntegerField("报告附录第几条", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "名词"
        ordering = ("ordinal",)

    def __str__(self) -> str:
        return self.term
