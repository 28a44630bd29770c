"""What templates say about a file: whether it is a picture, what people call its type."""

from django import template

from tasks import file_types

register = template.Library()


@register.filter
def is_picture(name: str) -> bool:
    """Whether there is a thumbnail."""
    return file_types.is_picture(name)


@register.filter
def file_label(name: str) -> str:
    """PDF, Word 文档, WPS 表格 …"""
    ending = file_types.ending_of(name)
    return ending.label if ending else "文件"
