SELECT *
FROM stl_load_errors
WHERE session = ${session} AND starttime >= ${since} AND query > ${after}
ORDER BY query, line_number
LIMIT 5
