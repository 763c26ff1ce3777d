-- Counts rows where keys with capitals and floats without a fraction were loaded. The sums show how fractions are rounded.
SELECT count(*), count(firstname), count(sessionid), count(registration), count(ts), count(length), sum(trunc(length)), sum(round(length))
FROM staging_events
