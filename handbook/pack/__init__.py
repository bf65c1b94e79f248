"""The handbook as files: reads a pack from a folder or a zip, writes the canonical one. docs/pack.md is its shape."""

from handbook.pack.difference import Difference, compare
from handbook.pack.problems import PackError, Problem
from handbook.pack.reading import check_pack, pack_of_files, read_pack
from handbook.pack.shape import Pack
from handbook.pack.stored import add_rows, pack_of, read_edition
from handbook.pack.writing import digest_of, files_of

__all__ = [
    "Difference",
    "Pack",
    "PackError",
    "Problem",
    "add_rows",
    "check_pack",
    "compare",
    "digest_of",
    "files_of",
    "pack_of",
    "pack_of_files",
    "read_edition",
    "read_pack",
]
