-- Active places
-- The ten places with the most plays, and the share of paid plays.
SELECT
	location,
	count(*) AS plays,
	count(DISTINCT user_id) AS listeners,
	CAST(
		100 * CAST(sum(CASE WHEN level = 'paid' THEN 1 ELSE 0 END) AS double precision) / count(*) AS decimal(18, 2)
	) AS paid_pct
FROM songplays
WHERE location IS NOT NULL
GROUP BY location
ORDER BY plays DESC, listeners DESC, location
LIMIT 10;
