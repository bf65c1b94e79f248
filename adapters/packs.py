"""Reads the files of a folder or a zip that may come from anyone, and writes a zip that is always the same bytes."""

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

MOST_FILES = 2_000
MOST_BYTES = 1024 * 1024  # of one file
MOST_BYTES_TOGETHER = 20 * 1024 * 1024
MOST_RATIO = 100  # unpacked to packed; text packs about 1 to 5
RATIO_COUNTS_FROM = 100 * 1024
# What a desktop leaves behind in a folder or a zip without being asked.
DROPPINGS = {".DS_Store", "Thumbs.db", "desktop.ini"}
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
# What zipfile raises over bytes that are no zip, or no whole one.
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(NotImplementedError, RuntimeError, OverflowError, ValueError),
)


class FilesError(Exception):
    """`where` is the path of the file at fault, `reason` a sentence without it."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


def read_files(path: Path, root: str) -> dict[str, bytes]:
    """Path with forward slashes to content, sorted. A zip of one folder that holds `root` is read as that folder."""
    try:
        if path.is_dir():
            files = _read_folder(path)
        elif path.is_file():
            files = _read_zip(path, root)
        elif os.path.lexists(path):
            raise FilesError(str(path), "is neither a folder nor a file.")
        else:
            raise FilesError(str(path), "there is no such folder or file.")
    except OSError as error:
        raise FilesError(str(path), f"cannot be read: {error.strerror or error}.") from error
    return dict(sorted(files.items()))


def write_zip(path: Path, files: Mapping[str, bytes]) -> None:
    """The same files give the same bytes. An older file at `path` stays whole until the new one is."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name in sorted(files):
                entry = zipfile.ZipInfo(name, FIRST_DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3
                entry.external_attr = (stat.S_IFREG | 0o644) << 16
                archive.writestr(entry, files[name])
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


class _Allowance:
    """Counts what has been read and refuses what is too much."""

    def __init__(self) -> None:
        self.files = 0
        self.bytes = 0

    def take(self, where: str, size: int) -> None:
        self.files += 1
        self.bytes += size
        if self.files > MOST_FILES:
            raise FilesError(where, f"is one file too many: a pack has at most {MOST_FILES:,}.")
        if size > MOST_BYTES:
            raise FilesError(
                where, f"is larger than {MOST_BYTES:,} bytes, the most a file of a pack may have."
            )
        if self.bytes > MOST_BYTES_TOGETHER:
            raise FilesError(
                where, f"brings the pack over {MOST_BYTES_TOGETHER:,} bytes, the most it may have."
            )


def _is_dropping(name: str) -> bool:
    parts = name.split("/")
    return parts[-1] in DROPPINGS or parts[-1].startswith("._") or "__MACOSX" in parts


def _walk(folder: Path) -> Iterator[Path]:
    """Every entry below the folder that is not itself a folder. Links are entries, never followed."""
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=lambda found: found.name):
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                else:
                    yield Path(entry.path)


def _read_folder(folder: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    allowance = _Allowance()
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if _is_dropping(name):
            continue
        _check_name(name)
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            raise FilesError(name, "is a link: put the file itself there.")
        if not stat.S_ISREG(found.st_mode):
            raise FilesError(name, "is no ordinary file.")
        allowance.take(name, found.st_size)
        with path.open("rb") as file:
            files[name] = file.read(MOST_BYTES)
    return files


def _read_zip(path: Path, root: str) -> dict[str, bytes]:
    if path.stat().st_size > MOST_BYTES_TOGETHER:
        raise FilesError(
            str(path), f"is larger than {MOST_BYTES_TOGETHER:,} bytes, the most a pack may have."
        )
    try:
        with zipfile.ZipFile(path) as archive:
            return _without_top_folder(_read_entries(archive), root)
    except _DAMAGE as error:
        raise FilesError(str(path), f"is no zip file, or is damaged or cut short ({error}).") from error


def _read_entries(archive: zipfile.ZipFile) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    allowance = _Allowance()
    for entry in archive.infolist():
        name = entry.filename
        _check_name(name)
        if entry.is_dir() or _is_dropping(name):
            continue
        _check_entry(entry)
        if name in files:
            raise FilesError(name, "is in the zip twice.")
        allowance.take(name, entry.file_size)
        with archive.open(entry) as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) != entry.file_size:
            raise FilesError(name, "does not have the size that the zip gives for it.")
        files[name] = content
    return files


def _check_entry(entry: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        raise FilesError(entry.filename, "is a link: put the file itself into the zip.")
    if kind not in (0, stat.S_IFREG):
        raise FilesError(entry.filename, "is no ordinary file.")
    if entry.flag_bits & 0x1:
        raise FilesError(entry.filename, "is encrypted: make the zip without a password.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FilesError(entry.filename, "is packed in a way that few programs read: make an ordinary zip.")
    if entry.file_size > RATIO_COUNTS_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        raise FilesError(
            entry.filename, f"unpacks to more than {MOST_RATIO} times its size, as no text does."
        )


def _check_name(name: str) -> None:
    shown = name.encode("unicode_escape").decode("ascii")
    if name.startswith("/") or name[1:2] == ":":
        raise FilesError(shown, "is an absolute path: every path starts inside the pack.")
    if any(part in ("", ".", "..") for part in name.removesuffix("/").split("/")):
        raise FilesError(shown, "leads out of the pack or goes roundabout: no path has .. or empty parts.")
    if shown != name:
        raise FilesError(shown, "has a name with a backslash, or with letters beyond a to z.")


def _without_top_folder(files: dict[str, bytes], root: str) -> dict[str, bytes]:
    tops = {name.partition("/")[0] for name in files}
    if len(tops) == 1 and f"{min(tops)}/{root}" in files:
        return {name.partition("/")[2]: content for name, content in files.items()}
    return files
