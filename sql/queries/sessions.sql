-- Sessions
-- Songs per session, and minutes from the first song to the last.
SELECT
	songs_played,
	count(*) AS sessions,
	sum(plays) AS plays,
	CAST(avg(CAST(plays AS double precision)) AS decimal(18, 2)) AS avg_plays,
	CAST(avg(seconds) / 60 AS decimal(18, 2)) AS avg_minutes
FROM (
	SELECT
		CASE
			WHEN count(*) = 1 THEN '1'
			WHEN count(*) <= 5 THEN '2 to 5'
			WHEN count(*) <= 20 THEN '6 to 20'
			WHEN count(*) <= 50 THEN '21 to 50'
			ELSE 'over 50'
		END AS songs_played,
		count(*) AS plays,
		CAST(
			extract(epoch FROM max(start_time)) - extract(epoch FROM min(start_time)) AS double precision
		) AS seconds
	FROM songplays
	GROUP BY user_id, session_id
) AS session
GROUP BY songs_played
ORDER BY min(plays);
