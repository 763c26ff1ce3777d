DELETE FROM users;

-- Every user seen in any event, as the latest event has them: `level` changes when people upgrade or downgrade.
INSERT INTO users (user_id, first_name, last_name, gender, level)
SELECT userid, firstname, lastname, gender, level
FROM (
	SELECT
		events.userid, events.firstname, events.lastname, events.gender, events.level,
		row_number() OVER (
			PARTITION BY events.userid
			ORDER BY events.ts DESC NULLS LAST, events.sessionid DESC NULLS LAST, events.iteminsession DESC NULLS LAST,
				events.level NULLS LAST, events.firstname NULLS LAST, events.lastname NULLS LAST, events.gender NULLS LAST
		) AS recency
	FROM staging_events AS events
	-- Few rows are left to be ranked once each user's latest time is known.
	JOIN (
		SELECT userid, max(ts) AS ts
		FROM staging_events
		WHERE userid IS NOT NULL
		GROUP BY userid
	) AS latest
		ON latest.userid = events.userid
		AND coalesce(latest.ts, 0) = coalesce(events.ts, 0)
) AS ranked
WHERE recency = 1;
