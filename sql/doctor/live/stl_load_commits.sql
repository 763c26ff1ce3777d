SELECT * FROM stl_load_commits WHERE query = ${query} LIMIT 5
