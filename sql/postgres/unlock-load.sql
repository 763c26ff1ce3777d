SELECT pg_advisory_unlock(hashtext('sparkify-tui'), hashtext(${schema}))
