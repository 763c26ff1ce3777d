-- Total and used blocks of 1 MB. Provisioned clusters and superusers only.
SELECT sum(capacity), sum(used) FROM stv_partitions WHERE part_begin = 0
