"""A paper of ours against WeasyPrint alone: the same HTML, sheets and type, measured alike.

The first in a fresh process with imports outside the clock, then the best of several once all is warm. Both are
taken in turn and in time of the processor, so that a machine that does other work is unfair to neither. The memory is
that of the first, with all that is imported.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter

from django.conf import settings

from adapters.pdf import HERE, own_file
from adapters.typefaces import PREFIX, paths

# What nobody who uses WeasyPrint can go below: sheets and type are read once, then only made and written.
ALONE = """
import json, sys
from resource import RUSAGE_SELF, getrusage
from time import process_time
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
html, root, times, *sheets = sys.argv[1:]
took, most = [], 0
begun = process_time()
faces = FontConfiguration()
styles = [CSS(string=root), *(CSS(filename=name, font_config=faces) for name in sheets)]
for _ in range(1 + int(times)):
    HTML(filename=html).write_pdf(stylesheets=styles, font_config=faces, pdf_variant="pdf/ua-1")
    took.append(process_time() - begun)
    most = most or getrusage(RUSAGE_SELF).ru_maxrss / 1024
    begun = process_time()
print(json.dumps([took[0], min(took[1:], default=0), most]))
"""


def compare(
    ours: Sequence[str],
    html: str,
    sheets: Sequence[str],
    values: Mapping[str, str],
    *,
    rounds: int,
    times: int,
) -> None:
    """`ours` are the words of bench.alone: which paper, and its number."""
    folder = Path(settings.VAR_DIR) / "floor"
    for name in sheets:
        _copy(own_file(f"{HERE}{settings.STATIC_URL}{name}"), folder / name)
    for name, face in paths().items():
        _copy(face, folder / PREFIX / name)
    (folder / "paper.html").write_text(html, encoding="utf-8")
    root = ":root{" + "".join(f"--{name}:{value};" for name, value in values.items()) + "}"
    alone = (str(folder / "paper.html"), root, str(times), *(str(folder / name) for name in sheets))
    told: dict[str, list[list[float]]] = {"ours": [], "alone": []}
    for _ in range(rounds):
        told["ours"].append(_told("-m", "bench.alone", *ours, str(times)))
        told["alone"].append(_told("-c", ALONE, *alone))
    for place, what in enumerate(("first in a fresh process", "warm, best of several")[: 2 if times else 1]):
        mine, floor = (min(one[place] for one in told[who]) for who in ("ours", "alone"))
        print(
            f"{what:<25} {mine * 1000:6.0f} ms, WeasyPrint alone {floor * 1000:6.0f} ms   ratio {mine / floor:.2f}"
        )
    mine, floor = (max(one[2] for one in told[who]) for who in ("ours", "alone"))
    print(f"most memory               {mine:6.0f} MB, WeasyPrint alone {floor:6.0f} MB")


def run(*words: str) -> tuple[float, float]:
    """Seconds, and the most memory in MB, of a Python of its own with all that it imports."""
    begun = perf_counter()
    process = subprocess.Popen([sys.executable, *words], cwd=settings.BASE_DIR)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, words
    process.returncode = 0
    return perf_counter() - begun, used.ru_maxrss / 1024


def _told(*words: str) -> list[float]:
    done = subprocess.run([sys.executable, *words], cwd=settings.BASE_DIR, check=True, stdout=subprocess.PIPE)
    said: list[float] = json.loads(done.stdout.splitlines()[-1])
    return said


def _copy(file: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, to)
