"""Files that people send: CSV, xlsx and JSON as rows, within limits, with a clear word on what is wrong."""
