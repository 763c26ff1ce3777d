-- The reader threads type and check every record and stream the good ones to the server as COPY text.
COPY staging_events FROM STDIN;
