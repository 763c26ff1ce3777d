-- UTF-8 bytes, whatever the database encoding.
CAST(octet_length(convert_to(rtrim("${value}", ' '), 'UTF8')) AS varchar) || ':' || rtrim("${value}", ' ')
