"""The command line: `wavecard --help`. A user's mistake is one clear line and exit code 1."""

import sys

import click

from app import commanding, features, founding
from app.errors import AppError


class OneLine(click.Group):
    """Says what a user did wrong in one line, never in a traceback."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except AppError as error:
            click.echo(f"wavecard: {error}", err=True)
            context.exit(1)


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="wavecard")
def main() -> None:
    """Wavecard: live pick queues, task cards on handhelds, thermal printing, safe address changes.

    A first day: `wavecard demo` shows it with a made-up warehouse. For your own: `wavecard db upgrade`,
    `wavecard floor`, `wavecard people add`, `wavecard import FILE`, `wavecard serve`.

    Every command works on DATABASE_URL (default: SQLite under ./var; WAVECARD_VAR moves that folder).
    """


commanding.found = founding.found
for command in features.list_commands():
    main.add_command(command)

if __name__ == "__main__":
    sys.exit(main())
