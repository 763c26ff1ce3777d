-- Blocks of 1 MB: how many there are and how many are taken. Provisioned clusters only, and for superusers only.
SELECT sum(capacity), sum(used) FROM stv_partitions WHERE part_begin = 0
