convert_to(rtrim("${value}", ' '), 'UTF8')
