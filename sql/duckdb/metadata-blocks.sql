-- The metadata blocks, which a checkpoint rewrites in place, and the block size.
SELECT block_id, (SELECT block_size FROM pragma_database_size() WHERE database_name = current_database()) AS block_size
FROM pragma_metadata_info()
ORDER BY block_id;
