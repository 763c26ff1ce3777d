DELETE FROM "time";

-- One row per distinct start time of a play, broken into its parts. Weeks are ISO weeks; weekday 0 is Sunday.
INSERT INTO "time" (start_time, hour, day, week, month, year, weekday)
SELECT
	start_time,
	CAST(extract(hour FROM start_time) AS integer),
	CAST(extract(day FROM start_time) AS integer),
	CAST(extract(week FROM start_time) AS integer),
	CAST(extract(month FROM start_time) AS integer),
	CAST(extract(year FROM start_time) AS integer),
	CAST(extract(dow FROM start_time) AS integer)
FROM (SELECT DISTINCT start_time FROM songplays) AS moments;
