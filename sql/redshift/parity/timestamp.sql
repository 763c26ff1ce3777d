to_char("${value}", 'YYYY-MM-DD HH24:MI:SS.US')
