-- Times that are only in songplays or only in time, and duplicate times.
SELECT start_time, sum(played) AS in_songplays, sum(known) AS in_time
FROM (
	SELECT start_time, 1 AS played, 0 AS known FROM songplays WHERE start_time IS NOT NULL
	UNION ALL
	SELECT start_time, 0 AS played, 1 AS known FROM "time" WHERE start_time IS NOT NULL
) AS listed
GROUP BY start_time
HAVING sum(played) = 0 OR sum(known) <> 1
ORDER BY start_time
