"""The first tables."""

from peewee import Database

from app import features
from app.db import Table


def up(migrator: object, db: Database) -> None:
    features.import_models()
    db.create_tables(Table.registered)
