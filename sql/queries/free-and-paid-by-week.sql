-- Free and paid by week
-- Free and paid plays by week, and the share of paid plays.
SELECT
	week_from,
	sum(CASE WHEN level = 'free' THEN 1 ELSE 0 END) AS free_plays,
	sum(CASE WHEN level = 'paid' THEN 1 ELSE 0 END) AS paid_plays,
	CAST(
		100 * CAST(sum(CASE WHEN level = 'paid' THEN 1 ELSE 0 END) AS double precision) / count(*) AS decimal(18, 2)
	) AS paid_pct
FROM (
	SELECT CAST(date_trunc('week', start_time) AS date) AS week_from, level
	FROM songplays
) AS plays
GROUP BY week_from
ORDER BY week_from;
