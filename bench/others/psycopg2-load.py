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
EVENT_KEYS = (
    "artist auth firstName gender itemInSession lastName length level location method page registration sessionId song"
    " status ts userAgent userId"
).split()
SONG_KEYS = (
    "num_songs artist_id artist_latitude artist_longitude artist_location artist_name song_id title duration year"
).split()


def sql(name):
    with open(os.path.join(LIMITS, name), encoding="utf-8") as file:
        return file.read()


def records(folder):
    """Yields the path and the lines of each file below the folder."""
    for parent, _, names in os.walk(os.path.join(DATA, folder)):
        for name in sorted(names):
            with open(os.path.join(parent, name), encoding="utf-8") as file:
                yield [json.loads(line) for line in file]


def event_values(event):
    values = [event.get(key) for key in EVENT_KEYS]
    values[11] = None if values[11] is None else int(values[11])
    values[17] = int(values[17]) if values[17] else None
    return values


def song_values(song):
    return [song.get(key) for key in SONG_KEYS]


def copy_text(value):
    if value is None:
        return "\\N"
    text = value if isinstance(value, str) else repr(value)
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def stage(cursor, table, folder, columns, values):
    insert = f"INSERT INTO {table} VALUES ({', '.join(['%s'] * columns)})"
    for lines in records(folder):
        if WAY == "rows":
            for record in lines:
                cursor.execute(insert, values(record))
        else:
            rows = ("\t".join(map(copy_text, values(record))) + "\n" for record in lines)
            cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO("".join(rows)))


connection = psycopg2.connect("")
cursor = connection.cursor()
cursor.execute(sql("postgres-tables.sql"))
stage(cursor, "staging_songs", "song_data", len(SONG_KEYS), song_values)
stage(cursor, "staging_events", "log_data", len(EVENT_KEYS), event_values)
cursor.execute(sql("postgres-star.sql"))
connection.commit()
connection.close()
