"""The first tables, as SQL that no later change of the models alters."""

from app.migrating import frozen

up = frozen("0001")
