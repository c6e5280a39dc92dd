"""What can be wrong with a document, in one line a person can act on."""


class DocumentError(ValueError):
    """The document cannot be drawn: an unknown layout, a missing or misspelt field, a wrong type."""
