CAST(octet_length(rtrim("${value}", ' ')) AS varchar) || ':' || rtrim("${value}", ' ')
