"""Preparing next year and closing this one."""

from django.urls import include, path

from schedule.views import archive, rollover

archive_urls = [
    path("", archive.archive, name="archive"),
    path("make/", archive.make, name="make_archive"),
    path("all.zip", archive.everything, name="archive_zip"),
    path("trust.pdf", archive.trust_pdf, name="archive_trust"),
    path("<int:urn>.pdf", archive.school_pdf, name="archive_school"),
]

urlpatterns = [
    path("years/<int:start>/roll-over/", rollover.roll_over, name="roll_over"),
    path("years/<int:start>/roll-over/carry/", rollover.carry, name="carry_over"),
    path("years/<int:start>/close/", rollover.close, name="close_year"),
    path("years/<int:start>/archive/", include(archive_urls)),
]
