SELECT pg_last_copy_count(), pg_last_copy_id()
