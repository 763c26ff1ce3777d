"""The classic ways to load the data into PostgreSQL with psycopg2: an INSERT for each record, or COPY.
Run: python3 bench/others/psycopg2-load.py DATA rows|copy, with the connection in PGHOST, PGPORT, PGUSER, PGDATABASE
"""

import io
import json
import os
import sys

import psycopg2

DATA, WAY = sys.argv[1:]
LIMITS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "limits")


def read(name):
    with open(os.path.join(LIMITS, name), encoding="utf-8") as file:
        return file.read()


KEYS = json.loads(read("record-keys.json"))


def records(folder):
    """Yields the records of each file below the folder."""
    for parent, _, names in os.walk(os.path.join(DATA, folder)):
        for name in sorted(names):
            with open(os.path.join(parent, name), encoding="utf-8") as file:
                yield [json.loads(line) for line in file]


def column(value):
    """An object or array in a text column is stored as JSON."""
    return json.dumps(value) if isinstance(value, (dict, list)) else value


def event_values(event):
    values = [column(event.get(key)) for key in KEYS["events"]]
    values[11] = None if values[11] is None else int(values[11])
    values[17] = int(values[17]) if values[17] else None
    return values


def song_values(song):
    return [column(song.get(key)) for key in KEYS["songs"]]


def copy_text(value):
    if value is None:
        return "\\N"
    text = value if isinstance(value, str) else repr(value)
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def stage(cursor, kind, folder, values):
    table = f"staging_{kind}"
    insert = f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(KEYS[kind]))})"
    for lines in records(folder):
        if WAY == "rows":
            for record in lines:
                cursor.execute(insert, values(record))
        else:
            rows = ("\t".join(map(copy_text, values(record))) + "\n" for record in lines)
            cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO("".join(rows)))


connection = psycopg2.connect("")
cursor = connection.cursor()
cursor.execute(read("postgres-tables.sql"))
stage(cursor, "songs", "song_data", song_values)
stage(cursor, "events", "log_data", event_values)
cursor.execute(read("postgres-star.sql"))
connection.commit()
connection.close()
