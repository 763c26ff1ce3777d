-- Provisioned clusters only: the fallback if the load history is not available.
SELECT r.pid, trim(r.query), r.starttime, sum(s.lines), sum(s.num_files), sum(s.num_files_complete), sum(s.bytes_to_load),
	sum(s.bytes_loaded)
FROM stv_recents AS r
LEFT JOIN stv_load_state AS s ON s.pid = r.pid
WHERE trim(r.status) = 'Running' AND trim(r.db_name) = ${database} AND r.pid <> ${session}
GROUP BY r.pid, r.query, r.starttime
ORDER BY r.starttime
