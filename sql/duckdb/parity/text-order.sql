rtrim("${value}", ' ')
