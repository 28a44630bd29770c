from django.apps import AppConfig


class GuanhuConfig(AppConfig):
    name = "guanhu"
    verbose_name = "观湖督办"
