-- time holds every start_time of songplays once, and no other
SELECT
	songplays,
	times,
	plays_without_time,
	times_without_play,
	times_repeated,
	plays_without_time + times_without_play + times_repeated AS violations
FROM (
	SELECT
		plays AS songplays,
		times,
		coalesce(without_time, 0) AS plays_without_time,
		coalesce(without_play, 0) AS times_without_play,
		-- A duplicate time joins each of its plays twice.
		coalesce(met, 0) - plays AS times_repeated
	FROM (
		SELECT
			sum(CASE WHEN songplays.start_time IS NULL THEN 0 ELSE 1 END) AS met,
			sum(CASE WHEN "time".start_time IS NULL THEN 1 ELSE 0 END) AS without_time,
			sum(CASE WHEN songplays.start_time IS NULL THEN 1 ELSE 0 END) AS without_play
		FROM (SELECT start_time FROM songplays WHERE start_time IS NOT NULL) AS songplays
		FULL JOIN (SELECT start_time FROM "time" WHERE start_time IS NOT NULL) AS "time"
			ON "time".start_time = songplays.start_time
	) AS joined
	CROSS JOIN (SELECT count(start_time) AS plays FROM songplays) AS fact
	CROSS JOIN (SELECT count(start_time) AS times FROM "time") AS dimension
) AS figures
