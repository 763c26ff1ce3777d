DELETE FROM staging_loads WHERE table_name = ${table_name};
