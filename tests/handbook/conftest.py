"""The small handbook, in force."""

import pytest

from handbook.actions import load_and_publish
from handbook.models import Edition
from handbook.pack import pack_of_files
from tests.conftest import NOW
from tests.handbook.packs import small_files


@pytest.fixture
def edition(db: None) -> Edition:
    pack = pack_of_files(small_files())
    return load_and_publish(pack=pack, by=None, now=NOW, reason="The first edition").edition
