"""What gunicorn serves: `gunicorn config.wsgi --no-control-socket`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# What is loaded by now lives as long as the process. Left to itself the collector walks all of it at nearly every
# request, which takes about a third of the time of a page (docs/bench.md).
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
