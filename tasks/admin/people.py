"""Units, people, and who is what where."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse

from tasks import units_change
from tasks.admin.audited import Audited, note_change
from tasks.admin.kept import Kept, office
from tasks.models import Membership, Person, Unit
from tasks.states import Deed, MemberRole
from tasks.trail import note


@admin.register(Unit)
class UnitAdmin(Audited, Kept, admin.ModelAdmin):
    deed = Deed.UNITS
    list_display = ("name", "code", "kind", "assumed", "active", "succeeded_by", "ordinal")
    list_filter = ("kind", "assumed", "active")
    list_select_related = ("succeeded_by",)
    search_fields = ("name", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """The log names units by their code; a merger moves what the unit has, so it has its own page."""
        return ("code", "active", "succeeded_by") if obj else ("active", "succeeded_by")

    def save_model(self, request: HttpRequest, obj: Unit, form: ModelForm, change: bool) -> None:
        """A new name leaves the old one on record."""
        name = obj.name
        if change and "name" in form.changed_data:
            obj.name = form.initial["name"]
            units_change.rename(obj, name, by=office(request).user, on=office(request).on)
        super().save_model(request, obj, form, change)


class MembershipFormSet(BaseInlineFormSet):
    """Nobody takes the administration from himself: there would be nobody to give it back."""

    asking: Person | None = None

    def clean(self) -> None:
        super().clean()
        kept = (form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE"))
        roles = {form.cleaned_data.get("role") for form in kept}
        if self.instance == self.asking and MemberRole.ADMINISTRATOR not in roles:
            raise ValidationError("不能取消自己的系统管理员角色,请由另一位管理员办理。")


class MembershipInline(admin.TabularInline):
    model = Membership
    formset = MembershipFormSet
    extra = 0
    autocomplete_fields = ("unit",)

    def get_formset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        made = super().get_formset(request, *args, **kwargs)
        return type("MembershipForms", (made,), {"asking": request.user})


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = Person
        fields = ("username", "name")


class PersonChangeForm(UserChangeForm):
    class Meta:
        model = Person
        fields = "__all__"  # the admin's fieldsets choose


@admin.register(Person)
class PersonAdmin(Kept, UserAdmin):
    """People are switched off, not deleted. Roles are memberships; the site's own flags follow from them."""

    form = PersonChangeForm
    add_form = PersonCreationForm
    inlines = (MembershipInline,)
    list_display = ("username", "name", "units", "is_active", "last_login")
    list_filter = ("is_active", "memberships__role", "memberships__unit")
    search_fields = ("username", "name")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "mobile", "email", "is_active")}),
        ("登录", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "name", "usable_password", "password1", "password2")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("memberships__unit")

    @admin.display(description="任职")
    def units(self, person: Person) -> str:
        return "、".join(f"{m.unit} {m.get_role_display()}" for m in person.memberships.all())

    def save_model(self, request: HttpRequest, obj: Person, form: ModelForm, change: bool) -> None:
        """A password that somebody else has typed is changed at the first login."""
        obj.must_change_password = obj.must_change_password or not change
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        person = form.instance
        before = _held(person)
        super().save_related(request, form, formsets, change)
        after = _held(person)
        person.is_staff = person.is_superuser = person.memberships.filter(
            role=MemberRole.ADMINISTRATOR
        ).exists()
        person.save(update_fields=["is_staff", "is_superuser"])
        roles = {"added": sorted(after - before), "removed": sorted(before - after)}
        note_change(request, Deed.RIGHTS, form, change, **roles)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        answer = super().user_change_password(request, id, form_url)
        if request.method == "POST" and answer.status_code == HTTPStatus.FOUND:
            person = Person.objects.get(pk=id)
            person.must_change_password = person != request.user
            person.save(update_fields=["must_change_password"])
            note(request, Deed.PASSWORD, subject=person.username, data={"model": "person", "id": person.pk})
        return answer


def _held(person: Person) -> set[str]:
    """The person's memberships as codes: "chengjian:reporter"."""
    return {
        f"{row.unit.code}:{row.role}"
        for row in Membership.objects.filter(person=person).select_related("unit")
    }
