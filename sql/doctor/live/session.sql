-- The server's version and its current time.
SELECT version(), getdate()
