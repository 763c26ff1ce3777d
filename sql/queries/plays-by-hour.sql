-- Plays by hour
-- Plays for each hour of the day (UTC).
SELECT
	t.hour,
	count(*) AS plays,
	CAST(100 * CAST(count(*) AS double precision) / sum(count(*)) OVER () AS decimal(18, 2)) AS share_pct,
	count(DISTINCT p.user_id) AS listeners
FROM songplays AS p
JOIN "time" AS t ON t.start_time = p.start_time
GROUP BY t.hour
ORDER BY t.hour;
