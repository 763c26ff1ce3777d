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
		pairs - with_time AS plays_without_time,
		pairs - with_play AS times_without_play,
		-- A duplicate time joins each of its plays twice.
		with_play - plays AS times_repeated
	FROM (
		SELECT
			count(*) AS pairs,
			count(songplays.start_time) AS with_play,
			count("time".start_time) AS with_time
		FROM (SELECT start_time FROM songplays WHERE start_time IS NOT NULL) AS songplays
		FULL JOIN (SELECT start_time FROM "time" WHERE start_time IS NOT NULL) AS "time"
			ON "time".start_time = songplays.start_time
	) AS joined
	CROSS JOIN (SELECT count(start_time) AS plays FROM songplays) AS fact
	CROSS JOIN (SELECT count(start_time) AS times FROM "time") AS dimension
) AS figures
