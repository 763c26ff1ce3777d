strtol(substring(md5(${content}), 1, 15), 16)
