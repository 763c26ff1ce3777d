-- Allows one load per schema at a time. The session holds the lock until it unlocks or ends.
SELECT pg_try_advisory_lock(hashtext('sparkify-tui'), hashtext(${schema}))
