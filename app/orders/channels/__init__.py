"""One file a channel: which of a file's columns mean what. Mapped by trimmed name, never by position."""
