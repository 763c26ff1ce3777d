-- Blocks of 1 MB used by the tables that this user can see.
SELECT sum(size) FROM svv_table_info
