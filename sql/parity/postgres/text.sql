-- Bytes of UTF-8, whatever the encoding of the database.
CAST(octet_length(convert_to(rtrim(value, ' '), 'UTF8')) AS varchar) || ':' || rtrim(value, ' ')
