INSERT INTO staging_loads (table_name, records, rows_loaded, rows_rejected, source_name, loaded_at)
VALUES (${table_name}, ${records}, ${rows_loaded}, ${rows_rejected}, ${source_name}, CURRENT_TIMESTAMP);
