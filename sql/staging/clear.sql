DELETE FROM staging_rejects WHERE table_name = ${table_name};
DELETE FROM staging_loads WHERE table_name = ${table_name};
