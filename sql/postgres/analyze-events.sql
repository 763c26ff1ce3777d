ANALYZE staging_events;
