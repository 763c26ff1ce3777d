CAST("${value}" AS varchar)
