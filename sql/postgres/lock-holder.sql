-- The holder of the lock from lock-load.sql. pg_locks shows both keys as unsigned numbers.
SELECT holder.application_name, holder.usename, to_char(holder.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
FROM pg_locks AS lock
JOIN pg_stat_activity AS holder ON holder.pid = lock.pid
WHERE lock.locktype = 'advisory'
	AND lock.granted
	AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
	AND CAST(lock.classid AS bigint) = CAST(hashtext('sparkify-tui') AS bigint) & 4294967295
	AND CAST(lock.objid AS bigint) = CAST(hashtext(${schema}) AS bigint) & 4294967295
