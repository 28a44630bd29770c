"""Sorts of filters: comma lists of known words, yes or no, whole numbers."""

from collections.abc import Callable
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet

from tasks.states import OPEN, Consultation

YES_NO = (("true", "是"), ("false", "否"))


class Words(filters.CharFilter):
    """A comma list of known words."""

    def __init__(self, words: list[str], *args: Any, **kwargs: Any) -> None:
        self.words = words
        super().__init__(*args, validators=[self._check], **kwargs)

    def _check(self, value: str) -> None:
        if unknown := [word for word in value.split(",") if word not in self.words]:
            raise forms.ValidationError(f"不认识“{'、'.join(unknown)}”;可用:{'、'.join(self.words)}。")

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.filter(self.condition(value.split(","))) if value else qs

    def condition(self, words: list[str]) -> Q:
        return Q(**{f"{self.field_name}__in": words})


class StateWords(Words):
    def condition(self, words: list[str]) -> Q:
        states = [word for word in words if word != "open"] + (list(OPEN) if "open" in words else [])
        return Q(state__in=states)


class Flag(filters.ChoiceFilter):
    """true or false."""

    def __init__(self, condition: Callable[[], Q], *args: Any, **kwargs: Any) -> None:
        self.condition = condition
        super().__init__(*args, choices=YES_NO, empty_label="", **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "true":
            return qs.filter(self.condition())
        return qs.exclude(self.condition()) if value == "false" else qs


class ConsultationWords(Words):
    """ "none" stands for a unit that has not answered."""

    def condition(self, words: list[str]) -> Q:
        return Q(consultation__in=[Consultation.NONE if word == "none" else word for word in words])


class Whole(filters.NumberFilter):
    field_class = forms.IntegerField
