"""The pages of this app."""

from plans import urls_evaluation as evaluation
from plans import urls_imports as imports
from plans import urls_outputs as outputs
from plans import urls_reviews as reviews
from plans import urls_writing as writing

app_name = "plans"

urlpatterns = [
    *evaluation.urlpatterns,
    *imports.urlpatterns,
    *outputs.urlpatterns,
    *reviews.urlpatterns,
    *writing.urlpatterns,
]
