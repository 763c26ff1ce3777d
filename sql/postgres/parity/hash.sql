CAST(CAST('x' || substring(md5(convert_to(${content}, 'UTF8')), 1, 15) AS bit(60)) AS bigint)
