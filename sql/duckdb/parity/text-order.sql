rtrim(value, ' ')
