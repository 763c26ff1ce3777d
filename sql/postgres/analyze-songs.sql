ANALYZE staging_songs;
