"""What stands in addresses."""


class ProcessCode:
    """P01, and nothing that could be the name of another page."""

    regex = "P[0-9]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
