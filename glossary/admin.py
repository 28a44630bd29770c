"""Terms in the administration: the office keeps its own glossary."""

from django.contrib import admin

from glossary.models import Term


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    list_display = ("ordinal", "term", "slug", "aliases")
    list_display_links = ("term",)
    search_fields = ("term", "definition")
