-- What the server says of itself, whom the system views name, and since when.
SELECT version(), pg_backend_pid(), getdate()
