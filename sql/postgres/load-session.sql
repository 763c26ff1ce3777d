-- For the sessions that load. The planner estimates a fraction of the plays that there are. It would compare each of them
-- with each song (minutes for 800,000 events and 3,000 songs, instead of seconds by hash join), or sort them all by title.
SET enable_nestloop = off;
SET enable_mergejoin = off;
