"""Mail: a folder of .eml files for the demo."""
