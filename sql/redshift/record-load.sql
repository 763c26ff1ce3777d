INSERT INTO staging_loads
VALUES (
	${table_name},
	${load_id},
	${run_id},
	${log_data},
	${song_data},
	${jsonpaths},
	${files},
	${bytes},
	${fingerprint},
	${records},
	${rows_loaded},
	${rows_rejected},
	${loaded_by},
	${host},
	-- Start of the transaction in the session's time zone, UTC. GETDATE() would return seconds only.
	SYSDATE
);
