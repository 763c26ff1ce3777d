-- Reader threads parse and check every record, and stream the valid ones to the server as COPY text.
COPY staging_songs FROM STDIN (NULL '');
