"""Terms over REST."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from glossary.models import Term


class TermSerializer(serializers.Serializer):
    slug = serializers.CharField()
    ordinal = serializers.IntegerField()
    term = serializers.CharField()
    definition = serializers.CharField()
    aliases = serializers.ListField(child=serializers.CharField(), help_text="文中的其他写法")


class TermList(ListAPIView):
    queryset = Term.objects.all()
    serializer_class = TermSerializer
    orderings = ("ordinal",)
    default_ordering = "ordinal"

    @extend_schema(summary="名词解释", description="报告附录中的名词,按附录的次序。")
    def get(self, request: Request) -> Response:
        return self.list(request)


class TermDetail(RetrieveAPIView):
    queryset = Term.objects.all()
    serializer_class = TermSerializer
    lookup_field = "slug"

    @extend_schema(summary="一个名词", description="名词及其解释。")
    def get(self, request: Request, slug: str) -> Response:
        return self.retrieve(request, slug=slug)
