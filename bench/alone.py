"""python -m bench.alone plan|book NUMBER TIMES: makes a paper in a process of its own, and says what that took.

Imports are not counted, as in `bench.floor`. From reading the database to the finished file, nothing kept.
"""

import json
import sys
from collections.abc import Callable
from resource import RUSAGE_SELF, getrusage
from time import process_time

import django


def main() -> None:
    paper, number, times = sys.argv[1:]
    django.setup()
    from django.core.cache import cache  # noqa: PLC0415 -- after Django
    from django.template import engines  # noqa: PLC0415

    make = {"plan": _plan, "book": _book}[paper](int(number))
    engines.all()  # imports the tags of all templates
    import holidays.countries  # noqa: F401, PLC0415 -- as all that is imported when it is first used
    import weasyprint  # noqa: F401

    took, most = [], 0.0
    for _ in range(1 + int(times)):
        cache.clear()
        begun = process_time()
        make()
        took.append(process_time() - begun)
        most = most or getrusage(RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([took[0], min(took[1:], default=0), most]))


def _plan(number: int) -> Callable[[], object]:
    from bench.portal import TODAY  # noqa: PLC0415 -- after Django
    from plans.models import Plan  # noqa: PLC0415
    from plans.pdf import FORMS, pdf_of  # noqa: PLC0415
    from plans.queries.prints import print_of  # noqa: PLC0415

    def make() -> object:
        plan = Plan.objects.select_related("school__trust", "year").get(pk=number)
        made = print_of(plan, drafts=True, today=TODAY)
        assert made is not None
        return pdf_of(made, FORMS["plan"])

    return make


def _book(number: int) -> Callable[[], object]:
    from bench.portal import TODAY  # noqa: PLC0415 -- after Django
    from copies.models import Copy  # noqa: PLC0415
    from copies.pdf import pdf_of  # noqa: PLC0415
    from copies.queries import read_book  # noqa: PLC0415
    from copies.queries.shelf import wanted_again  # noqa: PLC0415

    def make() -> object:
        copy = Copy.objects.select_related("edition", "school__trust").get(pk=number)
        return pdf_of(read_book(wanted_again(copy), TODAY), lambda *_: None)

    return make


main()
