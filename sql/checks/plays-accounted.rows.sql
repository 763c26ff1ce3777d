-- Sessions whose songplays differ in number from the plays in the events.
SELECT user_id, session_id, sum(plays) AS plays_in_events, sum(songplays) AS songplays
FROM (
	SELECT userid AS user_id, sessionid AS session_id, 1 AS plays, 0 AS songplays
	FROM staging_events
	WHERE rtrim(page, ' ') = 'NextSong' AND userid IS NOT NULL AND ts IS NOT NULL
	GROUP BY userid, sessionid, iteminsession, ts
	UNION ALL
	SELECT user_id, session_id, 0 AS plays, count(*) AS songplays
	FROM songplays
	GROUP BY user_id, session_id
) AS counted
GROUP BY user_id, session_id
HAVING sum(plays) <> sum(songplays)
ORDER BY user_id, session_id
