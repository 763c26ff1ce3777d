-- Held by the session until it unlocks or ends: one load at a time into a schema.
SELECT pg_try_advisory_lock(hashtext('sparkify-tui'), hashtext(${schema}))
