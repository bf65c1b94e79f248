"""The type of the pages and of the PDFs: where the packages keep their files, and a finder that serves them.

A package holds every weight in two formats. Only what is used here is served: `typefaces/<file>`.
"""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

PREFIX = "typefaces"
FILES = {
    "font_source_serif_pro": (
        "SourceSerifPro-Regular.ttf",
        "SourceSerifPro-It.ttf",
        "SourceSerifPro-Semibold.ttf",
        "SourceSerifPro-SemiboldIt.ttf",
    ),
    "font_source_sans_pro": (
        "SourceSansPro-Regular.ttf",
        "SourceSansPro-It.ttf",
        "SourceSansPro-Semibold.ttf",
    ),
}


def folder_of(package: str) -> Path | None:
    """None when the package is not installed: pages then fall back on the reader's own fonts."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "files"


def paths() -> dict[str, Path]:
    """Every served file by its name."""
    found: dict[str, Path] = {}
    for package, names in FILES.items():
        folder = folder_of(package)
        if folder is not None:
            found |= {name: folder / name for name in names}
    return found


class TypefaceFinder(BaseFinder):
    def check(self, **_options: object) -> list[CheckMessage]:
        return []

    def find(  # type: ignore[override]  # the stubs overload it; Django itself accepts []
        self,
        path: str,
        find_all: bool = False,  # noqa: FBT001, FBT002 -- Django's signature
        **_old_names: object,
    ) -> str | list[str]:
        folder, _, name = path.replace("\\", "/").partition("/")
        file = paths().get(name) if folder == PREFIX else None
        if file is None:
            return []
        return [str(file)] if find_all else str(file)

    def list(self, _ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for name, file in paths().items():
            storage = FileSystemStorage(location=file.parent)
            storage.prefix = PREFIX  # type: ignore[attr-defined]  # what collectstatic asks a storage for
            yield name, storage
