-- Rows, and those in which keys with capitals and whole floats found their columns; sums to tell how fractions become whole.
SELECT count(*), count(firstname), count(sessionid), count(registration), count(ts), count(length), sum(trunc(length)), sum(round(length))
FROM staging_events
