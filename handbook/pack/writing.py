"""From a pack to files, always the same ones: canonical packs can be compared byte by byte."""

import hashlib

from handbook.pack.links import PROCESS_FILE
from handbook.pack.reading import GUIDE_FILE, PACK_FILE
from handbook.pack.shape import FORMAT, Pack, plain
from handbook.pack.yaml_out import write_yaml


def files_of(pack: Pack) -> dict[str, bytes]:
    head = plain(pack)
    # What came to the format later is left out where it says nothing: older packs stay as they are, to the byte.
    if not pack.glossary:
        del head["glossary"]
    for chapter in head["chapters"]:
        if not chapter["order"]:
            del chapter["order"]
    texts = {PACK_FILE: write_yaml({"format": FORMAT, **head})}
    for process in pack.processes:
        texts[GUIDE_FILE.format(process.code)] = f"{process.guide}\n" if process.guide else ""
        texts[PROCESS_FILE.format(process.code)] = write_yaml(plain(process))
    return {name: text.encode() for name, text in sorted(texts.items())}


def digest_of(pack: Pack) -> str:
    """SHA-256 of the canonical files."""
    digest = hashlib.sha256()
    for name, content in files_of(pack).items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
