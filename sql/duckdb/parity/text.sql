CAST(strlen(rtrim("${value}", ' ')) AS varchar) || ':' || rtrim("${value}", ' ')
