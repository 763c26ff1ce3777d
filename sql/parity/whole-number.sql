CAST(value AS varchar)
