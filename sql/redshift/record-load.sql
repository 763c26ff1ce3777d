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
	-- Of the transaction's start, in the time zone of the session, which is UTC; GETDATE() has whole seconds only.
	SYSDATE
);
