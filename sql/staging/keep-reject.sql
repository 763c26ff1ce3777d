INSERT INTO staging_rejects (table_name, file, line, column_name, reason, raw)
VALUES (${table_name}, ${file}, ${line}, ${column_name}, ${reason}, ${raw});
