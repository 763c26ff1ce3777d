-- Plays by weekday
-- Plays for each weekday, in total and on an average day.
SELECT
	CASE t.weekday
		WHEN 0 THEN 'Sunday'
		WHEN 1 THEN 'Monday'
		WHEN 2 THEN 'Tuesday'
		WHEN 3 THEN 'Wednesday'
		WHEN 4 THEN 'Thursday'
		WHEN 5 THEN 'Friday'
		ELSE 'Saturday'
	END AS day_name,
	count(*) AS plays,
	count(DISTINCT CAST(p.start_time AS date)) AS days,
	CAST(
		CAST(count(*) AS double precision) / count(DISTINCT CAST(p.start_time AS date)) AS decimal(18, 2)
	) AS plays_a_day
FROM songplays AS p
JOIN "time" AS t ON t.start_time = p.start_time
GROUP BY t.weekday
ORDER BY t.weekday;
