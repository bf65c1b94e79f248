from django.apps import AppConfig
from django.urls import register_converter

from handbook.converters import ProcessCode


class HandbookConfig(AppConfig):
    name = "handbook"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register_converter(ProcessCode, "process")
