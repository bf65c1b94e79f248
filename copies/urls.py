"""Taking the handbook away. Below /handbook/."""

from django.urls import path

from copies import views

app_name = "copies"

urlpatterns = [
    path("handbook.pdf", views.handbook_pdf, name="handbook_pdf"),
    path("copies/", views.take, name="take"),
    path("copies/make/", views.make, name="make"),
    path("copies/<int:pk>/", views.copy, name="copy"),
    path("copies/<int:pk>/file.pdf", views.file, name="file"),
]
