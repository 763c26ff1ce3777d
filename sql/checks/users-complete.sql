-- users holds every user seen in the events, and nobody else
SELECT
	coalesce(sum(seen), 0) AS users_in_events,
	coalesce(sum(known), 0) AS users,
	coalesce(sum(CASE WHEN seen = known THEN 0 ELSE 1 END), 0) AS violations
FROM (
	SELECT user_id, max(seen) AS seen, max(known) AS known
	FROM (
		SELECT userid AS user_id, 1 AS seen, 0 AS known FROM staging_events WHERE userid IS NOT NULL
		UNION ALL
		SELECT user_id, 0 AS seen, 1 AS known FROM users WHERE user_id IS NOT NULL
	) AS listed
	GROUP BY user_id
) AS compared
