-- GETDATE() is of the cluster, in the session's time zone; CURRENT_TIMESTAMP runs on the leader node alone.
INSERT INTO staging_loads (table_name, records, rows_loaded, rows_rejected, source_name, loaded_at)
VALUES (${table_name}, ${records}, ${rows_loaded}, ${rows_rejected}, ${source_name}, GETDATE());
