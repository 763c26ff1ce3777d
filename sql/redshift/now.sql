-- The views keep several days of loads, and process ids are reused: ignore whatever started before this time.
SELECT GETDATE()
