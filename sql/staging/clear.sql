DELETE FROM staging_rejects WHERE table_name = ${table_name};
