CAST('0x' || substring(md5(${content}), 1, 15) AS bigint)
