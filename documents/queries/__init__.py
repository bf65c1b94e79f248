"""What the pages of this app read."""
