-- Users that are only in the events or only in users.
SELECT user_id, max(seen) AS seen_in_events, max(known) AS in_users
FROM (
	SELECT userid AS user_id, 1 AS seen, 0 AS known FROM staging_events WHERE userid IS NOT NULL
	UNION ALL
	SELECT user_id, 0 AS seen, 1 AS known FROM users WHERE user_id IS NOT NULL
) AS listed
GROUP BY user_id
HAVING max(seen) <> max(known)
ORDER BY user_id
