-- Blocks of 1 MB that the tables take which this user may see.
SELECT sum(size) FROM svv_table_info
