-- Provisioned clusters only: files read since the session's current statement started.
SELECT count(DISTINCT filename)
FROM stl_load_commits
WHERE strpos(filename, ${source}) = 1
	AND curtime >= (SELECT max(starttime) FROM stv_recents WHERE pid = ${session} AND trim(status) = 'Running')
