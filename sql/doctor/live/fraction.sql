-- Loaded values and their sum; the values in the log file and their sums, truncated and rounded.
SELECT loaded.n, loaded.total, expected.n, expected.truncated, expected.rounded
FROM (SELECT count(length) AS n, sum(length) AS total FROM doctor_fraction) AS loaded
CROSS JOIN (
	SELECT count(length) AS n, sum(trunc(length)) AS truncated, sum(round(length)) AS rounded FROM staging_events
) AS expected
