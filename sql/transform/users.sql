DELETE FROM users;

-- One row for each user in any event, from the latest event: `level` changes when people upgrade or downgrade.
INSERT INTO users (user_id, first_name, last_name, gender, level)
SELECT userid, firstname, lastname, gender, level
FROM (
	SELECT
		events.userid, events.firstname, events.lastname, events.gender, events.level,
		row_number() OVER (
			PARTITION BY events.userid
			-- Ties go to the smallest text without trailing spaces; the lengths decide if only such spaces differ.
			ORDER BY
				events.ts DESC NULLS LAST, events.sessionid DESC NULLS LAST, events.iteminsession DESC NULLS LAST,
				rtrim(events.level, ' ') NULLS LAST, rtrim(events.firstname, ' ') NULLS LAST,
				rtrim(events.lastname, ' ') NULLS LAST, rtrim(events.gender, ' ') NULLS LAST,
				length(events.level), length(events.firstname), length(events.lastname), length(events.gender)
		) AS choice
	FROM staging_events AS events
	-- Only events at each user's latest time are ranked, not all events: that saves a twentieth of a load.
	JOIN (
		SELECT userid, max(ts) AS ts
		FROM staging_events
		WHERE userid IS NOT NULL
		GROUP BY userid
	) AS latest
		ON latest.userid = events.userid
		-- The maximum is NULL if none of the user's events has a time.
		AND (latest.ts = events.ts OR latest.ts IS NULL)
) AS ranked
WHERE choice = 1;
