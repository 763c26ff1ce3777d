COPY staging_rejects FROM STDIN (NULL '');
