/**
Ten events, four song records and the resulting star schema, derived by hand.
- User 1, session 10: a page view, a play of Alpha (its title has a trailing blank; delivered twice), a play of an unknown
  song.
- User 2: session 20 plays Gamma, which two song ids share; session 21 has one event delivered as two different songs.
- User 3 only logged in. One visitor is logged out; one play has no user.
- Song S1 is listed twice, with two titles.
*/
export const starByHand = `
INSERT INTO staging_events (userid, sessionid, iteminsession, ts, page, song, artist, length) VALUES
	(1, 10, 0, 1000, 'Home', NULL, NULL, NULL),
	(1, 10, 1, 2000, 'NextSong', 'Alpha ', 'Band', 100.5),
	(1, 10, 1, 2000, 'NextSong', 'Alpha ', 'Band', 100.5),
	(1, 10, 2, 3000, 'NextSong', 'Alpha', 'Band', 99),
	(2, 20, 0, 2000, 'NextSong', 'Gamma', 'Duo', 200),
	(2, 21, 0, 6000, 'NextSong', 'Alpha', 'Band', 100.5),
	(2, 21, 0, 6000, 'NextSong', 'Zeta', 'Band', 100.5),
	(3, 30, 0, 4000, 'Login', NULL, NULL, NULL),
	(NULL, 31, 0, 4500, 'Home', NULL, NULL, NULL),
	(NULL, 40, 0, 5000, 'NextSong', 'Alpha', 'Band', 100.5);
INSERT INTO staging_songs (song_id, title, artist_id, artist_name, duration) VALUES
	('S1', 'Alpha', 'A1', 'Band', 100.5),
	('S1', 'Alpha (live)', 'A1', 'Band ', 101),
	('S2', 'Gamma', 'A2', 'Duo', 200),
	('S3', 'Gamma', 'A2', 'Duo', 200);
INSERT INTO staging_rejects (table_name, run_id, file, line, column_name, reason, "raw") VALUES
	('staging_events', 'r1', 'log_data/a.json', 1, 'ts', 'no number', '{}'),
	('staging_events', 'r1', 'log_data/a.json', 2, NULL, 'no JSON object', 'x');
INSERT INTO staging_loads (
	table_name, load_id, run_id, log_data, song_data, records, rows_loaded, rows_rejected, loaded_by, host, finished_at
) VALUES
	('staging_events', 'l', 'r1', 'logs', 'songs', 12, 10, 2, 'ada', 'laptop', TIMESTAMP '2018-11-30 00:00:01'),
	('staging_songs', 'l', 'r2', 'logs', 'songs', 4, 4, 0, 'ada', 'laptop', TIMESTAMP '2018-11-30 00:00:02'),
	('songplays', 'l', 'r3', 'logs', 'songs', NULL, 4, 0, 'ada', 'laptop', TIMESTAMP '2018-11-30 00:00:03'),
	('users', 'l', 'r4', 'logs', 'songs', NULL, 3, 0, 'ada', 'laptop', TIMESTAMP '2018-11-30 00:00:04'),
	('songs', 'l', 'r5', 'logs', 'songs', NULL, 3, 0, 'ada', 'laptop', TIMESTAMP '2018-11-30 00:00:05'),
	('artists', 'l', 'r6', 'logs', 'songs', NULL, 2, 0, 'ada', 'laptop', TIMESTAMP '2018-11-30 00:00:06'),
	('time', 'l', 'r7', 'logs', 'songs', NULL, 3, 0, 'ada', 'laptop', TIMESTAMP '2018-11-30 00:00:07');
INSERT INTO users (user_id, first_name) VALUES (1, 'One'), (2, 'Two'), (3, 'Three');
INSERT INTO songs (song_id, title, artist_id, duration) VALUES
	('S1', 'Alpha', 'A1', 100.5), ('S2', 'Gamma', 'A2', 200), ('S3', 'Gamma', 'A2', 200);
INSERT INTO artists (artist_id, name) VALUES ('A1', 'Band'), ('A2', 'Duo');
INSERT INTO "time" (start_time, year) VALUES
	(TIMESTAMP '1970-01-01 00:00:02', 1970),
	(TIMESTAMP '1970-01-01 00:00:03', 1970),
	(TIMESTAMP '1970-01-01 00:00:06', 1970);
INSERT INTO songplays (songplay_id, start_time, user_id, session_id, song_id, artist_id) VALUES
	(1, TIMESTAMP '1970-01-01 00:00:02', 1, 10, 'S1', 'A1'),
	(2, TIMESTAMP '1970-01-01 00:00:03', 1, 10, NULL, NULL),
	(3, TIMESTAMP '1970-01-01 00:00:02', 2, 20, 'S2', 'A2'),
	(4, TIMESTAMP '1970-01-01 00:00:06', 2, 21, 'S1', 'A1');
`;
