"""Contracts with carriers: `carriers.json` in WAVECARD_VAR (or the file WAVECARD_CARRIERS names).

One object a carrier: `{"zto": {"app_key": "...", "app_secret": "..."}, "sandbox": {"url": "http://..."}}`.
Keys stay in this file, readable by its owner alone.
"""

from app.keyfile import KeyFile

FILE = KeyFile("carriers.json", "WAVECARD_CARRIERS")
