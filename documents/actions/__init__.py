"""What people do with a trust's own Word templates. Papers are filled in by the actions of schedule."""
