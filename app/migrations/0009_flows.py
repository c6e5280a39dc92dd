"""SQL that no later change of the models alters; `python -m tests.tables` wrote it."""

from app.migrating import frozen

up = frozen("0009_flows")
