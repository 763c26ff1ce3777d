-- Provisioned clusters only: one row per slice, updated after every million records.
SELECT sum(lines), sum(num_files), sum(num_files_complete), sum(bytes_to_load), sum(bytes_loaded)
FROM stv_load_state
WHERE pid = ${session}
