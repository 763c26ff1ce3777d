-- The server's version, the session id in the system views, and the current time.
SELECT version(), pg_backend_pid(), getdate()
