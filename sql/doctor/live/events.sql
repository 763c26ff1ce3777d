-- Counts rows where keys with capitals and floats without a fraction were loaded.
SELECT count(*), count(firstname), count(registration) FROM staging_events
