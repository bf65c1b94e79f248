"""Writing the handbook. Nothing else does."""

from handbook.actions.publishing import Loaded, NotADraftError, load_and_publish, load_pack, publish

__all__ = ["Loaded", "NotADraftError", "load_and_publish", "load_pack", "publish"]
