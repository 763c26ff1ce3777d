-- Level changes
-- Users who upgraded to paid or downgraded to free, by week.
SELECT
	week_from,
	sum(CASE WHEN level = 'paid' THEN 1 ELSE 0 END) AS upgrades,
	sum(CASE WHEN level = 'free' THEN 1 ELSE 0 END) AS downgrades
FROM (
	SELECT
		CAST(date_trunc('week', start_time) AS date) AS week_from,
		level,
		lag(level) OVER (PARTITION BY user_id ORDER BY start_time, songplay_id) AS level_before
	FROM songplays
) AS plays
WHERE level <> level_before
GROUP BY week_from
ORDER BY week_from;
