-- New users by week
-- Users who played their first song, by week, with the running total.
SELECT
	week_from,
	count(*) AS new_users,
	sum(count(*)) OVER (ORDER BY week_from ROWS UNBOUNDED PRECEDING) AS users_so_far
FROM (
	SELECT CAST(date_trunc('week', min(start_time)) AS date) AS week_from
	FROM songplays
	GROUP BY user_id
) AS first_plays
GROUP BY week_from
ORDER BY week_from;
