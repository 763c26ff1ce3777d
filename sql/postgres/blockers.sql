-- Sessions that hold the locks this program's sessions are waiting for.
SELECT DISTINCT holder.pid, holder.usename, to_char(holder.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
FROM unnest(ARRAY[${main}, ${side}]::integer[]) AS own (pid), unnest(pg_blocking_pids(own.pid)) AS blocking (pid)
JOIN pg_stat_activity AS holder ON holder.pid = blocking.pid
WHERE holder.pid NOT IN (${main}, ${side})
ORDER BY holder.pid
