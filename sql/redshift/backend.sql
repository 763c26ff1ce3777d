-- By what the system views know the session.
SELECT pg_backend_pid()
