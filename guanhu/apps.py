from django.apps import AppConfig


class GuanhuConfig(AppConfig):
    name = "guanhu"
    verbose_name = "观湖督办"

    def ready(self) -> None:
        from guanhu import login_trail  # models are not loaded when this module is
        from tasks import guards

        login_trail.listen()
        guards.guard_too("guanhu_bulletinissue")
