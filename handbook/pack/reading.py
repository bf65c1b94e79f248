"""From files to a pack, or to a list of everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from adapters.packs import FilesError, read_files
from handbook.pack.kinds import GUIDE, described, read_markdown
from handbook.pack.links import PROCESS_FILE, check_links
from handbook.pack.problems import PackError, Place, Problem
from handbook.pack.shape import FORMAT, Pack, PackProcess, read
from handbook.pack.yaml_in import Value, read_yaml

PACK_FILE = "pack.yaml"
GUIDE_FILE = "processes/{}/guide.md"
_PROCESS_FILES = re.compile(r"processes/(P[0-9]{2})/(?:process\.yaml|guide\.md)")


def read_pack(path: Path) -> Pack:
    """A folder or a zip. PackError says everything that is wrong with it."""
    try:
        return pack_of_files(read_files(path, PACK_FILE))
    except FilesError as error:
        raise PackError([Problem(error.where, error.reason)]) from error


def pack_of_files(files: Mapping[str, bytes]) -> Pack:
    problems: list[Problem] = []
    root = Place(problems)
    texts = dict(_decoded(files, root))
    codes = _codes(files, root)
    head = _read_head(texts, files, root)
    processes = [
        process for code in codes if (process := _read_process(code, texts, codes, root)) is not None
    ]
    if head is not None and len(processes) == len(codes):
        pack = replace(head, processes=tuple(processes))
        check_links(pack, root)
        if not problems:
            return pack
    raise PackError(_in_order(problems))


def check_pack(pack: Pack) -> tuple[Problem, ...]:
    """What reading its files would say of a pack whose values were read already: its guides, and how its parts fit."""
    problems: list[Problem] = []
    root = Place(problems)
    for process in pack.processes:
        read_markdown(process.guide, root.at(GUIDE_FILE.format(process.code)), GUIDE)
    check_links(pack, root)
    return _in_order(problems)


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.where.partition(",")[0]))


def _decoded(files: Mapping[str, bytes], root: Place) -> Iterator[tuple[str, str]]:
    for name, content in files.items():
        try:
            yield name, content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            root.at(name).say(f"byte {error.start + 1} is not UTF-8: save the file as UTF-8.")


def _codes(files: Mapping[str, bytes], root: Place) -> list[str]:
    """The processes that have a folder, each of whose two files is there or reported."""
    codes: dict[str, None] = {}
    for name in files:
        if match := _PROCESS_FILES.fullmatch(name):
            codes[match[1]] = None
        elif name != PACK_FILE:
            root.at(name).say("is no part of a pack: see docs/pack.md for the files it has.")
    for code in codes:
        for name in (PROCESS_FILE.format(code), GUIDE_FILE.format(code)):
            if name not in files:
                root.at(name).say("is missing.")
    return sorted(codes)


def _read_head(texts: Mapping[str, str], files: Mapping[str, bytes], root: Place) -> Pack | None:
    place = root.at(PACK_FILE)
    if PACK_FILE not in files:
        place.say("is missing: every pack has one.")
    values = read_yaml(texts[PACK_FILE], place) if PACK_FILE in texts else None
    if values is None:
        return None
    found: Value = values.pop("format", None)
    if found != FORMAT or isinstance(found, bool):
        place.at("format").say(f"expected {FORMAT}, found {described(found)}.")
    return read(Pack, values, place)


def _read_process(code: str, texts: Mapping[str, str], codes: list[str], root: Place) -> PackProcess | None:
    guide_name, name = GUIDE_FILE.format(code), PROCESS_FILE.format(code)
    guide = read_markdown(texts.get(guide_name, ""), root.at(guide_name), GUIDE)
    place = root.at(name)
    values = read_yaml(texts[name], place) if name in texts else None
    if values is None:
        return None
    process = read(PackProcess, values, place)
    if process.code and process.code != code:
        taken = f"is already the code of processes/{process.code}: " if process.code in codes else ""
        place.at("code").say(
            f"{process.code} {taken or 'is not the name of its folder: '}here it has to be {code}."
        )
    return replace(process, code=code, guide=guide)
